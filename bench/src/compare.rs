//! How long every comparison of a region takes: 35 organisations, 50 metrics, 60 months. The budget is 0.3 s.

use std::sync::Arc;
use std::time::Instant;

use wt_engine::compare::Ask;
use wt_engine::intake::{Keep, Reading, Upload, Verdict};
use wt_engine::permit::Person;
use wt_engine::progress::Quiet;
use wt_engine::{Config, Engine};
use wt_units::Month;

use crate::made::{Size, region};
use crate::process::{self, Outcome};

const SIZE: Size = Size { units: 0, orgs: 35, metrics: 50, months: 60 };
const RUNS: u32 = 5;

/// Loads the region, then measures the picture and the comparisons of it.
pub(crate) fn run() -> Outcome<()> {
    let store = process::fresh("compare-store")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let person = Person::local("bench");
        let config = || Config::at(&store.to_string_lossy());
        let engine = Engine::open(config()).await?;
        for (name, text) in [("region.csv", region(SIZE.orgs)), ("template.csv", SIZE.csv()?)] {
            let upload = Upload { name: name.to_owned(), bytes: Arc::new(text.into_bytes()) };
            let quiet = Arc::new(Quiet);
            let intake =
                engine.import(&person, &upload, &Reading::default(), Keep::AllOrNothing, quiet).await?;
            if !matches!(intake.verdict, Verdict::Kept(_)) {
                return Err(format!("{name}: {:?} {:?}", intake.verdict, intake.refusals.first()).into());
            }
        }
        engine.close().await;
        measure(&Engine::open(config()).await?, &person).await
    })
}

async fn measure(engine: &Engine, person: &Person) -> Outcome<()> {
    let start = Instant::now();
    let snapshot = engine.snapshot(person).await?;
    println!("picture of {} figures   {:.3} s", 35 * 50 * 60, start.elapsed().as_secs_f64());
    let whole = |from: &str| -> Outcome<Month> { from.parse().map_err(|_| "not a month".into()) };
    let sixty = Ask { from: Some(whole("2021-01")?), to: Some(whole("2025-12")?), ..Ask::default() };
    for (words, ask) in [("last 12 months", Ask::default()), ("all 60 months", sixty)] {
        let mut seconds = Vec::new();
        let (mut comparisons, mut rows) = (0, 0);
        for _ in 0..RUNS {
            let start = Instant::now();
            let all = engine.compare_all(&snapshot, &ask)?;
            seconds.push(start.elapsed().as_secs_f64());
            comparisons = all.len();
            rows = all.iter().map(|compared| compared.comparison.rows.len()).sum();
        }
        seconds.sort_by(f64::total_cmp);
        let (best, worst) = (seconds[0], seconds[seconds.len() - 1]);
        println!(
            "{comparisons} comparisons, {rows} rows, {words}   {best:.3} s (worst of {RUNS}: {worst:.3} s)"
        );
    }
    println!("peak {} MB", process::peak_kib() / 1024);
    Ok(())
}
