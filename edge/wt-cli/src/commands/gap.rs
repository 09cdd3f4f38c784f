//! `wholetime gap`: the figure that cash-releasing pounds are set against, and the way down from it.

mod project;

use wt_benchmark::BenefitType;
use wt_benefits::ledger::Ledger;
use wt_benefits::tables;
use wt_benefits::waterfall::{STEPS, Waterfall, changes};
use wt_engine::report::{Cell, Report};
use wt_engine::settings::Gap as Figure;
use wt_units::Pence;

use super::{Answer, Failure, benefits, figures, open, open_existing, person};
use crate::args::{At, Gap, GapWaterfall, GapWhat};
use crate::report::{Format, print};
use crate::words::say;

const TYPES: [BenefitType; 3] =
    [BenefitType::CashReleasing, BenefitType::CostAvoided, BenefitType::TimeReleased];

pub(super) async fn run(args: Gap) -> Answer {
    match args.what {
        GapWhat::Show { at } => match loaded(&at).await? {
            Some(gap) => {
                figures(&format!("{}\t{}\t{}\t{}\n", gap.amount.plain(), gap.covers, gap.stated, gap.source))
            }
            None => {
                say("No gap is loaded. Set it with `wholetime gap set`; Wholetime invents none.");
                figures("")
            }
        },
        GapWhat::Set { at, amount, covers, source, stated } => {
            let amount = Pence::from_pounds(amount)
                .ok_or_else(|| Failure::Input("--amount must be pounds, such as 250000000.".to_owned()))?;
            let stated = stated.parse().map_err(|_| {
                Failure::Input(format!("--stated: found '{stated}', expected a day, such as 2026-04-01"))
            })?;
            let engine = open(&at).await?;
            engine.save_gap(&person(), &Figure { amount, covers, source, stated }).await?;
            engine.close().await;
            say(&format!("The gap is {amount}."));
            figures("")
        }
        GapWhat::Waterfall(args) => waterfall(&args).await,
        GapWhat::Project(args) => project::run(&args).await,
    }
}

async fn loaded(at: &At) -> Result<Option<Figure>, Failure> {
    let engine = open_existing(at).await?;
    let gap = engine.gap(&person()).await?;
    engine.close().await;
    Ok(gap)
}

async fn waterfall(args: &GapWaterfall) -> Answer {
    let gap = match (&args.gap, &args.store) {
        (Some(text), _) => {
            Some(tables::pounds(text).map_err(|why| Failure::Input(format!("--gap: {why}.")))?)
        }
        (None, Some(store)) => loaded(&At { store: store.clone() }).await?.map(|gap| gap.amount),
        (None, None) => None,
    };
    // With a file of its own, --store names only the store of the gap.
    let store = args.store.as_deref().filter(|_| args.ledger.is_none());
    let kept = benefits::Kept::open(args.ledger.as_deref(), store, args.base.as_deref()).await?;
    let base = kept.base.clone().ok_or_else(|| {
        Failure::Input(
            "Name the hours, shifts, order lines and posts that benefits stand on with --base.".to_owned(),
        )
    })?;
    let (ledger, name) = (kept.ledger.clone(), kept.name());
    kept.close().await;
    let year = benefits::year(args.year, &ledger)?;
    let of = |ledger: &Ledger| {
        Waterfall::of(ledger, &base, year, gap).map_err(|why| Failure::Input(format!("{name}: {why}.")))
    };
    let now = of(&ledger)?;
    now.sentences().iter().for_each(|sentence| say(sentence));
    now.left_out.iter().for_each(|left| say(&left.to_string()));
    now.shared().iter().for_each(|pair| say(pair));
    if let Some(day) = args.since {
        let then = ledger.at_end_of(day);
        let changed = changes(&of(&then)?, &now, &ledger.entries()[then.entries().len()..]);
        say(&match changed.as_slice() {
            [] => format!("Since {day} nothing has changed."),
            _ => format!("Since {day}:"),
        });
        changed.iter().for_each(|change| say(&change.to_string()));
    }
    figures(&print(&report(&now, args.by_employer, args.format), args.format))
}

pub(super) fn report(waterfall: &Waterfall, by_employer: bool, format: Format) -> Report {
    let mut report = Report::new(match format {
        Format::Table => {
            &["type", "organisation", "identified", "accepted", "planned", "delivered", "verified"]
        }
        _ => &[
            "type",
            "organisation",
            "identified_pence",
            "accepted_pence",
            "planned_pence",
            "delivered_pence",
            "verified_pence",
        ],
    });
    for benefit in TYPES {
        let mut push = |organisation: Cell, steps: [Pence; 5]| {
            if steps.iter().any(|step| *step != Pence::ZERO) {
                let mut row = vec![Cell::text(benefit.words()), organisation];
                row.extend(steps.map(|step| benefits::money(step, format)));
                report.push(row);
            }
        };
        if by_employer {
            for (org, steps) in waterfall.by_org(benefit) {
                push(Cell::text(org.as_str()), steps);
            }
        } else {
            push(Cell::text("all"), STEPS.map(|step| waterfall.reached(benefit, step)));
        }
    }
    report
}
