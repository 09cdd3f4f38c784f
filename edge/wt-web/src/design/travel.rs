//! What leads on: buttons, links, breadcrumbs, pages of a list.

use askama::Template;
use askama::filters::HtmlSafe;

/// What a button is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum ButtonKind {
    /// The one thing to do on a page.
    #[default]
    Main,
    /// Another thing to do.
    Secondary,
    /// Something that takes away, such as an undo.
    Warning,
}

/// A button that sends its form, or a link that looks like one.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"{% if let Some(href) = href %}<a class="nhsuk-button{{ self.kind_class() }}{% if small %} nhsuk-button--small{% endif %}" href="{{ href }}" role="button" draggable="false">{{ text }}</a>
{%- else %}<button class="nhsuk-button{{ self.kind_class() }}{% if small %} nhsuk-button--small{% endif %}" type="submit"
{%- if let Some(name) = name %} name="{{ name }}"{% endif %}{% if let Some(value) = value %} value="{{ value }}"{% endif %}
{%- if disabled %} disabled aria-disabled="true"{% endif %}>{{ text }}</button>{% endif %}"#
)]
pub struct Button {
    /// A verb and what it acts on.
    pub text: String,
    /// What it is for.
    #[cfg_attr(test, serde(rename = "variant"))]
    pub kind: ButtonKind,
    /// Small, for a row of results.
    pub small: bool,
    /// Where it leads, for a link.
    pub href: Option<String>,
    /// Name that is sent, where a form has two buttons.
    pub name: Option<String>,
    /// Value that is sent under that name.
    pub value: Option<String>,
    /// Whether it can't be pressed now.
    pub disabled: bool,
}

impl Button {
    fn kind_class(&self) -> &'static str {
        match self.kind {
            ButtonKind::Main => "",
            ButtonKind::Secondary => " nhsuk-button--secondary",
            ButtonKind::Warning => " nhsuk-button--warning",
        }
    }
}

/// Words that lead somewhere.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Link {
    /// The words.
    pub text: String,
    /// The address.
    pub href: String,
}

/// The first thing on a page for those who use a keyboard.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(transparent))]
#[template(ext = "html", source = r#"<a class="nhsuk-skip-link" href="{{ link.href }}">{{ link.text }}</a>"#)]
pub struct SkipLink {
    /// To the main part of the page.
    pub link: Link,
}

/// One step back in a journey.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(transparent))]
#[template(ext = "html", source = r#"<a class="nhsuk-back-link" href="{{ link.href }}">{{ link.text }}</a>"#)]
pub struct BackLink {
    /// To the page before.
    pub link: Link,
}

/// The one link that starts something.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(transparent))]
#[template(
    ext = "html",
    source = r#"<a class="nhsuk-action-link" href="{{ link.href }}">
<svg class="nhsuk-icon nhsuk-icon--arrow-right-circle" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16" height="16" focusable="false" aria-hidden="true"><path d="M12 2a10 10 0 0 0-10 9h11.7l-4-4a1 1 0 0 1 1.5-1.4l5.6 5.7a1 1 0 0 1 0 1.4l-5.6 5.7a1 1 0 0 1-1.5 0 1 1 0 0 1 0-1.4l4-4H2A10 10 0 1 0 12 2z"/></svg>
<span class="nhsuk-action-link__text">{{ link.text }}</span></a>"#
)]
pub struct ActionLink {
    /// To the start.
    pub link: Link,
}

/// The pages above this one; on a phone only the nearest, as a way back.
#[derive(Debug, Clone, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
#[template(
    ext = "html",
    source = r#"<nav class="nhsuk-breadcrumb" aria-label="Breadcrumb"><ol class="nhsuk-breadcrumb__list">
{% for link in items %}<li class="nhsuk-breadcrumb__list-item"><a class="nhsuk-breadcrumb__link" href="{{ link.href }}">{{ link.text }}</a></li>
{% endfor %}</ol>
{% if let Some(nearest) = items.last() %}<a class="nhsuk-back-link" href="{{ nearest.href }}"><span class="nhsuk-u-visually-hidden">Back to </span>{{ nearest.text }}</a>{% endif %}
</nav>"#
)]
pub struct Breadcrumb {
    /// From the home page down.
    pub items: Vec<Link>,
}

/// The part before or after this one.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Step {
    /// The address.
    pub href: String,
    /// What that part is called, where parts have names.
    #[cfg_attr(test, serde(default))]
    pub label: Option<String>,
    /// Other words than "Previous page" or "Next page".
    #[cfg_attr(test, serde(default))]
    pub text: Option<String>,
}

/// A page of a list by its number.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
pub struct Page {
    /// Counted from 1.
    pub number: u32,
    /// The address.
    pub href: String,
    /// Whether it is this one.
    pub current: bool,
    /// Stands for pages left out.
    pub ellipsis: bool,
}

/// Ways to the other pages of a list, or the other parts of a text.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    /// The one before.
    pub previous: Option<Step>,
    /// The one after.
    pub next: Option<Step>,
    /// The pages of a list; none for the parts of a text.
    pub items: Vec<Page>,
}

impl HtmlSafe for Button {}
impl HtmlSafe for SkipLink {}
impl HtmlSafe for BackLink {}
impl HtmlSafe for ActionLink {}
impl HtmlSafe for Breadcrumb {}
impl HtmlSafe for Pagination {}
