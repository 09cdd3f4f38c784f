//! `/`: one sentence, one waterfall, at most five actions.

use askama::Template;
use wt_benchmark::BenefitType;
use wt_benchmark::sentence::lower_first;
use wt_engine::EngineError;
use wt_engine::benefits::Way;
use wt_engine::compare::Ask;
use wt_engine::opportunities::Found;
use wt_opportunity::{HonestTotal, Ranked, Tier};
use wt_units::Pounds;

use super::opportunities::{metric_link, released, take_link, worth};
use super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, Failure, State, page};
use crate::charts::Chart;
use crate::say;
use crate::shell::{Section, Shell};

mod down;

use down::WayDown;

/// Actions on the page.
const ACTIONS: usize = 5;

struct Action {
    title: String,
    link: String,
    take: Option<String>,
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
    way: Option<WayDown>,
    projected: Vec<String>,
}

/// The page.
pub(crate) async fn show(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let empty = !snapshot.has_organisations();
    let found = app.engine.opportunities(&app.person, &ask, query.own_code(&home)?).await?;
    let (way, trouble) = match way(&app, &ask, &found, query.own_code(&home)?.is_some()).await {
        Ok(way) => (Some(way), String::new()),
        // A claim that can't stand on its rows is told here, and the rest of the page stands.
        Err(EngineError::Question(why)) => (None, why),
        Err(e) => return Err(e.into()),
    };
    let gap = app.engine.gap(&app.person).await?;
    let place = ask.region.clone().unwrap_or_else(|| "every region".to_owned());
    let actions = actions(&app, &found, &query)?;
    let (wte, wte_note) = released_words(&found);
    let names = |slug: &str| insight_name(&app, slug);
    page(&HomePage {
        shell: app.shell("Home", Section::Home).await?,
        heading: "Where workforce time and money can be won back".to_owned(),
        sentence: sentence(&found, &place),
        empty,
        actions,
        wte,
        wte_note,
        gap_heading: gap_heading(way.as_ref()),
        gap_sub: match &gap {
            Some(g) if trouble.is_empty() => format!(
                "{}, stated {}, source: {}. Only verified cash-releasing pounds close it; each pound is counted once.",
                g.covers, g.stated, g.source
            ),
            _ => trouble,
        },
        waterfall: gap.as_ref().zip(way.as_ref()).map(|(g, w)| down::chart(g, w)),
        way: way.as_ref().map(|w| WayDown::of(&snapshot, w, &names)),
        projected: app
            .engine
            .projection(&app.person)
            .await?
            .map_or_else(Vec::new, |(p, _)| p.sentences(app.engine.today())),
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
            take: take_link(query, r),
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

async fn way(app: &App, ask: &Ask, found: &Found, one: bool) -> Result<Way, EngineError> {
    if !one {
        return app.engine.way(&app.person, found, None).await;
    }
    // The way down is everybody's, also where the page is about one employer.
    let all = app.engine.opportunities(&app.person, ask, None).await?;
    app.engine.way(&app.person, &all, None).await
}

fn insight_name(app: &App, slug: &str) -> String {
    let found = app.engine.library().insights().iter().find(|i| i.id == slug);
    found.map_or_else(|| say::capital(&slug.replace('-', " ")), |i| i.title.clone())
}

fn gap_heading(way: Option<&Way>) -> String {
    match way.and_then(|w| w.now.left()) {
        Some(left) => format!("{} of the gap is left", Pounds(left).sentence()),
        None => "The gap, and what is left of it".to_owned(),
    }
}
