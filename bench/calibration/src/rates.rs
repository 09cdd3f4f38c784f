//! Claimed against planted truth over 50 generated regions: elasticities, saving, who left the card, breaches, false alarms.
//!
//! Each region has the usual 36 employers and 24 months (some 240,000 bookings), is written as CSV and read back. Thresholds of
//! the watch, and the form of the saving's interval, were settled with both tables in view: fresh seeds may do a little worse.

use std::collections::BTreeMap;
use std::convert::Infallible;

use jiff::civil::Date;
use wt_facts::FactSet;
use wt_rates::agreement::{Agreement, Caps, Events};
use wt_rates::booking::Names;
use wt_rates::breaches::{Breaches, Kind, runs};
use wt_rates::extract::{Layout, Mapping, Reading, RowReader, block};
use wt_rates::gather::Gather;
use wt_rates::history::{History, elasticities, saved};
use wt_rates::simulate::{Recipe, Region, Truth, caps, card, events, write};
use wt_rates::watch::{Assessed, Signal, State, Thresholds, Watch, assess};

const SEEDS: u64 = 50;
/// Seeds of the quiet regions that set the thresholds.
const SETTING: u64 = 1_000;

/// A region, read back and gathered.
struct Seen {
    truth: Truth,
    names: Names,
    assessed: Vec<Assessed>,
    history: History,
    events: Events,
    cap_breaches: Vec<u32>,
    off_framework: Vec<u32>,
    never_ended: Vec<(String, String, String)>,
}

/// Sums of a share, printed with its standard error.
#[derive(Default)]
struct Share {
    hits: f64,
    of: f64,
}

impl Share {
    fn add(&mut self, hit: bool) {
        self.hits += f64::from(u8::from(hit));
        self.of += 1.0;
    }

    fn words(&self) -> String {
        let p = self.hits / self.of.max(1.0);
        let se = (p * (1.0 - p) / self.of.max(1.0)).sqrt();
        format!("{:.1}% ± {:.1} ({} of {})", p * 100.0, se * 100.0, self.hits, self.of)
    }
}

/// Prints both tables.
pub(crate) fn simulate() {
    println!("rates: claimed against planted truth, {SEEDS} regions of 36 employers and 24 months");
    let Some((facts, holidays)) = facts() else {
        println!("  the facts of the program could not be read");
        return;
    };
    let test: Vec<Seen> = (1..=SEEDS).filter_map(|seed| seen(seed, true, &facts, &holidays)).collect();
    elasticity(&test);
    saving(&test);
    planted(&test);
    alarms("  quiet employers of these regions", &test);
    let quiet: Vec<Seen> =
        (1..=SEEDS).filter_map(|seed| seen(SETTING + seed, false, &facts, &holidays)).collect();
    alarms("  quiet regions that set the thresholds", &quiet);
}

fn facts() -> Option<(FactSet, Vec<Date>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../facts");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).ok()? {
        let path = entry.ok()?.path();
        files.push((path.display().to_string(), std::fs::read_to_string(&path).ok()?));
    }
    let facts = FactSet::parse(&files).ok()?;
    let days = facts.codes("public-holidays-england-wales")?.codes.iter();
    let holidays = days.filter_map(|day| day.code.parse().ok()).collect();
    Some((facts, holidays))
}

fn seen(seed: u64, defector: bool, facts: &FactSet, holidays: &[Date]) -> Option<Seen> {
    let region = Region::new(&Recipe { seed, employers: 36, months: 24, percent: 100, defector }).ok()?;
    let mut text = String::new();
    let truth = write::<Infallible>(&region, holidays, &mut |piece| {
        text.push_str(piece);
        Ok(())
    })
    .ok()?;
    let (headings, rows) = text.split_once('\n')?;
    let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
    let layout = Layout::find("bookings.csv", &headings, &Mapping::default()).ok()?;
    let (card, caps) = (
        Agreement::parse("CARD.csv", card(&region).as_bytes()).ok()?,
        Caps::parse("CAPS.csv", caps(&region).as_bytes()).ok()?,
    );
    let events = Events::parse("EVENTS.csv", events(&region).as_bytes()).ok()?;
    let reading = Reading::default();
    let mut reader = RowReader::new(0, "bookings.csv", &layout, &reading, facts);
    let mut gathered = ((Watch::new(&card), History::default()), Breaches::new(&caps));
    block(&mut reader, rows.as_bytes(), 2, b',', &mut |booking, names| gathered.take(booking, names));
    let ((watch, history), breaches) = gathered;
    let names = reader.names;
    let rows = |kind| breaches.found.iter().filter(|b| b.kind == kind).map(|b| b.booking.row).collect();
    let never_ended = runs(&breaches, &names)
        .into_iter()
        .filter(|run| run.never_ended)
        .map(|run| (run.employer, run.grade.to_string(), run.tier))
        .collect();
    Some(Seen {
        assessed: assess(&watch, &names, None, Thresholds::default()),
        cap_breaches: rows(Kind::AboveCap),
        off_framework: rows(Kind::OffFramework),
        truth,
        history,
        events,
        never_ended,
        names,
    })
}

fn elasticity(all: &[Seen]) {
    let (mut own, mut cross, mut said) = (Share::default(), Share::default(), Share::default());
    let (mut errors, mut naive, mut width) = (Vec::new(), Vec::new(), Vec::new());
    for seen in all {
        for one in elasticities(&seen.history, &seen.names, &seen.events) {
            let family =
                |f: &&wt_rates::simulate::Family| (f.group, f.tier) == (one.group.words(), one.tier.as_str());
            let Some(planted) = seen.truth.families.iter().find(family) else { continue };
            said.add(one.found.is_ok());
            let Ok(found) = one.found else { continue };
            let (low, high) = (found.own_interval.low, found.own_interval.high);
            own.add((low..=high).contains(&planted.own_price));
            errors.push(found.own - planted.own_price);
            naive.push(found.naive - planted.own_price);
            width.push(high - low);
            if let Some((_, interval)) = found.cross {
                cross.add((interval.low..=interval.high).contains(&planted.cross_employer));
            }
        }
    }
    println!("  own-price elasticity claimed (first stage strong enough)   {}", said.words());
    println!("  planted own-price elasticity inside its 95% interval       {}", own.words());
    println!(
        "    mean error {:+.3}, root mean square {:.3}, mean width of the interval {:.2}",
        mean(&errors),
        rms(&errors),
        mean(&width)
    );
    println!("    without instruments: mean error {:+.3}, root mean square {:.3}", mean(&naive), rms(&naive));
    println!("  planted cross-employer elasticity inside its 95% interval  {}", cross.words());
}

fn saving(all: &[Seen]) {
    let (mut inside, mut errors, mut halves) = (Share::default(), Vec::new(), Vec::new());
    for seen in all {
        let left: BTreeMap<String, i32> =
            left(seen).map(|(one, since)| (one.employer.clone(), since)).collect();
        let Ok(found) = saved(&seen.history, &seen.names, &seen.events, &left) else { continue };
        let planted = seen.truth.saved_pence;
        inside.add((found.low.get()..=found.high.get()).contains(&planted));
        halves.push((found.high.get() - found.saved.get()) as f64 / found.paid.get() as f64 * 100.0);
        errors.push((found.saved.get() - planted) as f64 / found.paid.get() as f64 * 100.0);
    }
    println!("  planted saving inside its 95% interval                     {}", inside.words());
    println!(
        "    mean error {:+.3}% of pay, root mean square {:.3}%, half the interval {:.3}%",
        mean(&errors),
        rms(&errors),
        mean(&halves)
    );
}

fn left(seen: &Seen) -> impl Iterator<Item = (&Assessed, i32)> {
    seen.assessed.iter().filter_map(|one| match one.state {
        State::Left { since, .. } => Some((one, since)),
        _ => None,
    })
}

fn planted(all: &[Seen]) {
    let (mut found, mut month, mut early, mut wrong) =
        (Share::default(), Share::default(), Share::default(), 0);
    let (mut rows, mut framework, mut ended) = (Share::default(), Share::default(), Share::default());
    for seen in all {
        rows.add(seen.truth.cap_breaches.iter().map(|b| b.row).eq(seen.cap_breaches.iter().copied()));
        framework.add(seen.truth.off_framework == seen.off_framework);
        let open = seen.truth.overrides.iter().filter(|run| run.to.is_none());
        let mut open: Vec<_> =
            open.map(|run| (run.employer.clone(), run.grade.clone(), run.tier.to_owned())).collect();
        open.sort();
        let mut never_ended = seen.never_ended.clone();
        never_ended.sort();
        ended.add(open == never_ended);
        let Some(defector) = &seen.truth.defector else { continue };
        let who = left(seen).find(|(one, _)| one.employer == defector.employer);
        found.add(who.is_some());
        wrong += left(seen).filter(|(one, _)| one.employer != defector.employer).count();
        if let Some((one, since)) = who {
            month.add(format!("{}-{:02}", since / 12, since % 12 + 1) == defector.month);
            early.add(one.warning.is_some_and(|warning| warning.month < since));
        }
    }
    println!("  defector named                                             {}", found.words());
    println!("    in the planted month                                     {}", month.words());
    println!("    warned of before                                         {}", early.words());
    println!("    others said to have left                                 {wrong}");
    println!("  regions whose cap breaches are all found, and none else    {}", rows.words());
    println!("  the same of suppliers off the framework                    {}", framework.words());
    println!("  the same of overrides that never ended                     {}", ended.words());
}

fn alarms(name: &str, all: &[Seen]) {
    let (mut years, mut by) = (0.0, BTreeMap::<Signal, u32>::new());
    for seen in all {
        let defector = seen.truth.defector.as_ref().map(|defector| defector.employer.as_str());
        // Where overrides were planted a warning is right.
        let allowed = |code: &str| seen.truth.overrides.iter().any(|run| run.employer == code);
        let quiet = |one: &&Assessed| Some(one.employer.as_str()) != defector && !allowed(&one.employer);
        for one in seen.assessed.iter().filter(quiet) {
            // Watching ends with a warning.
            let until = one.warning.map_or(i32::MAX, |warning| warning.month);
            years += one.months.keys().rev().take(one.watched).filter(|month| **month <= until).count()
                as f64
                / 12.0;
            if let Some(warning) = one.warning {
                *by.entry(warning.signal).or_default() += 1;
            }
        }
    }
    let alarms: u32 = by.values().sum();
    println!(
        "{name}: {alarms} warnings in {years:.0} employer-years, {:.2} in a hundred",
        f64::from(alarms) / years * 100.0
    );
    for (signal, count) in by {
        println!("    {:<40} {count}", signal.words());
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn rms(values: &[f64]) -> f64 {
    (values.iter().map(|x| x * x).sum::<f64>() / values.len().max(1) as f64).sqrt()
}
