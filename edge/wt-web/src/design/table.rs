//! Tables of figures and lists of facts.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Content, Size};

/// What a table is of, said above it.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
pub struct Caption {
    /// The words.
    pub text: String,
    /// Larger than the words around it.
    pub size: Option<Size>,
    /// Id on the page; a table that scrolls is named by it.
    pub id: Option<String>,
}

impl Caption {
    fn size_class(&self) -> &'static str {
        match self.size {
            None => "",
            Some(Size::S) => " nhsuk-table__caption--s",
            Some(Size::M) => " nhsuk-table__caption--m",
            Some(Size::L) => " nhsuk-table__caption--l",
            Some(Size::Xl) => " nhsuk-table__caption--xl",
        }
    }
}

/// The head of a column.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
pub struct Column {
    /// The words.
    pub text: String,
    /// Whether it holds numbers, which stand on the right with their digits under each other.
    pub numeric: bool,
}

/// One cell.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Cell {
    /// What stands in it.
    pub content: Content,
    /// Where it leads.
    #[cfg_attr(test, serde(default))]
    pub href: Option<String>,
}

/// A table.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"{% if scroll %}<div class="nhsuk-scroll"><div class="nhsuk-scroll__content" role="region" aria-labelledby="{{ self.caption_id() }}" tabindex="0">{% endif %}
<table class="nhsuk-table{% if compact %} nhsuk-table--compact{% endif %}{% if !last_row_border.unwrap_or(true) %} nhsuk-table--no-last-row-border{% endif %}{% if striped %} nhsuk-table--striped{% endif %}">
{% if !caption.text.is_empty() %}<caption class="nhsuk-table__caption{{ caption.size_class() }}"{% if scroll || caption.id.is_some() %} id="{{ self.caption_id() }}"{% endif %}>{{ caption.text }}</caption>{% endif %}
{% if !head.is_empty() %}<thead class="nhsuk-table__head"><tr class="nhsuk-table__row">
{% for column in head %}<th class="nhsuk-table__header{% if column.numeric %} nhsuk-table__header--numeric{% endif %}" scope="col">{{ column.text }}</th>
{% endfor %}</tr></thead>{% endif %}
<tbody class="nhsuk-table__body">
{% for row in rows %}<tr class="nhsuk-table__row">
{% for cell in row %}{% let numeric = self.is_numeric(loop.index0) %}
{% if loop.first && first_cell_is_header %}<th class="nhsuk-table__header{% if numeric %} nhsuk-table__header--numeric{% endif %}" scope="row">{% if let Some(href) = cell.href %}<a class="nhsuk-link" href="{{ href }}">{{ cell.content }}</a>{% else %}{{ cell.content }}{% endif %}</th>
{% else %}<td class="nhsuk-table__cell{% if numeric %} nhsuk-table__cell--numeric{% endif %}">{% if let Some(href) = cell.href %}<a class="nhsuk-link" href="{{ href }}">{{ cell.content }}</a>{% else %}{{ cell.content }}{% endif %}</td>
{% endif %}{% endfor %}</tr>
{% endfor %}</tbody></table>
{% if scroll %}</div></div>{% endif %}"#
)]
pub struct Table {
    /// What it is of.
    pub caption: Caption,
    /// The columns.
    pub head: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first cell of a row names it.
    pub first_cell_is_header: bool,
    /// Lines closer together.
    pub compact: bool,
    /// Every second row shaded.
    pub striped: bool,
    /// Scrolls in a box of its own where it is wider than the screen.
    pub scroll: bool,
    /// Whether a line stands under the last row; it does unless told.
    pub last_row_border: Option<bool>,
}

impl Table {
    fn is_numeric(&self, column: &usize) -> bool {
        self.head.get(*column).is_some_and(|c| c.numeric)
    }

    /// The id of the caption, made from its words unless told, as the package does.
    fn caption_id(&self) -> String {
        self.caption.id.clone().unwrap_or_else(|| {
            let words: String = self.caption.text.replace(' ', "-").to_lowercase().chars().take(40).collect();
            format!("table-{words}-caption")
        })
    }
}

/// Something to do about a fact.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct FactAction {
    /// A verb.
    pub text: String,
    /// The address.
    pub href: String,
    /// What the verb acts on, for those who hear the link alone.
    pub visually_hidden_text: String,
}

/// A fact: what it is, and what it says.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Fact {
    /// What it is.
    pub key: Content,
    /// What it says.
    pub value: Content,
    /// What to do about it.
    #[cfg_attr(test, serde(default))]
    pub actions: Vec<FactAction>,
}

/// A list of facts.
#[derive(Debug, Clone, Default, Template)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", deny_unknown_fields, default))]
#[template(
    ext = "html",
    source = r#"<dl class="nhsuk-summary-list{% if !border.unwrap_or(true) %} nhsuk-summary-list--no-border{% else if !last_row_border.unwrap_or(true) %} nhsuk-summary-list--no-last-row-border{% endif %}">
{% for fact in rows %}<div class="nhsuk-summary-list__row{% if fact.actions.is_empty() && self.has_actions() %} nhsuk-summary-list__row--no-actions{% endif %}">
<dt class="nhsuk-summary-list__key">{{ fact.key }}</dt>
<dd class="nhsuk-summary-list__value">{{ fact.value }}</dd>
{% if !fact.actions.is_empty() %}<dd class="nhsuk-summary-list__actions">
{% if fact.actions.len() > 1 %}<ul class="nhsuk-summary-list__actions-list">{% endif %}
{% for a in fact.actions %}{% if fact.actions.len() > 1 %}<li class="nhsuk-summary-list__actions-list-item">{% endif %}
<a class="nhsuk-link" href="{{ a.href }}">{{ a.text }}<span class="nhsuk-u-visually-hidden"> {{ a.visually_hidden_text }}</span></a>
{% if fact.actions.len() > 1 %}</li>{% endif %}{% endfor %}
{% if fact.actions.len() > 1 %}</ul>{% endif %}
</dd>{% endif %}
</div>
{% endfor %}</dl>"#
)]
pub struct SummaryList {
    /// The facts.
    pub rows: Vec<Fact>,
    /// Whether lines stand between the facts; they do unless told.
    pub border: Option<bool>,
    /// Whether a line stands under the last; it does unless told.
    pub last_row_border: Option<bool>,
}

impl SummaryList {
    fn has_actions(&self) -> bool {
        self.rows.iter().any(|f| !f.actions.is_empty())
    }
}

impl HtmlSafe for Table {}
impl HtmlSafe for SummaryList {}
