//! What a board pack says, in order of reading.

use jiff::civil::Date;
use wt_benchmark::BenefitType;
use wt_benefits::ledger::{Ledger, LineState, Status};
use wt_benefits::proof::Proof;
use wt_benefits::waterfall::{Change, STEPS, Waterfall};
use wt_pdf::Block;
use wt_units::{OdsCode, Pence, Pounds};

use super::charts::Named;

/// Actions that are told, at most.
const TOP: usize = 10;

/// Everything a pack is made from.
pub(super) struct Pack<'a> {
    /// The way down from the gap; none without one.
    pub(super) gap_chart: Option<&'a Named>,
    /// Measures of what was proved.
    pub(super) measured: &'a [Named],
    pub(super) ledger: &'a Ledger,
    pub(super) waterfall: &'a Waterfall,
    pub(super) changes: &'a [Change],
    pub(super) proofs: Option<&'a (Vec<Proof>, Vec<String>)>,
    pub(super) org: Option<OdsCode>,
    pub(super) today: Date,
    pub(super) sources: String,
}

pub(super) fn blocks(title: &str, pack: &Pack<'_>) -> Vec<Block> {
    let mut all = vec![Block::Heading(1, title.to_owned()), Block::Paragraph(pack.sources.clone())];
    gap(pack, &mut all);
    changed(pack, &mut all);
    actions(pack, &mut all);
    lines(pack, &mut all);
    proved(pack, &mut all);
    left_out(pack, &mut all);
    all.push(heading("What these figures are not"));
    all.push(Block::List(vec![
        "Benefit types are never added together. Time released is capacity: none of it is cash until a cost is removed.".into(),
        "Each pound is counted once, in order of proof: verified, delivered, planned, accepted, identified.".into(),
        "Nothing is suppressed here: the pack holds pounds of organisations, and no counts of people.".into(),
    ]));
    all
}

fn heading(words: &str) -> Block {
    Block::Heading(2, words.to_owned())
}

fn money(pence: Pence) -> String {
    Pounds(pence).table()
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn gap(pack: &Pack<'_>, all: &mut Vec<Block>) {
    all.push(heading("The gap, and what is left of it"));
    all.push(Block::Paragraph(pack.waterfall.sentences().join(" ")));
    all.extend(pack.gap_chart.map(figure));
    let mut rows = Vec::new();
    for (org, steps) in pack.waterfall.by_org(BenefitType::CashReleasing) {
        rows.push([org.to_string()].into_iter().chain(steps.map(money)).collect());
    }
    let sum = STEPS.map(|step| money(pack.waterfall.reached(BenefitType::CashReleasing, step)));
    rows.push(["All".to_owned()].into_iter().chain(sum).collect());
    all.push(Block::Table {
        caption: format!(
            "Cash-releasing pounds of {}, by who counts them; each column holds the next",
            pack.waterfall.year
        ),
        headings: strings(&["Employer", "Identified", "Accepted", "Planned", "Delivered", "Verified"]),
        rows,
    });
}

fn changed(pack: &Pack<'_>, all: &mut Vec<Block>) {
    all.push(heading("What changed in the month, and why"));
    if pack.changes.is_empty() {
        all.push(Block::Paragraph("Nothing has changed since the end of the month before.".to_owned()));
    } else {
        all.push(Block::List(pack.changes.iter().map(ToString::to_string).collect()));
    }
}

/// Whether a line is shown.
fn shown(pack: &Pack<'_>, state: &LineState) -> bool {
    pack.org.is_none_or(|org| pack.ledger.today(state.line.org) == org)
}

/// What is counted of a line, at all its stages.
fn counted(pack: &Pack<'_>, id: &str) -> Pence {
    pack.waterfall.positions.iter().filter(|p| p.id == id).map(|p| p.counted).sum()
}

/// The same where it is cash, and nothing where it is not: types are never added.
fn cash(pack: &Pack<'_>, id: &str) -> Pence {
    let line = pack.ledger.lines().get(id).filter(|state| state.line.benefit == BenefitType::CashReleasing);
    line.map_or(Pence::ZERO, |_| counted(pack, id))
}

fn actions(pack: &Pack<'_>, all: &mut Vec<Block>) {
    let mut ranked: Vec<_> = pack
        .ledger
        .actions()
        .iter()
        .map(|(id, state)| {
            let own = state
                .lines
                .iter()
                .filter(|line| pack.ledger.lines().get(*line).is_some_and(|l| shown(pack, l)));
            (own.clone().map(|line| cash(pack, line)).sum::<Pence>(), own.count(), id, state)
        })
        .filter(|(_, lines, ..)| *lines > 0)
        .collect();
    ranked.sort_by_key(|(pounds, _, id, _)| (std::cmp::Reverse(*pounds), (*id).clone()));
    let name = |id: &str| pack.ledger.people().get(id).map_or(id, |person| &person.name).to_owned();
    let mut late = Vec::new();
    let mut rows = Vec::new();
    for (pounds, _, id, state) in &ranked {
        for milestone in state.late(pack.today) {
            late.push(format!(
                "{id}: \u{201c}{}\u{201d} was due on {} and is not reached. Owner: {}.",
                milestone.name,
                milestone.due,
                name(&state.action.owner)
            ));
        }
        let next = state
            .action
            .milestones
            .iter()
            .filter(|m| !state.reached.contains_key(&m.name))
            .min_by_key(|m| m.due);
        if rows.len() < TOP {
            rows.push(vec![
                (*id).clone(),
                state.action.name.clone(),
                name(&state.action.owner),
                state.started.map_or("not yet".to_owned(), |day| day.to_string()),
                next.map_or("all reached".to_owned(), |m| format!("{}, {}", m.name, m.due)),
                money(*pounds),
            ]);
        }
    }
    all.push(heading("Top actions"));
    all.push(Block::Table {
        caption: "Actions by the cash that is counted of their benefits this year, each pound once"
            .to_owned(),
        headings: strings(&["Action", "What", "Owner", "Started", "Next milestone", "Cash"]),
        rows,
    });
    all.push(heading("Who is late"));
    if late.is_empty() {
        late.push("No milestone is late.".to_owned());
    }
    let waiting: Vec<&str> = pack
        .ledger
        .lines()
        .iter()
        .filter(|(_, state)| {
            shown(pack, state) && state.status == Status::Open && state.words() == "awaits finance"
        })
        .map(|(id, _)| id.as_str())
        .collect();
    if !waiting.is_empty() {
        late.push(format!("Awaiting finance: {}.", waiting.join(", ")));
    }
    for (id, state) in pack.ledger.lines().iter().filter(|(_, state)| shown(pack, state)) {
        late.extend(state.returned.as_ref().map(|reason| format!("{id} went back: {reason}")));
        let flag = state.flag.as_ref().filter(|_| state.passed.is_none());
        late.extend(flag.map(|flag| format!("{id}: {flag}")));
    }
    all.push(Block::List(late));
}

fn lines(pack: &Pack<'_>, all: &mut Vec<Block>) {
    let year = pack.waterfall.year;
    let row = |(id, state): (&String, &LineState)| {
        vec![
            id.clone(),
            state.line.name.clone(),
            pack.ledger.today(state.line.org).to_string(),
            format!(
                "{}, {}, {}",
                state.line.benefit.words(),
                state.account(),
                if state.line.recurrent { "recurrent" } else { "once" }
            ),
            state.words().to_owned(),
            money(state.line.full_year.0),
            money(state.year_to_date(year)),
            money(state.verified_in(year)),
            money(state.outturn(year)),
            money(counted(pack, id)),
        ]
    };
    all.push(heading("Benefits"));
    all.push(Block::Table {
        caption: format!("Every benefit line, pounds of {year} but for the full year"),
        headings: strings(&[
            "Line",
            "What",
            "Who",
            "Kind",
            "Stands",
            "Full year",
            "To date",
            "Verified",
            "Outturn",
            "Counted",
        ]),
        rows: pack.ledger.lines().iter().filter(|(_, state)| shown(pack, state)).map(row).collect(),
    });
}

fn proved(pack: &Pack<'_>, all: &mut Vec<Block>) {
    all.push(heading("What was proved"));
    let Some((proofs, unsaid)) = pack.proofs else {
        let words =
            "No measures were given, so nothing is held against them: what is verified is finance's word.";
        all.push(Block::Paragraph(words.to_owned()));
        return;
    };
    let shown_id = |id: &str| pack.ledger.lines().get(id).is_some_and(|state| shown(pack, state));
    let mut said: Vec<String> = proofs.iter().filter(|p| shown_id(&p.line)).map(Proof::sentence).collect();
    said.extend(unsaid.iter().filter(|why| why.split(':').next().is_some_and(shown_id)).cloned());
    if said.is_empty() {
        said.push("No line has a measure with a price.".to_owned());
    }
    all.push(Block::List(said));
    all.extend(pack.measured.iter().map(figure));
}

fn figure(named: &Named) -> Block {
    Block::Figure { svg: named.chart.standalone(), alt: named.chart.alt.clone() }
}

fn left_out(pack: &Pack<'_>, all: &mut Vec<Block>) {
    all.push(heading("What is not counted, and who has it"));
    let mut said: Vec<String> = pack.waterfall.left_out.iter().map(ToString::to_string).collect();
    said.extend(pack.waterfall.shared());
    if said.is_empty() {
        said.push("Nothing: no two claims stand on the same rows.".to_owned());
    }
    all.push(Block::List(said));
}
