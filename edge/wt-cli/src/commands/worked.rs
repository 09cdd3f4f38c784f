//! `wholetime worked`.

use wt_benchmark::Change;
use wt_engine::worked::report;

use super::{Answer, Failure, ask, figures, open_existing, person};
use crate::args::Worked;
use crate::report::print;
use crate::words::say;

pub(super) async fn run(args: Worked) -> Answer {
    let engine = open_existing(&args.at).await?;
    let mut asked = ask(&args.scope);
    asked.to = args.until.or(asked.to);
    let change = Change { org: args.org, since: args.since, worthwhile: args.worthwhile };
    let found = engine.worked(&person(), &args.metric, &asked, &change).await?;
    engine.close().await;
    let Ok(worked) = &found.outcome else { return Err(Failure::Input(found.sentence())) };
    say(&found.sentence());
    worked.reasons(&found.metric).iter().for_each(|reason| say(reason));
    say(&format!("Compared with {}. It is not proof: see the book, chapter 'Did it work?'.", worked.scope));
    figures(&print(&report(&found), args.format))
}
