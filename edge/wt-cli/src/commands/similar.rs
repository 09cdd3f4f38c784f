//! `wholetime similar`.

use wt_engine::similar::{AskSimilar, report};

use super::{Answer, Failure, ask, figures, open_existing, person};
use crate::args::Similar;
use crate::report::print;
use crate::words::say;

pub(super) async fn run(args: Similar) -> Answer {
    let weights = args.weights.iter().map(|w| weight(w)).collect::<Result<_, _>>()?;
    let how = AskSimilar { metric: args.metric, weights, count: args.count };
    let engine = open_existing(&args.at).await?;
    let found = engine.similar(&person(), args.org, &ask(&args.scope), &how).await?;
    engine.close().await;
    say(&format!("{} ({}) among {}.", found.name, found.org, found.from));
    say(&found.words());
    let shown = found.variables.iter().filter(|v| v.weight >= 0.005);
    let weights: Vec<String> = shown.map(|v| format!("{} {:.0}%", v.id, v.weight * 100.0)).collect();
    say(&format!("Weights: {}.", weights.join(", ")));
    if let (Some([own, like, similar_10, best]), Some(metric)) = (&found.values, &found.metric) {
        let or = |v: &Option<String>| v.clone().unwrap_or_else(|| "not known".to_owned());
        say(&format!(
            "{}: own {}, mean of those like it {}; RightCare's way: mean of the similar 10 {}, of the best five of them {} (partly luck).",
            metric.name,
            or(own),
            or(like),
            or(similar_10),
            or(best)
        ));
    }
    say(&format!("To compare with them: --peers {}", found.peers()));
    figures(&print(&report(&found), args.format))
}

fn weight(text: &str) -> Result<(String, f64), Failure> {
    let read = text.split_once('=').and_then(|(id, w)| Some((id.trim().to_owned(), w.trim().parse().ok()?)));
    read.ok_or_else(|| Failure::Input(format!("The weight '{text}' can't be read: write size=2,turnover=1.")))
}
