//! `wholetime opportunities`.

use wt_engine::opportunities::{Found, report};
use wt_units::{Pence, Pounds};

use super::{Answer, ask, figures, open_existing, person};
use crate::args::Opportunities;
use crate::report::print;
use crate::words::say;

pub(super) async fn run(args: Opportunities) -> Answer {
    let engine = open_existing(&args.at).await?;
    let found = engine.opportunities(&person(), &ask(&args.scope), args.org).await?;
    engine.close().await;
    tell(&found);
    figures(&print(&report(&found, args.top), args.format))
}

/// Totals and what was left out of them, on standard error.
pub(super) fn tell(found: &Found) {
    for (totals, to) in [(&found.true_totals, "the peer median"), (&found.true_upper, "the best quartile")] {
        for total in &totals.totals {
            let wte = total.wte.map_or(String::new(), |w| format!("{:.1} WTE, ", w.to_f64()));
            say(&format!(
                "{}, to {to}: {wte}{} ({}, 90% interval), luck taken out.",
                capital(total.benefit_type.words()),
                total.pounds,
                Pounds::range(total.range.0, total.range.1)
            ));
        }
    }
    for (totals, to) in
        [(&found.totals, "to the peer median"), (&found.upper, "to the best quartile, an upper bound")]
    {
        for total in &totals.totals {
            let range = total
                .range
                .map_or(String::from("too few data to say a range"), |(low, high)| Pounds::range(low, high));
            let wte = total.wte.map_or(String::new(), |w| format!("{:.1} WTE, ", w.to_f64()));
            say(&format!(
                "Raw gaps, {}, {to}: {wte}{} ({range}), {} organisations.",
                total.benefit_type.words(),
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
