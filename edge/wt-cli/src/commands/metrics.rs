//! `wholetime metrics`: what is measured, and adding to it.

use wt_benchmark::Metric;
use wt_benchmark::metric::Value;

use super::{Answer, Failure, figures, open, person};
use crate::args::{Metrics, MetricsWhat};
use crate::report::print;
use crate::words::say;
use wt_engine::report::{Cell, Report};

pub(super) async fn run(args: Metrics) -> Answer {
    match args.what {
        MetricsWhat::List { at, format } => {
            let engine = open(&at).await?;
            let snapshot = engine.snapshot(&person()).await?;
            let mut report =
                Report::new(&["id", "name", "insight", "organisations", "from", "to", "pounds", "status"]);
            for c in snapshot.coverage() {
                report.push(vec![
                    Cell::text(c.metric.id.as_str()),
                    Cell::text(&c.metric.name),
                    Cell::text(&c.metric.insight),
                    Cell::number(c.organisations),
                    Cell::maybe(c.period, |p| Cell::text(p.from().to_string())),
                    Cell::maybe(c.period, |p| Cell::text(p.to().to_string())),
                    Cell::text(match &c.metric.pounds {
                        Value::Priced(p) => p.benefit_type.words(),
                        Value::None(_) => "none",
                    }),
                    Cell::text(format!("{:?}", c.metric.status).to_lowercase()),
                ]);
            }
            engine.close().await;
            figures(&print(&report, format))
        }
        MetricsWhat::Show { metric, at } => {
            let engine = open(&at).await?;
            let snapshot = engine.snapshot(&person()).await?;
            let text = full(snapshot.metric(&metric)?);
            engine.close().await;
            figures(&text)
        }
        MetricsWhat::Add { file, at } => {
            let text = std::fs::read_to_string(&file).map_err(|e| Failure::file(&file, &e))?;
            let engine = open(&at).await?;
            let id = engine.add_metric(&person(), &file.display().to_string(), &text).await?;
            engine.close().await;
            say(&format!("Added {id}. Template rows that name it are now counted."));
            figures("")
        }
    }
}

fn full(m: &Metric) -> String {
    let pounds = match &m.pounds {
        Value::Priced(p) => {
            format!("for each {}, price {} ({}). {}", p.per, p.price, p.benefit_type.words(), p.caveat)
        }
        Value::None(n) => format!("none. {}", n.none),
    };
    format!(
        "{} ({}, version {})\n\n{}\n\nNumerator: {} ({})\nDenominator: {} ({})\nPounds: {pounds}\nSource: {}{}\nOwner: {}\nReview: {}\n",
        m.name,
        m.id,
        m.version,
        m.definition,
        m.numerator.words,
        m.numerator.unit,
        m.denominator.words,
        m.denominator.unit,
        m.source.title,
        m.source.year.map_or(String::new(), |y| format!(", {y}")),
        m.owner,
        m.review
    )
}
