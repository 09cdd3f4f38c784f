//! Several things to choose from, all in sight: radios for one of them, checkboxes for any.

use askama::Template;
use askama::filters::HtmlSafe;

use super::field::{described_by, group_class};
use super::{Content, Size};

/// The question over a group of choices.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"<legend class="nhsuk-fieldset__legend{{ size_class() }}">
{%- if let Some(level) = heading %}<h{{ level }} class="nhsuk-fieldset__heading">{{ text }}</h{{ level }}>{% else %}{{ text }}{% endif -%}
</legend>"#
)]
pub struct Legend {
    /// The question.
    pub text: String,
    /// Larger than the words around it.
    pub size: Option<Size>,
    /// Level of the heading it is, when it is also the heading of the page.
    pub heading: Option<u8>,
}

impl Legend {
    fn size_class(&self) -> &'static str {
        match self.size {
            None => "",
            Some(Size::S) => " nhsuk-fieldset__legend--s",
            Some(Size::M) => " nhsuk-fieldset__legend--m",
            Some(Size::L) => " nhsuk-fieldset__legend--l",
            Some(Size::Xl) => " nhsuk-fieldset__legend--xl",
        }
    }
}

/// One of the choices.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
pub struct Answer {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
    /// Help under it.
    pub hint: Option<Content>,
    /// A word between this choice and the one before, such as "or"; then nothing else of it is shown.
    pub divider: Option<String>,
    /// Whether it can't be chosen now; as the whole group unless told.
    pub disabled: Option<bool>,
}

macro_rules! group {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $chosen:ident: $chosen_type:ty, $is:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Template)]
        #[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
        #[template(path = $kind)]
        pub struct $name {
            /// The question.
            pub legend: Legend,
            /// Help under the question.
            pub hint: Option<Content>,
            /// What is wrong and what to do.
            pub error: Option<String>,
            /// Name in the form that is sent.
            pub name: String,
            /// Start of the ids on the page; the first choice carries just this, so that an error can lead to it.
            pub id_prefix: String,
            /// Small ones, for a long list beside results.
            pub small: bool,
            /// Side by side, for two short words.
            pub inline: bool,
            /// What there is to choose.
            pub items: Vec<Answer>,
            /// What is chosen.
            pub $chosen: $chosen_type,
            /// Whether nothing can be chosen now.
            pub disabled: bool,
        }

        impl $name {
            fn described_by(&self) -> Option<String> {
                described_by(&self.id_prefix, self.hint.is_some(), self.error.is_some())
            }

            fn group_class(&self) -> &'static str {
                group_class(self.error.is_some())
            }

            /// Id of the choice in place `n` of those that count from 1.
            fn id(&self, n: &usize) -> String {
                if *n == 1 { self.id_prefix.clone() } else { format!("{}-{n}", self.id_prefix) }
            }

            fn is_disabled(&self, item: &Answer) -> bool {
                item.disabled.unwrap_or(self.disabled)
            }

            fn is_chosen(&self, value: &String) -> bool {
                let is: fn(&$chosen_type, &String) -> bool = $is;
                is(&self.$chosen, value)
            }
        }

        impl HtmlSafe for $name {}
    };
}

group!(
    /// One of several.
    Radios, "components/radios.html", value: Option<String>, |chosen, value| chosen.as_ref() == Some(value)
);
group!(
    /// Any of several.
    Checkboxes, "components/checkboxes.html", values: Vec<String>, |chosen, value| chosen.contains(value)
);

impl HtmlSafe for Legend {}
