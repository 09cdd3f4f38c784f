//! The frame of every page: header, navigation, breadcrumbs, the band over generated data, footer.

use axum::http::{HeaderName, HeaderValue, header};

use crate::asker::Asker;
use crate::assets;
use crate::design::NotificationBanner;

/// Where a page belongs in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Home,
    Compare,
    Opportunities,
    Evidence,
    Tools,
    Benefits,
    Data,
    /// Help, errors: no item is current.
    None,
}

/// The navigation: at most seven items.
const ITEMS: [(Section, &str, &str); 7] = [
    (Section::Home, "/", "Home"),
    (Section::Compare, "/compare", "Compare"),
    (Section::Opportunities, "/opportunities", "Opportunities"),
    (Section::Evidence, "/evidence", "Evidence"),
    (Section::Tools, "/tools", "Tools"),
    (Section::Benefits, "/benefits", "Benefits"),
    (Section::Data, "/data", "Data"),
];

/// An item of the navigation.
pub(crate) struct Item {
    pub(crate) address: &'static str,
    pub(crate) label: &'static str,
    pub(crate) current: bool,
}

/// What the layout needs of a page. Page templates hold it as `shell`.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    title: String,
    section: Section,
    /// Whether the store holds generated data.
    pub(crate) generated: bool,
    /// Pages above this one: label and address.
    pub(crate) crumbs: Vec<(String, String)>,
    /// A sentence on what was just done.
    done: Option<String>,
    /// Who is signed in, by name; none where nobody signs in.
    pub(crate) member: Option<String>,
    /// Whether somebody must sign in first.
    pub(crate) doors: bool,
}

impl Shell {
    /// The frame of a page called `title`.
    pub(crate) fn new(title: &str, section: Section, generated: bool) -> Self {
        Self {
            title: title.to_owned(),
            section,
            generated,
            crumbs: Vec::new(),
            done: None,
            member: None,
            doors: false,
        }
    }

    /// For whoever asks.
    #[must_use]
    pub(crate) fn for_asker(mut self, asker: Option<&Asker>) -> Self {
        self.member = asker.filter(|a| a.is_member()).map(|a| a.person.shown().to_owned());
        self.doors = self.member.is_none() && asker.is_some_and(|a| a.form.is_some());
        self
    }

    /// With breadcrumbs: the pages above this one, under Home.
    #[must_use]
    pub(crate) fn under(mut self, crumbs: &[(&str, &str)]) -> Self {
        self.crumbs = std::iter::once(("Home", "/"))
            .chain(crumbs.iter().copied())
            .map(|(label, address)| (label.to_owned(), address.to_owned()))
            .collect();
        self
    }

    /// With a banner that says what was just done.
    #[must_use]
    pub(crate) fn done(mut self, what: Option<String>) -> Self {
        self.done = what;
        self
    }

    /// What was just done, as the component that says it.
    pub(crate) fn banner(&self) -> Option<NotificationBanner> {
        let content = self.done.clone()?.into();
        Some(NotificationBanner { title: None, content, success: true })
    }

    /// "Sickness absence rate - Compare - Wholetime".
    pub(crate) fn title(&self) -> String {
        format!("{} - Wholetime", self.title)
    }

    /// The navigation.
    pub(crate) fn items(&self) -> Vec<Item> {
        let item = |(section, address, label): &(Section, &'static str, &'static str)| Item {
            address,
            label,
            current: *section == self.section,
        };
        ITEMS.iter().map(item).collect()
    }

    /// Address of the style sheet.
    pub(crate) fn sheet(&self) -> String {
        assets::sheet_address()
    }

    /// Version of the program.
    pub(crate) fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

/// Headers of every response: nothing from outside, no script, no framing, no guessing of types.
pub(crate) fn headers() -> [(HeaderName, HeaderValue); 5] {
    const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                          frame-ancestors 'none'; base-uri 'none'";
    [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    ]
}
