//! `wholetime demo`: a generated region, answered.

use std::process::ExitCode;

use wt_engine::Engine;
use wt_engine::compare::Ask;
use wt_opportunity::Ranked;
use wt_units::Pounds;

use super::opportunities::tell;
use super::{Answer, person, serve};
use crate::args::Demo;
use crate::words::{print, say};

/// Opportunities printed.
const SHOWN: usize = 5;

pub(super) async fn run(args: Demo) -> Answer {
    let person = person();
    let (engine, made) = Engine::open_demo(&person, &args.store, args.seed).await?;
    say("Generated data: every employer and figure is made up.");
    say(&format!(
        "Made {} files with {} rows, {}, in {}. What was planted is in generated-files/truth.json.",
        made.files,
        made.rows,
        made.period,
        args.store.display()
    ));
    let bookings = engine.fill_rates(&person, args.seed).await?;
    say(&format!("And {bookings} bookings of bank and agency shifts, which are under Tools."));
    let found = engine.opportunities(&person, &Ask::default(), None).await?;
    tell(&found);
    say("The five largest opportunities to the peer median, the surest first:");
    for Ranked { opportunity: o, claim, tier } in found.opportunities.iter().take(SHOWN) {
        let worth = claim.as_ref().map_or("too few data to take luck out".to_owned(), |c| {
            let wte = c.wte.map_or(String::new(), |w| format!("{:.1} WTE, ", w.to_f64()));
            format!(
                "{wte}{} (90% interval {})",
                Pounds(c.pounds).table(),
                Pounds::range(c.range.0, c.range.1)
            )
        });
        print(&format!(
            "{} ({})  {}  {worth}, raw gap {}  {}; {}\n",
            o.name,
            o.org,
            o.metric,
            Pounds(o.pounds).table(),
            o.benefit_type.words(),
            tier.words()
        ))?;
    }
    if args.no_serve {
        engine.close().await;
        return Ok(ExitCode::SUCCESS);
    }
    serve::pages(engine, args.addr, &[]).await
}
