//! What a page tells beside its text: tags, notes, warnings, banners, errors, things folded away.

use askama::Template;
use askama::filters::HtmlSafe;

use super::Content;

/// Colour of a tag. The word always says what the colour does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Colour {
    /// Dark blue, the usual one.
    #[default]
    Usual,
    /// White.
    White,
    /// Grey.
    Grey,
    /// Green.
    Green,
    /// Aqua green.
    AquaGreen,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
    /// Pink.
    Pink,
    /// Red.
    Red,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
}

/// A state in a word or two.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
#[template(
    ext = "html",
    source = r#"<strong class="nhsuk-tag{{ self.colour_class() }}{% if !border %} nhsuk-tag--no-border{% endif %}">{{ text }}</strong>"#
)]
pub struct Tag {
    /// The words.
    pub text: String,
    /// The colour.
    #[cfg_attr(test, serde(default))]
    pub colour: Colour,
    /// Whether a line stands around it.
    #[cfg_attr(test, serde(default = "yes"))]
    pub border: bool,
}

#[cfg(test)]
fn yes() -> bool {
    true
}

impl Tag {
    /// A tag with its border.
    pub fn new(text: impl Into<String>, colour: Colour) -> Self {
        Self { text: text.into(), colour, border: true }
    }

    fn colour_class(&self) -> &'static str {
        match self.colour {
            Colour::Usual => "",
            Colour::White => " nhsuk-tag--white",
            Colour::Grey => " nhsuk-tag--grey",
            Colour::Green => " nhsuk-tag--green",
            Colour::AquaGreen => " nhsuk-tag--aqua-green",
            Colour::Blue => " nhsuk-tag--blue",
            Colour::Purple => " nhsuk-tag--purple",
            Colour::Pink => " nhsuk-tag--pink",
            Colour::Red => " nhsuk-tag--red",
            Colour::Orange => " nhsuk-tag--orange",
            Colour::Yellow => " nhsuk-tag--yellow",
        }
    }
}

/// A note set apart from the text.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
#[template(
    ext = "html",
    source = r#"<div class="nhsuk-inset-text"><span class="nhsuk-u-visually-hidden">Information: </span>
{% match content %}{% when Content::Text(words) %}<p>{{ words }}</p>{% when Content::Html(html) %}{{ html }}{% endmatch %}
</div>"#
)]
pub struct InsetText {
    /// The note.
    pub content: Content,
}

/// Something to know before going on.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
#[template(
    ext = "html",
    source = r#"<div class="nhsuk-card nhsuk-card--warning"><div class="nhsuk-card__content">
<h3 class="nhsuk-card__heading">
{%- if self.says_important() %}{{ heading }}{% else %}<span role="text"><span class="nhsuk-u-visually-hidden">Important: </span>{{ heading }}</span>{% endif -%}
</h3>
{% match content %}{% when Content::Text(words) %}<p class="nhsuk-card__description">{{ words }}</p>{% when Content::Html(html) %}{{ html }}{% endmatch %}
</div></div>"#
)]
pub struct WarningCallout {
    /// What it is about.
    pub heading: String,
    /// What to know.
    pub content: Content,
}

impl WarningCallout {
    /// Whether the heading says itself that this matters, for those who do not see the colour.
    fn says_important(&self) -> bool {
        self.heading.to_lowercase().contains("important")
    }
}

/// What just happened, or what holds for the whole service.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
#[template(
    ext = "html",
    source = r#"<div class="nhsuk-notification-banner{% if success %} nhsuk-notification-banner--success{% endif %}" role="{% if success %}alert{% else %}region{% endif %}" aria-labelledby="nhsuk-notification-banner-title">
<div class="nhsuk-notification-banner__header"><h2 class="nhsuk-notification-banner__title" id="nhsuk-notification-banner-title">{{ self.title() }}</h2></div>
<div class="nhsuk-notification-banner__content">
{% match content %}{% when Content::Text(words) %}<p class="nhsuk-notification-banner__heading">{{ words }}</p>{% when Content::Html(html) %}{{ html }}{% endmatch %}
</div></div>"#
)]
pub struct NotificationBanner {
    /// "Important" or "Success" unless told.
    #[cfg_attr(test, serde(default))]
    pub title: Option<String>,
    /// What to know.
    pub content: Content,
    /// Whether it says that something was done.
    #[cfg_attr(test, serde(default))]
    pub success: bool,
}

impl NotificationBanner {
    fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(if self.success { "Success" } else { "Important" })
    }
}

/// One error and where to mend it.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ErrorItem {
    /// What is wrong and what to do.
    pub text: String,
    /// The field, such as "#file"; none when the fault has no field.
    #[cfg_attr(test, serde(default))]
    pub href: Option<String>,
}

/// All errors of a form, at the top of its page.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
#[template(
    ext = "html",
    source = r#"<div class="nhsuk-error-summary"><div role="alert">
<h2 class="nhsuk-error-summary__heading">{{ heading }}</h2>
<div class="nhsuk-error-summary__body">
{% if let Some(words) = description %}<p>{{ words }}</p>{% endif %}
{% if !error_list.is_empty() %}<ul class="nhsuk-list nhsuk-error-summary__list">
{% for e in error_list %}<li>{% if let Some(href) = e.href %}<a href="{{ href }}">{{ e.text }}</a>{% else %}{{ e.text }}{% endif %}</li>{% endfor %}
</ul>{% endif %}
</div></div></div>"#
)]
pub struct ErrorSummary {
    /// "There is a problem".
    pub heading: String,
    /// What holds for all errors.
    #[cfg_attr(test, serde(default))]
    pub description: Option<Content>,
    /// The errors.
    #[cfg_attr(test, serde(default))]
    pub error_list: Vec<ErrorItem>,
}

impl ErrorSummary {
    /// Errors under the usual heading.
    pub fn new(error_list: Vec<ErrorItem>) -> Self {
        Self { heading: "There is a problem".into(), description: None, error_list }
    }
}

/// Something folded away that opens without a script.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
#[template(
    ext = "html",
    source = r#"<details class="nhsuk-details{% if expander %} nhsuk-expander{% endif %}"{% if open %} open{% endif %}>
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">{{ summary }}</span></summary>
<div class="nhsuk-details__text">{{ content }}</div>
</details>"#
)]
pub struct Details {
    /// What is folded away.
    pub summary: Content,
    /// The content.
    pub content: Content,
    /// Whether it starts open.
    #[cfg_attr(test, serde(default))]
    pub open: bool,
    /// In a box of its own, for longer content.
    #[cfg_attr(test, serde(default))]
    pub expander: bool,
}

impl HtmlSafe for Tag {}
impl HtmlSafe for InsetText {}
impl HtmlSafe for WarningCallout {}
impl HtmlSafe for NotificationBanner {}
impl HtmlSafe for ErrorSummary {}
impl HtmlSafe for Details {}
