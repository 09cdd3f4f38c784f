//! Which kind of file it is, and in which sheet its table stands.

use crate::Fault;
use crate::kinds::{self, KindId};
use crate::privacy::is_personal;
use crate::table::Source;

use super::layout::{self, Layout};
use super::{HEAD_ROWS, head_text};

/// Sheets looked at; no published workbook has more.
const SHEETS: usize = 40;

/// A kind that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Which kind.
    pub kind: KindId,
    /// 0 to 1: share of the headings that belong to the kind.
    pub confidence: f64,
    /// Why, in words.
    pub why: String,
}

/// What a file may be.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recognition {
    /// Kinds that fit, best first.
    pub candidates: Vec<Candidate>,
}

impl Recognition {
    /// The kind that fits best.
    pub fn best(&self) -> Option<KindId> {
        self.candidates.first().map(|candidate| candidate.kind)
    }
}

/// Says which kinds a file may be, from its content.
///
/// # Errors
/// A fault where its rows can't be read.
pub fn recognise(source: &mut Source<'_>) -> Result<Recognition, Fault> {
    let heads = heads(source)?;
    let fits = fitting(&heads, source);
    let candidates = fits.into_iter().map(|(kind, layout)| {
        let (confidence, why) = (layout.explained, why(kind, &layout));
        Candidate { kind, confidence, why }
    });
    Ok(Recognition { candidates: candidates.collect() })
}

/// The kinds that fit, with their layouts, best first.
fn fitting(heads: &[Head], source: &Source<'_>) -> Vec<(KindId, Layout)> {
    let fits = KindId::ALL.into_iter().filter_map(|kind| Some((kind, best(heads, source, kind)?)));
    let mut fits: Vec<_> = fits.collect();
    fits.sort_by(|a, b| b.1.explained.total_cmp(&a.1.explained));
    fits
}

/// The layout of the kind that fits best.
pub(crate) fn auto(source: &mut Source<'_>) -> Result<(KindId, Layout), Fault> {
    let heads = heads(source)?;
    fitting(&heads, source).into_iter().next().ok_or_else(|| {
        Fault::new(
            source.name(),
            "This file is not one that Wholetime recognises.",
            "Name its kind, say which column is which, or copy the figures into Wholetime's template.",
        )
    })
}

/// The layout of `kind`, or a fault that names the columns it needs.
pub(crate) fn must(source: &mut Source<'_>, kind: KindId) -> Result<Layout, Fault> {
    let heads = heads(source)?;
    best(&heads, source, kind).ok_or_else(|| not_this_kind(source.name(), kind, &heads))
}

fn not_this_kind(file: &str, kind: KindId, heads: &[Head]) -> Fault {
    let spec = kinds::spec(kind);
    let needed: Vec<_> = spec.columns.iter().filter(|c| c.required).map(|c| c.heading).collect();
    let rows = heads.iter().flatten().map(|(_, cells)| cells);
    // The first of the widest rows.
    let widest = rows.rev().max_by_key(|cells| cells.len());
    let seen = widest.map_or(&[][..], |cells| cells).iter().map(head_text);
    let seen: Vec<_> = seen.filter(|h| !h.is_empty() && !is_personal(h)).take(12).collect();
    Fault::new(
        file,
        format!(
            "This is not a file of {}: no row of headings holds {}. The file's own headings seem to be: {}.",
            spec.title,
            needed.join(", "),
            if seen.is_empty() { "none".to_owned() } else { seen.join(", ") },
        ),
        "Choose the right kind, or say which column is which.",
    )
}

type Head = Vec<(u32, Vec<crate::table::Value<'static>>)>;

fn heads(source: &mut Source<'_>) -> Result<Vec<Head>, Fault> {
    let sheets = source.sheets().len().min(SHEETS);
    (0..sheets).map(|sheet| source.head(sheet, HEAD_ROWS)).collect()
}

/// The sheet and rows that fit `kind` best. A hidden sheet is taken only where no visible one fits.
fn best(heads: &[Head], source: &Source<'_>, kind: KindId) -> Option<Layout> {
    let mut found: Option<((bool, f64), Layout)> = None;
    for (sheet, head) in heads.iter().enumerate() {
        let tab = source.sheets().get(sheet)?;
        for mut layout in layouts(head, &tab.name, kind) {
            layout.sheet = sheet;
            let rank = (tab.visible, layout.explained);
            if found.as_ref().is_none_or(|(best, _)| rank > *best) {
                found = Some((rank, layout));
            }
        }
    }
    found.map(|(_, layout)| layout)
}

/// Every form of `kind` that fits these rows.
fn layouts(head: &Head, sheet: &str, kind: KindId) -> Vec<Layout> {
    if kind == KindId::AeWorkbook {
        return kinds::locate_ae(head, sheet, kind).into_iter().collect();
    }
    let spec = kinds::spec(kind);
    let mut layouts = Vec::new();
    if kind == KindId::AeCsv {
        layouts.extend(kinds::locate_ae(head, sheet, kind));
    } else {
        layouts.extend(layout::locate(head, spec.columns));
    }
    for (i, form) in spec.other_forms.iter().enumerate() {
        layouts.extend(layout::locate(head, form).map(|layout| Layout { form: i + 1, ..layout }));
    }
    if kind == KindId::Organisations {
        // Any file of figures names its organisations too: a table of organisations is mostly about them.
        layouts.retain(|layout| layout.explained > 0.4);
        layouts.extend(kinds::locate_headless(head));
    }
    layouts
}

fn why(kind: KindId, layout: &Layout) -> String {
    let title = kinds::spec(kind).title;
    if layout.header_row == 0 {
        return format!("It has no row of headings and is laid out as {title}.");
    }
    let named: Vec<_> = layout.columns.iter().map(|(_, col)| col.heading.as_str()).take(4).collect();
    format!("Row {} holds the headings of {title}: {} and others.", layout.header_row, named.join(", "))
}
