//! `wholetime opportunities`.

use wt_engine::opportunities::{Found, strength};
use wt_units::{Pence, Pounds};

use super::{Answer, ask, figures, open_existing, person};
use crate::args::Opportunities;
use crate::report::{Cell, Report};
use crate::words::say;

const COLUMNS: [&str; 18] = [
    "code",
    "name",
    "metric",
    "from",
    "to",
    "pounds",
    "pounds_low",
    "pounds_high",
    "units",
    "unit_of_units",
    "wte",
    "benefit_type",
    "overlap_group",
    "signal",
    "persistent_gap",
    "peer_scope",
    "source_rows",
    "price_status",
];

pub(super) async fn run(args: Opportunities) -> Answer {
    let engine = open_existing(&args.at).await?;
    let found = engine.opportunities(&person(), &ask(&args.scope), args.org).await?;
    engine.close().await;
    tell(&found);
    figures(&report(&found, args.top).print(args.format))
}

fn report(found: &Found, top: usize) -> Report {
    let mut report = Report::new(&COLUMNS);
    for o in found.opportunities.iter().take(top) {
        let end = |p: Option<Pence>| Cell::maybe(p, |p| Cell::Number(p.plain()));
        report.push(vec![
            Cell::text(o.org.to_string()),
            Cell::text(&o.name),
            Cell::text(o.metric.as_str()),
            Cell::text(o.period.from().to_string()),
            Cell::text(o.period.to().to_string()),
            Cell::Number(o.pounds.plain()),
            end(o.pounds_range.map(|r| r.0)),
            end(o.pounds_range.map(|r| r.1)),
            Cell::number(o.units),
            Cell::text(&o.unit_words),
            Cell::maybe(o.wte, |w| Cell::decimals(w.to_f64(), 4)),
            Cell::text(o.benefit_type.words()),
            Cell::maybe(o.overlap_group.as_deref(), Cell::text),
            Cell::text(strength(o)),
            Cell::text(o.persistent.words()),
            Cell::text(&o.scope),
            Cell::number(o.sources.len()),
            Cell::text(o.price.status.words()),
        ]);
    }
    report
}

/// Totals and what was left out of them, on standard error.
pub(super) fn tell(found: &Found) {
    for (totals, to) in
        [(&found.totals, "to the peer median"), (&found.upper, "to the best quartile, an upper bound")]
    {
        for total in &totals.totals {
            let range = total.range.map_or(String::from("too few data to say a range"), |(low, high)| {
                format!("{} to {}", Pounds(low).table(), Pounds(high).table())
            });
            let wte = total.wte.map_or(String::new(), |w| format!("{:.1} WTE, ", w.to_f64()));
            say(&format!(
                "{}, {to}: {wte}{} ({range}), {} organisations.",
                capital(total.benefit_type.words()),
                total.pounds,
                total.organisations
            ));
        }
    }
    let out: Pence = found.totals.left_out.iter().map(|l| l.pounds).sum();
    if !found.totals.left_out.is_empty() {
        say(&format!(
            "Left out of the totals: {} claims of {}, since they claim hours or pounds that are counted already.",
            found.totals.left_out.len(),
            Pounds(out).sentence()
        ));
    }
    for note in &found.totals.notes {
        say(note);
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}
