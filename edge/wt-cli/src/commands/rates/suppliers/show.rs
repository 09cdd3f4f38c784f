//! Payments by trust, supplier, pile and row, as tables.

use std::collections::{BTreeMap, BTreeSet};

use wt_engine::report::{Cell, Report};
use wt_extract::payments::{Payment, PaymentFile};
use wt_rates::suppliers::{
    Line, Match, Pile, Register, Sorter, Sums, Tally, Trusts, Verdict, Who, Words, spellings,
};

use super::files::Loaded;

/// A payment with its pile and its payer.
pub(super) struct Sorted<'l> {
    file: &'l PaymentFile,
    payment: &'l Payment,
    verdict: Verdict<'l>,
    folder: &'l str,
    trust: String,
    who: Who,
}

/// What has been sorted, with the refusals that belong to no payment.
pub(super) struct All<'l> {
    payments: Vec<Sorted<'l>>,
    files: &'l [Loaded],
}

pub(super) fn sort<'l>(files: &'l [Loaded], register: &'l Register, words: &'l Words) -> All<'l> {
    let entities = files.iter().flat_map(|one| {
        one.file.payments.iter().filter_map(|payment| Some((one.folder.as_str(), payment.entity.as_deref()?)))
    });
    let trusts = Trusts::new(entities, words);
    let mut sorter = Sorter::new(register, words);
    let mut payments = Vec::new();
    for one in files {
        for payment in &one.file.payments {
            let verdict = sorter.sort(&Line {
                supplier: payment.supplier.as_deref(),
                expense_type: payment.expense_type.as_deref(),
                expense_area: payment.expense_area.as_deref(),
                description: payment.description.as_deref(),
            });
            let (trust, who) = trusts.of(&one.folder, payment.entity.as_deref());
            let (folder, trust) = (one.folder.as_str(), trust.to_owned());
            payments.push(Sorted { file: &one.file, payment, verdict, folder, trust, who });
        }
    }
    All { payments, files }
}

fn pounds(sums: Sums) -> Cell {
    Cell::Number(sums.amount.plain())
}

/// One line a trust.
pub(super) fn trusts(all: &All<'_>) -> Report {
    #[derive(Default)]
    struct Paid<'l> {
        tally: Tally,
        who: BTreeSet<Who>,
        files: BTreeSet<&'l str>,
    }
    let mut paid: BTreeMap<(&str, &str), Paid<'_>> = BTreeMap::new();
    for one in &all.payments {
        let line = paid.entry((one.folder, &one.trust)).or_default();
        line.tally.add(&one.verdict, one.payment.amount);
        line.who.insert(one.who);
        line.files.insert(&one.file.file);
    }
    // A refused row belongs to the folder's body with most rows: its own column may be what was refused.
    let mut refused: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for one in all.files.iter().filter(|one| one.file.refused_rows > 0) {
        let most = paid
            .iter()
            .filter(|((folder, _), _)| *folder == one.folder)
            .max_by_key(|(_, paid)| paid.tally.all().rows);
        let place = most.map_or((one.folder.as_str(), one.folder.as_str()), |(place, _)| *place);
        *refused.entry(place).or_default() += one.file.refused_rows;
    }
    for place in refused.keys() {
        paid.entry(*place).or_default();
    }
    let mut report = Report::new(&[
        "trust",
        "trust_from",
        "folder",
        "files",
        "rows",
        "refused",
        "pounds",
        "staffing_rows",
        "staffing_pounds",
        "agency_rows",
        "agency_pounds",
        "outsourced_bank_rows",
        "outsourced_bank_pounds",
        "direct_engagement_rows",
        "direct_engagement_pounds",
        "cannot_tell_rows",
        "cannot_tell_pounds",
    ]);
    for ((folder, trust), paid) in &paid {
        let refused = refused.get(&(*folder, *trust)).copied().unwrap_or(0);
        let who: Vec<&str> = paid.who.iter().map(|who| who.words()).collect();
        let (every, staff) = (paid.tally.all(), paid.tally.staffing());
        let mut line = vec![
            Cell::text(*trust),
            Cell::text(who.join("; ")),
            Cell::text(*folder),
            Cell::number(paid.files.len()),
            Cell::number(every.rows + refused),
            Cell::number(refused),
            pounds(every),
            Cell::number(staff.rows),
            pounds(staff),
        ];
        for pile in Pile::ALL {
            let sums = paid.tally.pile(pile);
            line.extend([Cell::number(sums.rows), pounds(sums)]);
        }
        report.push(line);
    }
    report
}

/// One line a pile, and one for all that is no temporary staff.
pub(super) fn piles(all: &All<'_>) -> Report {
    let mut tally = Tally::default();
    for one in &all.payments {
        tally.add(&one.verdict, one.payment.amount);
    }
    let mut report = Report::new(&["pile", "rows", "pounds"]);
    let mut line =
        |pile: &str, sums: Sums| report.push(vec![Cell::text(pile), Cell::number(sums.rows), pounds(sums)]);
    for pile in Pile::ALL {
        line(pile.words(), tally.pile(pile));
    }
    line("no temporary staff", tally.others);
    report
}

/// One line a supplier and pile, most pounds first.
pub(super) fn suppliers(all: &All<'_>, register: &Register, words: &Words) -> Report {
    #[derive(Default)]
    struct Line<'l> {
        sums: Sums,
        spellings: BTreeSet<&'l str>,
        trusts: BTreeSet<&'l str>,
        reasons: BTreeSet<&'static str>,
        score: Option<u8>,
        first: Option<&'l Sorted<'l>>,
        /// The match of the least sure spelling.
        found: Option<Match<'l>>,
    }
    let mut lines: BTreeMap<(String, Pile), Line<'_>> = BTreeMap::new();
    for one in &all.payments {
        let Some(pile) = one.verdict.pile else { continue };
        let written = one.payment.supplier.as_deref().unwrap_or_default();
        let key = one.verdict.supplier.map_or_else(
            || spellings(written, words).first().map(|name| name.join(" ")).unwrap_or_default(),
            |found| found.supplier.id.clone(),
        );
        let line = lines.entry((key, pile)).or_default();
        line.sums.add(one.payment.amount);
        line.spellings.insert(written);
        line.trusts.insert(&one.trust);
        line.reasons.insert(one.verdict.reason.words());
        line.score = Some(line.score.map_or(one.verdict.score, |score| score.min(one.verdict.score)));
        line.first.get_or_insert(one);
        if let Some(found) = one.verdict.supplier {
            line.found = Some(line.found.filter(|known| known.score <= found.score).unwrap_or(found));
        }
    }
    let mut order: Vec<_> = lines.into_iter().collect();
    order.sort_by(|a, b| b.1.sums.amount.cmp(&a.1.sums.amount).then_with(|| a.0.cmp(&b.0)));
    let mut report = Report::new(&[
        "supplier",
        "pile",
        "score",
        "why",
        "rows",
        "pounds",
        "spellings",
        "match_score",
        "match_how",
        "entry_status",
        "near_name",
        "trusts",
        "first_file",
        "first_sheet",
        "first_row",
    ]);
    for ((_, pile), line) in order {
        let Some(first) = line.first else { continue };
        let found = line.found;
        let written = first.payment.supplier.as_deref().unwrap_or_default();
        let near = if found.is_none() { register.near(written, words) } else { None };
        let join = |set: &BTreeSet<&str>| set.iter().copied().collect::<Vec<_>>().join("; ");
        report.push(vec![
            Cell::text(found.map_or(written, |found| found.supplier.name.as_str())),
            Cell::text(pile.words()),
            Cell::maybe(line.score, Cell::number),
            Cell::text(join(&line.reasons)),
            Cell::number(line.sums.rows),
            pounds(line.sums),
            Cell::text(join(&line.spellings)),
            Cell::maybe(found, |found| Cell::number(found.score)),
            Cell::maybe(found, |found| Cell::text(found.how.words())),
            Cell::maybe(found, |found| Cell::text(found.supplier.status.words())),
            Cell::maybe(near, |near| Cell::text(format!("{} ({})", near.supplier.name, near.score))),
            Cell::text(join(&line.trusts)),
            Cell::text(&first.file.file),
            sheet(first),
            Cell::number(first.payment.row),
        ]);
    }
    report
}

/// Every row of temporary staff, where it stands.
pub(super) fn rows(all: &All<'_>) -> Report {
    let mut report = Report::new(&[
        "trust",
        "folder",
        "file",
        "sheet",
        "row",
        "date",
        "supplier",
        "expense_type",
        "expense_area",
        "reference",
        "pounds",
        "pile",
        "score",
        "why",
        "matched_supplier",
        "match_score",
        "match_how",
    ]);
    for one in &all.payments {
        let Some(pile) = one.verdict.pile else { continue };
        let paid = one.payment;
        let text = |text: &Option<String>| Cell::maybe(text.as_deref(), Cell::text);
        let found = one.verdict.supplier;
        report.push(vec![
            Cell::text(&one.trust),
            Cell::text(one.folder),
            Cell::text(&one.file.file),
            sheet(one),
            Cell::number(paid.row),
            Cell::maybe(paid.date, |day| Cell::text(day.to_string())),
            text(&paid.supplier),
            text(&paid.expense_type),
            text(&paid.expense_area),
            text(&paid.reference),
            Cell::Number(paid.amount.plain()),
            Cell::text(pile.words()),
            Cell::number(one.verdict.score),
            Cell::text(one.verdict.reason.words()),
            Cell::maybe(found, |found| Cell::text(&found.supplier.id)),
            Cell::maybe(found, |found| Cell::number(found.score)),
            Cell::maybe(found, |found| Cell::text(found.how.words())),
        ]);
    }
    report
}

fn sheet(one: &Sorted<'_>) -> Cell {
    let name = one.file.sheets.get(one.payment.sheet).filter(|name| !name.is_empty());
    Cell::maybe(name, Cell::text)
}
