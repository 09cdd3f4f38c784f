//! `/opportunities`: every gap that has pounds, ranked by evidence and pounds, totalled once.

use askama::Template;
use wt_benchmark::BenefitType;
use wt_benchmark::sentence::lower_first;
use wt_engine::Snapshot;
use wt_engine::benefits::address;
use wt_engine::opportunities::{Found, report};
use wt_opportunity::{HonestSum, Opportunity, Ranked, Tier};
use wt_units::{OdsCode, Pounds};

use super::form::{Choice, Select};
use super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, State, download, page};
use crate::say;
use crate::shell::{Section, Shell};

/// Lines on the page; the download holds all.
const SHOWN: usize = 50;

struct TotalLine {
    kind: String,
    /// Luck taken out, with its range; to the best quartile likewise.
    wte: String,
    honest: String,
    honest_upper: String,
    /// The raw gaps beside them.
    pounds: String,
    range: String,
    upper: String,
}

struct Line {
    name: String,
    link: String,
    metric: String,
    strength: &'static str,
    released: String,
    honest: String,
    honest_range: String,
    pounds: String,
    range: String,
    benefit: &'static str,
    unconfirmed: bool,
    take: Option<String>,
}

struct SignalLine {
    name: String,
    link: String,
    words: String,
}

#[derive(Template)]
#[template(path = "pages/opportunities.html")]
struct OpportunitiesPage {
    shell: Shell,
    place: String,
    sentence: String,
    selects: Vec<Select>,
    totals: Vec<TotalLine>,
    notes: Vec<String>,
    left_out: Vec<String>,
    lines: Vec<Line>,
    more: usize,
    csv: String,
    signals: Vec<SignalLine>,
    no_pounds: Vec<(String, String)>,
}

/// The page.
pub(crate) async fn show(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let found = app.engine.opportunities(&app.person, &ask, query.own_code(&home)?).await?;
    let shell = app.shell("Opportunities", Section::Opportunities).await?;
    page(&OpportunitiesPage {
        shell,
        place: ask.region.clone().unwrap_or_else(|| "Every region".to_owned()),
        sentence: sentence(&found),
        selects: selects(&snapshot, ask.region.as_deref(), query.own_code(&home)?),
        totals: totals(&found),
        notes: found.totals.notes.clone(),
        left_out: found.totals.left_out.iter().map(|l| left_out(&snapshot, l)).collect(),
        lines: found.opportunities.iter().take(SHOWN).map(|r| line(&snapshot, &query, r)).collect(),
        more: found.opportunities.len().saturating_sub(SHOWN),
        csv: query.link("/opportunities.csv", |_| {}),
        signals: signals(&snapshot, &found, &query),
        no_pounds: found.no_pounds.clone(),
    })
}

/// The same as CSV, all of it.
pub(crate) async fn csv(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let found = app.engine.opportunities(&app.person, &ask, query.own_code(&home)?).await?;
    download("wholetime_opportunities.csv", "text/csv; charset=utf-8", report(&found, usize::MAX).csv())
}

fn sentence(found: &Found) -> String {
    let of = |tier| found.opportunities.iter().filter(|r| r.tier == tier).count();
    let (signals, likely) = (of(Tier::Signal), of(Tier::Likely));
    match found.opportunities.len() {
        0 => "No employer lies on the less favourable side of its peers on a metric that has pounds."
            .to_owned(),
        n => format!(
            "{n} gaps have pounds. Further from peers than chance and usual spread explain: {signals}. Beside those, true gaps \
             (95% sure or more): {likely}. The rest may be size or noise."
        ),
    }
}

fn totals(found: &Found) -> Vec<TotalLine> {
    let upper = |kind| found.upper.totals.iter().find(|t| t.benefit_type == kind);
    found
        .totals
        .totals
        .iter()
        .map(|t| TotalLine {
            kind: say::capital(t.benefit_type.words()),
            wte: found
                .true_totals
                .totals
                .iter()
                .find(|h| h.benefit_type == t.benefit_type)
                .and_then(|h| h.wte)
                .map_or("–".to_owned(), |w| format!("{:.1}", w.to_f64())),
            pounds: t.pounds.to_string(),
            range: t.range.map_or("Too few data to say".to_owned(), |(l, h)| {
                format!("{} to {}", Pounds(l).table(), Pounds(h).table())
            }),
            upper: upper(t.benefit_type).map_or("–".to_owned(), |u| Pounds(u.pounds).table()),
            honest: of_true(&found.true_totals, t.benefit_type),
            honest_upper: of_true(&found.true_upper, t.benefit_type),
        })
        .collect()
}

/// The honest total of a benefit type with its range.
fn of_true(sum: &HonestSum, kind: BenefitType) -> String {
    sum.totals.iter().find(|t| t.benefit_type == kind).map_or("–".to_owned(), |t| {
        format!("{} ({})", Pounds(t.pounds).table(), Pounds::range(t.range.0, t.range.1))
    })
}

fn line(snapshot: &Snapshot, query: &ScopeQuery, r: &Ranked) -> Line {
    let o = &r.opportunity;
    let (honest, honest_range) = worth(r);
    Line {
        honest,
        honest_range,
        name: format!("{} ({})", o.name, o.org),
        link: metric_link(query, o),
        metric: snapshot.metrics.get(&o.metric).map_or(o.metric.to_string(), |m| m.name.clone()),
        strength: r.tier.words(),
        released: released(r),
        pounds: Pounds(o.pounds).table(),
        range: range(o),
        benefit: o.benefit_type.words(),
        unconfirmed: o.unconfirmed(),
        take: take_link(query, r),
    }
}

/// Pounds with luck taken out and their 90% interval.
pub(super) fn worth(r: &Ranked) -> (String, String) {
    match &r.claim {
        Some(c) => (Pounds(c.pounds).table(), Pounds::range(c.range.0, c.range.1)),
        None => ("–".to_owned(), "too few data to say".to_owned()),
    }
}

/// To the comparison of that employer on that metric.
pub(super) fn metric_link(query: &ScopeQuery, o: &Opportunity) -> String {
    query.link(&format!("/compare/{}", o.metric), |q| q.own = o.org.to_string())
}

/// To the page where it is taken on; none where it is worth nothing.
pub(super) fn take_link(query: &ScopeQuery, r: &Ranked) -> Option<String> {
    let (o, worth) = (&r.opportunity, r.claim.as_ref().map_or(r.opportunity.pounds, |c| c.pounds));
    let whole = o.unit.is_none() && o.staff_group.is_none() && worth > wt_units::Pence::ZERO;
    whole.then(|| query.link(&format!("/benefits/take/{}", address(o.org, &o.metric)), |_| {}))
}

/// What is released, luck taken out where that can be said: whole-time equivalents where time is, else units.
pub(super) fn released(r: &Ranked) -> String {
    let o = &r.opportunity;
    let (wte, units) = r.claim.as_ref().map_or((o.wte, o.units), |c| (c.wte, c.units));
    match wte {
        Some(wte) => format!("{:.1} WTE", wte.to_f64()),
        None => format!("{:.0} {}", units.to_f64(), o.unit_words),
    }
}

/// Low to high of a raw gap, or that there is too little to say.
fn range(o: &Opportunity) -> String {
    o.pounds_range.map_or("too few data to say".to_owned(), |(low, high)| Pounds::range(low, high))
}

fn left_out(snapshot: &Snapshot, l: &wt_opportunity::LeftOut) -> String {
    format!("{}, {}, {}: {}", snapshot.directory.label(l.org), l.metric, Pounds(l.pounds).table(), l.why)
}

fn signals(snapshot: &Snapshot, found: &Found, query: &ScopeQuery) -> Vec<SignalLine> {
    let name = |id: &str| {
        let metric = id.parse().ok().and_then(|id| snapshot.metrics.get(&id));
        metric.map_or(id.to_owned(), |m| m.name.clone())
    };
    found
        .signals
        .iter()
        .map(|s| SignalLine {
            name: format!("{}, {}", snapshot.directory.label(s.org), lower_first(&name(&s.metric))),
            link: query.link(&format!("/compare/{}", s.metric), |q| q.own = s.org.to_string()),
            words: s.sentences.first().cloned().unwrap_or_default(),
        })
        .collect()
}

pub(super) fn selects(snapshot: &Snapshot, region: Option<&str>, own: Option<OdsCode>) -> Vec<Select> {
    let mut regions = vec![Choice::new("everywhere", "Every region", region.is_none())];
    regions.extend(
        snapshot
            .directory
            .regions()
            .into_iter()
            .map(|r| Choice::new(r, r, region.is_some_and(|n| n.eq_ignore_ascii_case(r)))),
    );
    let mut employers = vec![Choice::new("", "All employers", own.is_none())];
    let in_place = |o: &&wt_benchmark::Organisation| {
        o.is_nhs_trust() && o.successor.is_none() && region.is_none_or(|r| o.is_in(r))
    };
    let mut orgs: Vec<_> = snapshot.directory.iter().filter(in_place).collect();
    orgs.sort_by_key(|o| say::sort_key(o.name()));
    employers.extend(orgs.into_iter().map(|o| {
        let code = o.code.to_string();
        let chosen = own == Some(o.code);
        Choice::new(code, o.label(), chosen)
    }));
    vec![
        Select { name: "region", label: "Region", choices: regions },
        Select { name: "own", label: "Employer", choices: employers },
    ]
}
