//! `wholetime signals`.

use wt_engine::signals::{icons, report};

use super::{Answer, ask, figures, open_existing, person};
use crate::args::Signals;
use crate::report::print;
use crate::words::say;

pub(super) async fn run(args: Signals) -> Answer {
    let engine = open_existing(&args.at).await?;
    let asked = ask(&args.scope);
    if let Some(org) = args.org.filter(|_| args.icons) {
        let rows = engine.icons(&person(), &asked, org).await?;
        engine.close().await;
        return figures(&print(&icons::report(&rows), args.format));
    }
    let found = engine.signals(&person(), &asked, args.org).await?;
    engine.close().await;
    say(&found.levels_words);
    say(&format!(
        "Changes were looked for in {} series; at most {:.0} would look like one if nothing had changed. Too few data in {}.",
        found.series,
        found.false_changes_expected().ceil(),
        found.too_few
    ));
    for gone in &found.gone {
        say(&format!("No longer far from peers: {} ({}), {}.", gone.name, gone.org, gone.metric_name));
    }
    figures(&print(&report(&found), args.format))
}
