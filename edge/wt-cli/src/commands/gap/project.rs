//! `wholetime gap project`: what would be missing in each year if nothing were done.

use wt_benefits::projection::{Projection, bases, growth, project, stated};
use wt_engine::report::{Cell, Report};
use wt_engine::settings::Gap;
use wt_engine::{Engine, builtin};
use wt_facts::FactSet;
use wt_units::{Month, Pence};

use crate::args::{At, GapProject};
use crate::commands::table::{refused, table};
use crate::commands::{Answer, Failure, benefits, figures, open, open_existing, person};
use crate::report::{Format, print};
use crate::words::say;

pub(super) async fn run(args: &GapProject) -> Answer {
    let today = jiff::Zoned::now().date();
    let projection = match (&args.stated, &args.baseline) {
        (None, None) => kept(args).await?,
        _ => made(args, today)?,
    };
    projection.sentences(today).iter().for_each(|sentence| say(sentence));
    history()?;
    if let (Some(store), true) = (&args.store, args.save) {
        let engine = open(&At { store: store.clone() }).await?;
        let version = engine.save_projection(&person(), &projection).await?;
        let gap = engine.gap(&person()).await?;
        engine.close().await;
        say(&format!("Kept as version {version}; earlier ones stay. {}", now(gap.as_ref())));
    }
    figures(&print(&report(&projection, args.format), args.format))
}

fn now(gap: Option<&Gap>) -> String {
    gap.map_or_else(
        || "No gap is loaded: it holds no year that is going on.".to_owned(),
        |gap| format!("The gap is {}: {}.", gap.amount, gap.covers),
    )
}

/// As the store holds it.
async fn kept(args: &GapProject) -> Result<Projection, Failure> {
    let Some(store) = &args.store else {
        return Err(Failure::Input(
            "Give --stated, or --baseline with --growth, or a store that keeps a projection with --store."
                .to_owned(),
        ));
    };
    let engine: Engine = open_existing(&At { store: store.clone() }).await?;
    let found = engine.projection(&person()).await?;
    engine.close().await;
    let (projection, _) = found.ok_or_else(|| {
        Failure::Input("No projection is kept yet. Make one, and keep it with --save.".to_owned())
    })?;
    Ok(projection)
}

fn made(args: &GapProject, today: jiff::civil::Date) -> Result<Projection, Failure> {
    let (years, base) = match (&args.stated, &args.baseline, &args.growth) {
        (Some(path), ..) => {
            let (headings, rows) = table(path, "years of a gap")?;
            (stated(&headings, &rows).map_err(|why| refused(path, &why))?, None)
        }
        (None, Some(path), Some(rates)) => {
            let (headings, rows) = table(path, "employers")?;
            let bases = bases(&headings, &rows).map_err(|why| refused(path, &why))?;
            let (headings, rows) = table(rates, "rates of growth")?;
            let growth = growth(&headings, &rows).map_err(|why| refused(rates, &why))?;
            let first = growth.iter().map(|g| g.year).min().unwrap_or(0);
            let base = args.base_year.unwrap_or(first - 1);
            (project(base, &bases, &growth).map_err(|why| Failure::Input(why.to_string()))?, Some(base))
        }
        _ => return Err(Failure::Input("A baseline grows by rates: name them with --growth.".to_owned())),
    };
    Ok(Projection {
        covers: args.covers.clone(),
        source: args.source.clone().unwrap_or_else(|| "not said".to_owned()),
        stated: args.on.unwrap_or(today),
        base,
        years: years.into_iter().map(Into::into).collect(),
    })
}

/// The gap that the programme was founded on, which is history and is not broken down.
fn history() -> Result<(), Failure> {
    let facts = FactSet::parse(&builtin::facts()).map_err(|faults| {
        Failure::Input(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })?;
    if let Some((fact, stretch)) =
        facts.fact("london-gap-founding").and_then(|f| Some((f, f.stretches.first()?)))
    {
        let to = stretch
            .to
            .and_then(Month::of)
            .map_or(String::new(), |m| format!(" to {}", wt_units::FinancialYear::of(m)));
        say(&format!(
            "History, no part of these figures: {} was £{} million{to} ({}). Its breakdown is not known here.",
            fact.title,
            stretch.value,
            stretch.status.words()
        ));
    }
    Ok(())
}

fn report(projection: &Projection, format: Format) -> Report {
    let mut report = Report::new(match format {
        Format::Table => &["year", "organisation", "low", "gap", "high"],
        _ => &["year", "organisation", "low_pence", "gap_pence", "high_pence"],
    });
    let year = |year: i16| Cell::text(format!("{year}/{:02}", (year + 1).rem_euclid(100)));
    let money = |pence: Pence| benefits::money(pence, format);
    for kept in &projection.years {
        let [low, central, high] = [kept.low, kept.central, kept.high].map(|sum| money(sum.0));
        report.push(vec![year(kept.year), Cell::text(kept.org.as_str()), low, central, high]);
    }
    for (at, gap) in projection.whole() {
        report.push(vec![year(at), Cell::text("all"), money(gap.low), money(gap.central), money(gap.high)]);
    }
    report
}
