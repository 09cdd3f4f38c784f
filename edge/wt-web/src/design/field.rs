//! Fields of a form: a label, a hint and an error around something to fill in.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Content, Size};

/// The words that name a field.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"{% if let Some(level) = heading %}<h{{ level }} class="nhsuk-label-wrapper">{% endif -%}
<label class="nhsuk-label{{ size_class() }}"{% if !target.is_empty() %} for="{{ target }}"{% endif %}>{{ text }}</label>
{%- if let Some(level) = heading %}</h{{ level }}>{% endif %}"#
)]
pub struct Label {
    /// The words.
    pub text: String,
    /// Larger than the words around it.
    pub size: Option<Size>,
    /// Level of the heading it stands in, when it is also the heading of the page.
    pub heading: Option<u8>,
    /// Id of the field it names; set by the field.
    #[cfg_attr(test, serde(rename = "for"))]
    pub target: String,
}

impl Label {
    /// A plain label.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn aimed(&self, id: &str) -> Self {
        Self { target: id.to_owned(), ..self.clone() }
    }

    fn size_class(&self) -> &'static str {
        match self.size {
            None => "",
            Some(Size::S) => " nhsuk-label--s",
            Some(Size::M) => " nhsuk-label--m",
            Some(Size::L) => " nhsuk-label--l",
            Some(Size::Xl) => " nhsuk-label--xl",
        }
    }
}

/// What every field has.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"{{ label.aimed(id) }}
{% if let Some(hint) = hint %}<div class="nhsuk-hint" id="{{ id }}-hint">{{ hint }}</div>{% endif %}
{% if let Some(error) = error %}<span class="nhsuk-error-message" id="{{ id }}-error"><span class="nhsuk-u-visually-hidden">Error: </span>{{ error }}</span>{% endif %}"#
)]
pub struct Field {
    /// Id on the page.
    pub id: String,
    /// Name in the form that is sent.
    pub name: String,
    /// The words that name it.
    pub label: Label,
    /// Help under the label.
    pub hint: Option<Content>,
    /// What is wrong and what to do.
    pub error: Option<String>,
    /// Whether nothing can be entered now.
    pub disabled: bool,
}

impl Field {
    /// A field with the same id as name.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        Self { id: name.clone(), name, label: Label::new(label), ..Self::default() }
    }

    /// Ids of hint and error, for a screen reader to say after the label.
    fn described_by(&self) -> Option<String> {
        described_by(&self.id, self.hint.is_some(), self.error.is_some())
    }

    fn group_class(&self) -> &'static str {
        group_class(self.error.is_some())
    }
}

/// The ids that describe what carries `id`.
pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

pub(super) fn group_class(error: bool) -> &'static str {
    if error { "nhsuk-form-group nhsuk-form-group--error" } else { "nhsuk-form-group" }
}

/// Room for about so many characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A number below 100.
    Two,
    /// A code of three characters.
    Three,
    /// A year.
    Four,
    /// A code of five characters.
    Five,
    /// An amount or a date.
    Ten,
    /// A name.
    Twenty,
    /// A sentence.
    Thirty,
}

#[cfg(test)]
impl<'de> serde::Deserialize<'de> for Width {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(match <u8 as serde::Deserialize>::deserialize(d)? {
            2 => Self::Two,
            3 => Self::Three,
            4 => Self::Four,
            5 => Self::Five,
            10 => Self::Ten,
            20 => Self::Twenty,
            30 => Self::Thirty,
            n => return Err(serde::de::Error::custom(format!("unknown width `{n}`"))),
        })
    }
}

impl Width {
    fn class(width: Option<Self>) -> &'static str {
        match width {
            None => "",
            Some(Self::Two) => " nhsuk-input--width-2",
            Some(Self::Three) => " nhsuk-input--width-3",
            Some(Self::Four) => " nhsuk-input--width-4",
            Some(Self::Five) => " nhsuk-input--width-5",
            Some(Self::Ten) => " nhsuk-input--width-10",
            Some(Self::Twenty) => " nhsuk-input--width-20",
            Some(Self::Thirty) => " nhsuk-input--width-30",
        }
    }
}

/// A line to type in.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"<div class="{{ field.group_class() }}">
{{ field }}
{% if prefix.is_some() || suffix.is_some() %}<div class="nhsuk-input-wrapper">{% endif %}
{% if let Some(prefix) = prefix %}<div class="nhsuk-input-wrapper__prefix" aria-hidden="true">{{ prefix }}</div>{% endif %}
<input class="nhsuk-input{% if code %} nhsuk-input--code{% endif %}{% if field.error.is_some() %} nhsuk-input--error{% endif %}{{ self.width_class() }}" id="{{ field.id }}" name="{{ field.name }}" type="{% if kind.is_empty() %}text{% else %}{{ kind }}{% endif %}"
{%- if let Some(check) = spellcheck %} spellcheck="{{ check }}"{% endif %}
{%- if let Some(value) = value %} value="{{ value }}"{% endif %}
{%- if field.disabled %} disabled{% endif %}
{%- if let Some(ids) = field.described_by() %} aria-describedby="{{ ids }}"{% endif %}
{%- if let Some(fill) = autocomplete %} autocomplete="{{ fill }}"{% endif %}
{%- if let Some(mode) = inputmode %} inputmode="{{ mode }}"{% endif %}>
{% if let Some(suffix) = suffix %}<div class="nhsuk-input-wrapper__suffix" aria-hidden="true">{{ suffix }}</div>{% endif %}
{% if prefix.is_some() || suffix.is_some() %}</div>{% endif %}
</div>"#
)]
pub struct Input {
    /// Label, hint, error.
    pub field: Field,
    /// What stands in it.
    pub value: Option<String>,
    /// HTML's type of input; text when empty.
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    /// Room for so many characters.
    pub width: Option<Width>,
    /// Which keyboard a phone shows, such as "numeric".
    pub inputmode: Option<String>,
    /// What a browser may fill in.
    pub autocomplete: Option<String>,
    /// Whether words are checked.
    pub spellcheck: Option<bool>,
    /// Whether it holds a code, whose characters are set apart.
    pub code: bool,
    /// What stands before it, such as "£".
    pub prefix: Option<String>,
    /// What stands after it, such as "%".
    pub suffix: Option<String>,
}

/// A text of several lines.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"<div class="{{ field.group_class() }}">
{{ field }}
<textarea class="nhsuk-textarea{% if field.error.is_some() %} nhsuk-textarea--error{% endif %}" id="{{ field.id }}" name="{{ field.name }}" rows="{{ rows.unwrap_or(5) }}"
{%- if field.disabled %} disabled{% endif %}
{%- if let Some(ids) = field.described_by() %} aria-describedby="{{ ids }}"{% endif %}
{%- if let Some(fill) = autocomplete %} autocomplete="{{ fill }}"{% endif %}>{{ value }}</textarea>
</div>"#
)]
pub struct Textarea {
    /// Label, hint, error.
    pub field: Field,
    /// What stands in it.
    pub value: String,
    /// Lines shown; five unless told.
    pub rows: Option<u8>,
    /// What a browser may fill in.
    pub autocomplete: Option<String>,
}

/// One thing to choose from a list.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
    /// Whether it can't be chosen now.
    pub disabled: bool,
}

/// A list to choose one thing from.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"<div class="{{ field.group_class() }}">
{{ field }}
<select class="nhsuk-select{% if field.error.is_some() %} nhsuk-select--error{% endif %}" id="{{ field.id }}" name="{{ field.name }}"
{%- if field.disabled %} disabled{% endif %}
{%- if let Some(ids) = field.described_by() %} aria-describedby="{{ ids }}"{% endif %}>
{% for c in items %}<option value="{{ c.value }}"{% if self.is_chosen(c.value) %} selected{% endif %}{% if c.disabled %} disabled{% endif %}>{{ c.text }}</option>
{% endfor %}</select>
</div>"#
)]
pub struct Select {
    /// Label, hint, error.
    pub field: Field,
    /// What there is to choose.
    pub items: Vec<Choice>,
    /// What is chosen.
    pub value: Option<String>,
}

/// A file to send.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"<div class="{{ field.group_class() }} nhsuk-file-upload">
{{ field }}
<input class="nhsuk-file-upload__input" id="{{ field.id }}" name="{{ field.name }}" type="file"
{%- if multiple %} multiple{% endif %}
{%- if field.disabled %} disabled{% endif %}
{%- if let Some(types) = accept %} accept="{{ types }}"{% endif %}
{%- if let Some(ids) = field.described_by() %} aria-describedby="{{ ids }}"{% endif %}>
</div>"#
)]
pub struct FileUpload {
    /// Label, hint, error.
    pub field: Field,
    /// Types of file a browser offers first, such as ".csv,.xlsx".
    pub accept: Option<String>,
    /// Whether several may be sent at once.
    pub multiple: bool,
}

/// A line of words to look for, with its button.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"<div class="{{ field.group_class() }} nhsuk-search-input">
{{ field }}
<div class="nhsuk-input-wrapper nhsuk-search-input__wrapper">
<input class="nhsuk-input{% if field.error.is_some() %} nhsuk-input--error{% endif %}{{ self.width_class() }} nhsuk-search-input__input" id="{{ field.id }}" name="{{ field.name }}" type="search"
{%- if let Some(value) = value %} value="{{ value }}"{% endif %}
{%- if field.disabled %} disabled{% endif %}
{%- if let Some(ids) = field.described_by() %} aria-describedby="{{ ids }}"{% endif %} autocomplete="off"
{%- if let Some(example) = placeholder %} placeholder="{{ example }}"{% endif %}>
<button class="nhsuk-button nhsuk-button--icon nhsuk-button--small nhsuk-search-input__button" type="submit" aria-label="Search"{% if field.disabled %} disabled aria-disabled="true"{% endif %}>
<svg class="nhsuk-icon nhsuk-icon--search" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16" height="16" focusable="false" aria-hidden="true"><path d="m20.7 18.9-4.1-4.1a7 7 0 1 0-1.4 1.4l4 4.1a1 1 0 0 0 1.5 0c.4-.4.4-1 0-1.4ZM6 10.6a5 5 0 1 1 10 0 5 5 0 0 1-10 0Z"/></svg>
</button>
</div>
</div>"#
)]
pub struct SearchInput {
    /// Label, hint, error.
    pub field: Field,
    /// What is looked for.
    pub value: Option<String>,
    /// An example of what to type.
    pub placeholder: Option<String>,
    /// Room for so many characters.
    pub width: Option<Width>,
}

impl Input {
    fn width_class(&self) -> &'static str {
        Width::class(self.width)
    }
}

impl SearchInput {
    fn width_class(&self) -> &'static str {
        Width::class(self.width)
    }
}

impl Select {
    fn is_chosen(&self, value: &String) -> bool {
        self.value.as_ref() == Some(value)
    }
}

impl HtmlSafe for Label {}
impl HtmlSafe for Field {}
impl HtmlSafe for Input {}
impl HtmlSafe for Textarea {}
impl HtmlSafe for Select {}
impl HtmlSafe for FileUpload {}
impl HtmlSafe for SearchInput {}
