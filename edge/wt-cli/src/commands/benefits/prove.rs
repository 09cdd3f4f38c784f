//! `wholetime benefits prove`.

use std::path::Path;

use wt_benchmark::MetricSet;
use wt_benefits::ledger::{Ledger, LineState};
use wt_benefits::proof::{Proof, prove};
use wt_benefits::tables;
use wt_engine::builtin;
use wt_engine::report::{Cell, Report};

use super::Prove;
use super::file::{self, Kept, money};
use crate::commands::table::{Table, refused, table};
use crate::commands::{Answer, Failure, figures, person};
use crate::report::{Format, print};
use crate::words::say;

/// Earlier dates that are tried for one line; none for all of them, which would take as long again for each.
const DATES: usize = 6;

pub(super) async fn run(args: &Prove) -> Answer {
    let (file, line) = file::words(&args.what, args.store.as_deref())?;
    let kept = Kept::open(file, args.store.as_deref(), None).await?;
    let ledger = &kept.ledger;
    let Some(id) = line else {
        let (proofs, unsaid) = proofs(&kept, ledger, args.series.as_deref()).await?;
        proofs.iter().for_each(|proof| say(&proof.sentence()));
        unsaid.iter().for_each(|why| say(why));
        if proofs.is_empty() {
            say("No line has a measure with a price that can be proved.");
        }
        kept.close().await;
        return figures(&print(&answers(&proofs, args.format), args.format));
    };
    let state = ledger
        .lines()
        .get(id)
        .ok_or_else(|| Failure::Input(format!("There is no line '{id}' in {}.", kept.name())))?;
    let proof = match (&args.series, kept.engine()) {
        (None, Some(engine)) => {
            let book = engine.book(&person()).await?;
            engine.proof(&person(), &book, id, DATES).await?
        }
        (Some(series), _) => Measures::read(series)?.one(ledger, state, DATES)?,
        (None, None) => return Err(no_series()),
    };
    let proof = proof.map_err(Failure::Input)?;
    say(&proof.sentence());
    say(&format!("Compared with {}.", proof.worked.scope));
    let metrics = shipped()?;
    if let Some(metric) = state.line.metric.as_ref().and_then(|name| metrics.get(name)) {
        proof.worked.reasons(metric).iter().for_each(|reason| say(reason));
    }
    kept.close().await;
    figures(&print(&months(&proof, args.format), args.format))
}

fn no_series() -> Failure {
    Failure::Input("Name the file of monthly figures with --series.".to_owned())
}

/// The measures that ship with the program.
pub(crate) fn shipped() -> Result<MetricSet, Failure> {
    let files = builtin::metrics();
    let metrics = MetricSet::parse(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    metrics.map_err(|faults| {
        Failure::Input(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })
}

/// Every line that has a measure with a price, held against a file of figures or what the store holds; and why some can't be.
pub(crate) async fn proofs(
    kept: &Kept,
    ledger: &Ledger,
    series: Option<&Path>,
) -> Result<(Vec<Proof>, Vec<String>), Failure> {
    let (mut proofs, mut unsaid) = (Vec::new(), Vec::new());
    match (series, kept.engine()) {
        (Some(series), _) => return Measures::read(series)?.all(ledger),
        (None, Some(engine)) => {
            for (id, proof) in engine.proofs(&person(), ledger).await? {
                match proof {
                    Ok(proof) => proofs.push(proof),
                    Err(why) => unsaid.push(format!("{id}: {why}")),
                }
            }
        }
        (None, None) => return Err(no_series()),
    }
    Ok((proofs, unsaid))
}

/// Monthly figures, and the metrics they are of.
struct Measures<'a> {
    path: &'a Path,
    rows: Table,
    metrics: MetricSet,
}

impl<'a> Measures<'a> {
    fn read(path: &'a Path) -> Result<Self, Failure> {
        let metrics = shipped()?;
        Ok(Self { path, rows: table(path, "figures")?, metrics })
    }

    /// A proof, or why there is none.
    fn one(
        &self,
        ledger: &Ledger,
        state: &LineState,
        dates: usize,
    ) -> Result<Result<Proof, String>, Failure> {
        let id = &state.line.id;
        let Some(name) = &state.line.metric else {
            return Ok(Err(format!("Can't tell: line '{id}' names no measure.")));
        };
        let Some(metric) = self.metrics.get(name) else {
            return Ok(Err(format!(
                "Can't tell: line '{id}' is measured by '{name}', which is no metric here."
            )));
        };
        let all = tables::series(&self.rows.0, &self.rows.1, name, |org| ledger.today(org))
            .map_err(|refusals| refused(self.path, &refusals))?;
        let org = ledger.today(state.line.org);
        let proof = prove(state, org, metric, &all, &ledger.acting_on(name), dates);
        Ok(proof.map_err(|why| why.to_string()))
    }

    fn all(&self, ledger: &Ledger) -> Result<(Vec<Proof>, Vec<String>), Failure> {
        let (mut proofs, mut unsaid) = (Vec::new(), Vec::new());
        for state in ledger.lines().values().filter(|state| state.line.price.is_some()) {
            match self.one(ledger, state, 0)? {
                Ok(proof) => proofs.push(proof),
                Err(why) => unsaid.push(format!("{}: {why}", state.line.id)),
            }
        }
        Ok((proofs, unsaid))
    }
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
