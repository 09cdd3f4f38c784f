//! `wholetime benefits list`.

use wt_benefits::ledger::{Ledger, Status};
use wt_benefits::waterfall::{Position, Waterfall};
use wt_engine::report::{Cell, Report};
use wt_units::{FinancialYear, Pence};

use super::{Kept, List};
use crate::commands::{Answer, Failure, figures};
use crate::report::{Format, print};
use crate::words::say;

pub(super) async fn run(args: &List) -> Answer {
    let (file, rows) = (args.ledger.as_deref(), args.base.base.as_deref());
    let kept = Kept::open(file, args.store.as_deref(), rows).await?;
    let year = super::year(args.year, &kept.ledger)?;
    let waterfall = match &kept.base {
        None => None,
        Some(base) => Some(
            Waterfall::of(&kept.ledger, base, year, None)
                .map_err(|why| Failure::Input(format!("{}: {why}.", kept.name())))?,
        ),
    };
    tell(&kept.ledger, waterfall.as_ref());
    let text = print(&report(&kept.ledger, year, waterfall.as_ref(), args.format), args.format);
    kept.close().await;
    figures(&text)
}

/// What needs somebody's eye.
fn tell(ledger: &Ledger, waterfall: Option<&Waterfall>) {
    if let Some(today) = ledger.last() {
        for (id, state) in ledger.actions() {
            for late in state.late(today) {
                say(&format!(
                    "{id}: '{}' was due on {} and is not reached ({}).",
                    late.name, late.due, state.action.owner
                ));
            }
        }
    }
    for (id, state) in ledger.lines() {
        if let (Some(flag), None, Status::Open) = (&state.flag, &state.passed, &state.status) {
            say(&format!("{id}: {flag} Finance may pass it with a reason."));
        }
        if let Some(reason) = &state.returned {
            say(&format!("{id}: {reason}"));
        }
        if let Some((metric, why)) = state.line.metric.as_ref().and_then(|m| Some((m, ledger.gone(m)?))) {
            say(&format!("{id}: its measure {metric} was withdrawn ({why}); what was verified stays."));
        }
    }
    let Some(waterfall) = waterfall else {
        say("Without --base overlap is not looked for: these pounds must not be added up.");
        return;
    };
    waterfall.left_out.iter().for_each(|left| say(&left.to_string()));
    waterfall.shared().iter().for_each(|pair| say(pair));
}

pub(crate) fn report(
    ledger: &Ledger,
    year: FinancialYear,
    waterfall: Option<&Waterfall>,
    format: Format,
) -> Report {
    let mut report = Report::new(match format {
        Format::Table => &[
            "line",
            "name",
            "organisation",
            "type",
            "account",
            "recurrent",
            "stands",
            "full year",
            "planned",
            "year to date",
            "verified",
            "outturn",
            "counted",
        ],
        _ => &[
            "line",
            "name",
            "organisation",
            "type",
            "account",
            "recurrent",
            "stands",
            "full_year_pence",
            "planned_pence",
            "year_to_date_pence",
            "verified_pence",
            "outturn_pence",
            "counted_pence",
        ],
    });
    for (id, state) in ledger.lines() {
        let own = |waterfall: &Waterfall| -> Pence {
            let mine = |p: &&Position| p.id == *id;
            waterfall.positions.iter().filter(mine).map(|p| p.counted).sum()
        };
        let money = |pence: Pence| super::file::money(pence, format);
        report.push(vec![
            Cell::text(id),
            Cell::text(&state.line.name),
            Cell::text(ledger.today(state.line.org).as_str()),
            Cell::text(state.line.benefit.words()),
            Cell::text(state.account()),
            Cell::Flag(state.line.recurrent),
            Cell::text(state.words()),
            money(state.line.full_year.0),
            money(state.planned(year)),
            money(state.year_to_date(year)),
            money(state.verified_in(year)),
            money(state.outturn(year)),
            Cell::maybe(waterfall.map(own), money),
        ]);
    }
    report
}
