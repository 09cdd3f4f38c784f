//! `wholetime benefits prove`.

use wt_benchmark::MetricSet;
use wt_benefits::ledger::LineState;
use wt_benefits::proof::{Proof, prove};
use wt_benefits::tables;
use wt_engine::builtin;
use wt_engine::report::{Cell, Report};

use super::Prove;
use super::file::money;
use crate::commands::table::{Table, refused, table};
use crate::commands::{Answer, Failure, figures};
use crate::report::{Format, print};
use crate::words::say;

/// Earlier dates that are tried for one line; none for all of them, which would take as long again for each.
const DATES: usize = 6;

pub(super) fn run(args: &Prove) -> Answer {
    let (_, ledger) = super::ledger(&args.ledger)?;
    let rows = table(&args.series, "figures")?;
    let files = builtin::metrics();
    let metrics = MetricSet::parse(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).map_err(
        |faults| Failure::Input(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
    )?;
    let one = |state: &LineState, dates| -> Result<Result<Proof, String>, Failure> {
        let id = &state.line.id;
        let Some(name) = &state.line.metric else {
            return Ok(Err(format!("Can't tell: line '{id}' names no measure.")));
        };
        let Some(metric) = metrics.get(name) else {
            return Ok(Err(format!(
                "Can't tell: line '{id}' is measured by '{name}', which is no metric here."
            )));
        };
        let all = series(args, &rows, name, &ledger)?;
        let org = ledger.today(state.line.org);
        Ok(prove(state, org, metric, &all, &ledger.acting_on(name), dates).map_err(|why| why.to_string()))
    };
    let Some(id) = &args.line else {
        let mut proofs = Vec::new();
        for state in ledger.lines().values().filter(|state| state.line.price.is_some()) {
            match one(state, 0)? {
                Ok(proof) => {
                    say(&proof.sentence());
                    proofs.push(proof);
                }
                Err(why) => say(&format!("{}: {why}", state.line.id)),
            }
        }
        if proofs.is_empty() {
            say("No line has a measure with a price that can be proved.");
        }
        return figures(&print(&answers(&proofs, args.format), args.format));
    };
    let state = ledger
        .lines()
        .get(id)
        .ok_or_else(|| Failure::Input(format!("There is no line '{id}' in {}.", args.ledger.display())))?;
    let proof = one(state, DATES)?.map_err(Failure::Input)?;
    say(&proof.sentence());
    say(&format!("Compared with {}.", proof.worked.scope));
    if let Some(metric) = state.line.metric.as_ref().and_then(|name| metrics.get(name)) {
        proof.worked.reasons(metric).iter().for_each(|reason| say(reason));
    }
    figures(&print(&months(&proof, args.format), args.format))
}

fn series(
    args: &Prove,
    (headings, rows): &Table,
    metric: &wt_units::MetricId,
    ledger: &wt_benefits::ledger::Ledger,
) -> Result<Vec<wt_benefits::proof::Series>, Failure> {
    tables::series(headings, rows, metric, |org| ledger.today(org))
        .map_err(|refusals| refused(&args.series, &refusals))
}

fn answers(proofs: &[Proof], format: Format) -> Report {
    let mut report = Report::new(match format {
        Format::Table => &["line", "answer", "claimed", "low", "proved", "high"],
        _ => &["line", "answer", "claimed_pence", "low_pence", "proved_pence", "high_pence"],
    });
    for proof in proofs {
        let money = |pence| money(pence, format);
        report.push(vec![
            Cell::text(&proof.line),
            Cell::text(proof.word()),
            money(proof.claimed),
            money(proof.proved.low),
            money(proof.proved.central),
            money(proof.proved.high),
        ]);
    }
    report
}

fn months(proof: &Proof, format: Format) -> Report {
    let mut report = Report::new(match format {
        Format::Table => &["line", "month", "value", "expected", "proved", "claimed"],
        _ => &["line", "month", "value", "expected", "proved_pence", "claimed_pence"],
    });
    for month in &proof.months {
        report.push(vec![
            Cell::text(&proof.line),
            Cell::text(month.month.to_string()),
            Cell::decimals(month.value, 6),
            Cell::decimals(month.expected, 6),
            money(month.pounds, format),
            Cell::maybe(month.claimed, |pence| money(pence, format)),
        ]);
    }
    report
}
