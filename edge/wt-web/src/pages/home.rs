//! `/`: one sentence, one waterfall, at most five actions.

use askama::Template;
use axum::extract::State;
use wt_benchmark::BenefitType;
use wt_benchmark::sentence::lower_first;
use wt_engine::opportunities::Found;
use wt_engine::settings::Gap;
use wt_opportunity::{HonestTotal, Ranked, Tier};
use wt_units::{Pence, Pounds};

use super::opportunities::{metric_link, released, worth};
use super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, Failure, page};
use crate::charts::{self, Chart};
use crate::say;
use crate::shell::{Section, Shell};

/// Actions on the page.
const ACTIONS: usize = 5;

struct Action {
    title: String,
    link: String,
    worth: String,
    range: String,
    strength: String,
    evidence: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage {
    shell: Shell,
    heading: String,
    sentence: String,
    empty: bool,
    actions: Vec<Action>,
    wte: String,
    wte_note: String,
    gap_heading: String,
    gap_sub: String,
    waterfall: Option<Chart>,
}

/// The page.
pub(crate) async fn show(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let empty = !snapshot.has_organisations();
    let found = app.engine.opportunities(&app.person, &ask, query.own_code(&home)?).await?;
    let gap = app.engine.gap(&app.person).await?;
    let place = ask.region.clone().unwrap_or_else(|| "every region".to_owned());
    let actions = actions(&app, &found, &query)?;
    let (wte, wte_note) = released_words(&found);
    let cash = cash(&found);
    page(&HomePage {
        shell: app.shell("Home", Section::Home).await?,
        heading: "Where workforce time and money can be won back".to_owned(),
        sentence: sentence(&found, &place),
        empty,
        actions,
        wte,
        wte_note,
        gap_heading: gap
            .as_ref()
            .map_or("The gap, and what is left of it".to_owned(), |g| gap_heading(g, cash)),
        gap_sub: gap.as_ref().map_or(String::new(), |g| {
            format!(
                "{}, stated {}, source: {}. Only cash-releasing pounds count, luck taken out; none is verified yet.",
                g.covers, g.stated, g.source
            )
        }),
        waterfall: gap.as_ref().map(|g| charts::waterfall(&g.covers, g.amount, cash, "waterfall")),
    })
}

fn sentence(found: &Found, place: &str) -> String {
    let Some(first) = found.opportunities.first() else {
        return format!("In {place}, no gap that has pounds was found in what is loaded.");
    };
    let mut words = Vec::new();
    if let Some(wte) = total(found, BenefitType::TimeReleased).and_then(|t| t.wte) {
        words.push(format!(
            "In {place}, employers lose the time of {:.0} whole-time equivalents more than their peers' median, luck taken out.",
            wte.to_f64()
        ));
    }
    if let Some(cash) = total(found, BenefitType::CashReleasing) {
        words.push(format!(
            "Gaps that could release cash come to {} ({}).",
            Pounds(cash.pounds).sentence(),
            Pounds::range(cash.range.0, cash.range.1)
        ));
    }
    words.push(match first.tier {
        Tier::SizeOrNoise => "None of them is sure: each may be size or noise.".to_owned(),
        tier => format!("The surest is at {} ({}).", first.opportunity.name, tier.words()),
    });
    words.join(" ")
}

fn total(found: &Found, kind: BenefitType) -> Option<&HonestTotal> {
    found.true_totals.totals.iter().find(|t| t.benefit_type == kind)
}

/// Cash that could be released, luck taken out: what the waterfall shows.
fn cash(found: &Found) -> Pence {
    total(found, BenefitType::CashReleasing).map_or(Pence::ZERO, |t| t.pounds)
}

fn released_words(found: &Found) -> (String, String) {
    match total(found, BenefitType::TimeReleased).and_then(|t| Some((t, t.wte?))) {
        Some((t, wte)) => {
            let note = format!(
                "Whole-time equivalents, luck taken out. A valuation of {}, not cash: none of it counts against the gap until a \
                 cost is removed.",
                Pounds(t.pounds).table()
            );
            (format!("{:.1} WTE", wte.to_f64()), note)
        }
        None => ("None found".to_owned(), "No gap in time was found in what is loaded.".to_owned()),
    }
}

fn actions(app: &App, found: &Found, query: &ScopeQuery) -> Result<Vec<Action>, Failure> {
    let action = |r: &Ranked| {
        let o = &r.opportunity;
        let metric = found.snapshot.metric(&o.metric)?;
        let best = app.engine.evidence_for(&o.metric).first().map(|e| (e.id.clone(), e.title.clone()));
        let (pounds, range) = worth(r);
        Ok(Action {
            title: format!("{}: {}", o.name, lower_first(&metric.name)),
            link: metric_link(query, o),
            worth: match o.wte {
                Some(_) => format!("{}, valued at {pounds}", released(r)),
                None => format!("{pounds}, {}", o.benefit_type.words()),
            },
            range: format!("({range})"),
            strength: say::capital(r.tier.words()),
            evidence: best,
        })
    };
    found.opportunities.iter().take(ACTIONS).map(action).collect()
}

fn gap_heading(gap: &Gap, cash: Pence) -> String {
    let left = Pounds(gap.amount - cash).sentence();
    format!("{left} of the gap would be left if every cash-releasing opportunity were won")
}
