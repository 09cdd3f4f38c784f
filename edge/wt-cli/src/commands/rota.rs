//! `wholetime rota`: a pattern of weeks that repeats, for doctors. No store is needed.

mod jobplan;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Value, json};
use wt_facts::FactSet;
use wt_rota::{DAYS, Leave, Pattern, Search, Slots, Terms, Verdict};
use wt_worktime::{Rules, Settings};

use super::{Answer, Failure};
use crate::report::Format;
use crate::words::{print, say};

/// Rotas that repeat.
#[derive(Debug, Subcommand)]
#[command(after_help = "The table of shifts: shift,start,end,mon,tue,wed,thu,fri,sat,sun,normal\n  \
    D,08:30,16:30,3,3,3,3,3,,,yes\n  L,08:30,21:00,1,1,1,1,1,1,1,\n  N,20:30,09:00,1,1,1,1,1,1,1,\n\
    The numbers are the people needed (of the normal day: at least). The pattern: week,mon,…,sun with codes, or off.\n\n\
    Examples:\n  wholetime rota solve SHIFTS.csv --doctors 10 --out PATTERN.csv\n  wholetime rota check SHIFTS.csv PATTERN.csv\n")]
pub(crate) enum Rota {
    /// Find a pattern that covers every shift and breaks no rule.
    Solve(Solve),
    /// Judge a pattern as one doctor works it, and count its cover.
    Check(Check),
    /// Consultants' job plans in programmed activities against the sessions that are needed, by weekday.
    Jobplan(jobplan::JobPlan),
}

/// What `solve` takes.
#[derive(Debug, Args)]
pub(crate) struct Solve {
    /// The shifts, and how many people each weekday needs.
    shifts: PathBuf,
    /// Doctors, and so weeks of the pattern.
    #[arg(long)]
    doctors: usize,
    /// How long to look.
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    time: u64,
    /// The same seed gives the same pattern.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Hours a week to come to, where normal days can be given or taken.
    #[arg(long, default_value_t = 44.0)]
    hours: f64,
    /// Write the pattern to this file.
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    terms: TermsArg,
}

/// What `check` takes.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The shifts, and how many people each weekday needs.
    shifts: PathBuf,
    /// The pattern.
    pattern: PathBuf,
    #[command(flatten)]
    terms: TermsArg,
}

/// What a rota is judged by.
#[derive(Debug, Args)]
pub(crate) struct TermsArg {
    /// One of resident-doctors-2016, working-time-regulations, agenda-for-change.
    #[arg(long, default_value = "resident-doctors-2016")]
    rules: String,
    /// The Monday on which the doctor of week 1 starts: its rules hold, and its clocks.
    #[arg(long, default_value = "2026-04-06")]
    first: Date,
    /// Days of annual leave a year; the average is told with them taken out, too.
    #[arg(long, value_name = "DAYS", default_value_t = 27)]
    leave: u32,
    /// Hours of a normal day of leave.
    #[arg(long, value_name = "HOURS", default_value_t = 8)]
    normal_day: u32,
    /// A reading other than the default; `wholetime roster settings` lists them.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(what: Rota) -> Answer {
    let work = tokio::task::spawn_blocking(move || match what {
        Rota::Solve(args) => solve(&args),
        Rota::Check(args) => check(&args),
        Rota::Jobplan(args) => jobplan::run(&args),
    });
    work.await.map_err(|e| Failure::System(std::io::Error::other(e)))?
}

fn check(args: &Check) -> Answer {
    let (facts, rules) = (facts()?, args.terms.rules()?);
    let slots = slots(&args.shifts)?;
    let text = read(&args.pattern)?;
    let pattern = wt_rota::read_pattern(&slots, &text).map_err(|why| refused(&args.pattern, &why))?;
    tell_impossible(&slots, pattern.weeks.len(), &args.terms, &facts);
    let verdict = wt_rota::check(&slots, &pattern, &args.terms.with(&rules))
        .map_err(|why| Failure::Input(format!("{}: {why}.", args.pattern.display())))?;
    print(&args.terms.shown(&slots, &pattern, &verdict)?)?;
    Ok(ExitCode::SUCCESS)
}

fn solve(args: &Solve) -> Answer {
    let (facts, rules) = (facts()?, args.terms.rules()?);
    let slots = slots(&args.shifts)?;
    let target = args.hours * 60.0;
    if !(1.0..=168.0).contains(&args.hours) {
        return Err(Failure::Input(format!(
            "--hours: found {}, expected hours a week from 1 to 168.",
            args.hours
        )));
    }
    tell_impossible(&slots, args.doctors, &args.terms, &facts);
    let (started, time) = (Instant::now(), Duration::from_secs(args.time));
    let mut stop = || started.elapsed() >= time;
    let search = Search { seed: args.seed, moves: MOVES, target: target.round() as i64 };
    let found = wt_rota::solve(&slots, args.doctors, &args.terms.with(&rules), search, &mut stop)
        .map_err(|why| Failure::Input(format!("{why}.")))?;
    let seconds = started.elapsed().as_secs_f64();
    say(&format!("{} patterns judged in {seconds:.1} s.", found.judged));
    if let Some(out) = &args.out {
        let text = wt_rota::write_pattern(&slots, &found.pattern);
        std::fs::write(out, text).map_err(|e| Failure::file(out, &e))?;
    }
    print(&args.terms.shown(&slots, &found.pattern, &found.verdict)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Exchanges of one descent: a lawful pattern of ten doctors is usual within one.
const MOVES: u32 = 12_000;

fn facts() -> Result<FactSet, Failure> {
    FactSet::parse(&wt_engine::builtin::facts()).map_err(|faults| {
        let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Failure::Engine(wt_engine::EngineError::Builtin(words.join(" ")))
    })
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))
}

fn refused(path: &Path, why: &wt_rota::NotRead) -> Failure {
    Failure::Input(format!("{}, {why}.", path.display()))
}

fn slots(path: &Path) -> Result<Slots, Failure> {
    wt_rota::read_slots(&read(path)?).map_err(|why| refused(path, &why))
}

/// What can be proved before anything is looked for; only of the usual readings of the doctors' terms.
fn tell_impossible(slots: &Slots, doctors: usize, terms: &TermsArg, facts: &FactSet) {
    if terms.rules == "resident-doctors-2016" && terms.set.is_empty() {
        for sentence in wt_rota::impossible(slots, doctors, facts, terms.first).unwrap_or_default() {
            say(&format!("There is no lawful pattern: {sentence}"));
        }
    }
}

impl TermsArg {
    fn rules(&self) -> Result<Rules, Failure> {
        let mut settings = Settings::default();
        for pair in &self.set {
            let unread = || Failure::Input(format!("The setting '{pair}' can't be read: write NAME=VALUE."));
            let (name, value) = pair.split_once('=').ok_or_else(unread)?;
            settings.set(name, value).map_err(|why| Failure::Input(format!("--set {pair}: {why}.")))?;
        }
        Rules::on(&facts()?, &self.rules, self.first, settings)
            .map_err(|why| Failure::Input(format!("--rules: {why}.")))
    }

    fn with<'a>(&self, rules: &'a Rules) -> Terms<'a> {
        let leave = (self.leave > 0)
            .then(|| Leave { days: self.leave, normal_day: self.normal_day.saturating_mul(60) });
        Terms { rules, first: self.first, leave }
    }

    fn shown(&self, slots: &Slots, pattern: &Pattern, verdict: &Verdict) -> Result<String, Failure> {
        match self.format {
            Format::Csv => Ok(wt_rota::write_pattern(slots, pattern)),
            Format::Json => {
                let mut text = serde_json::to_string_pretty(&as_json(slots, pattern, verdict))
                    .map_err(|e| Failure::System(std::io::Error::other(e)))?;
                text.push('\n');
                Ok(text)
            }
            Format::Table => Ok(as_text(slots, pattern, verdict)),
        }
    }
}

fn hours(minutes: Option<i64>) -> Option<f64> {
    minutes.map(|minutes| minutes as f64 / 60.0)
}

fn as_json(slots: &Slots, pattern: &Pattern, verdict: &Verdict) -> Value {
    let m = verdict.measures;
    let code = |cell: &Option<usize>| cell.map_or("off", |place| slots.shifts[place].code.as_str());
    let weeks: Vec<Vec<&str>> = pattern.weeks.iter().map(|week| week.iter().map(code).collect()).collect();
    let findings: Vec<Value> = verdict
        .findings
        .iter()
        .map(|f| json!({ "rule": f.rule, "breach": f.breach, "sentence": f.sentence }))
        .collect();
    let cover: Vec<Value> = verdict
        .cover
        .iter()
        .map(|s| json!({ "shift": s.shift, "day": s.day, "needed": s.needed, "found": s.found }))
        .collect();
    json!({
        "fine": verdict.is_fine(),
        "weeks": weeks,
        "findings": findings,
        "cover": cover,
        "weekends_worked": verdict.weekends,
        "average_hours": m.average_hours.map(|h| h.to_f64()),
        "average_hours_with_leave": verdict.average_with_leave.map(|h| h.to_f64()),
        "max_shift_hours": hours(m.max_shift),
        "max_hours_in_168": hours(m.max_in_168),
        "min_rest_hours": hours(m.min_rest),
        "longest_run_long": m.longest_run_long,
        "longest_run_long_evening": m.longest_run_long_evening,
        "longest_run_night": m.longest_run_night,
        "longest_run_any": m.longest_run_any,
    })
}

fn as_text(slots: &Slots, pattern: &Pattern, verdict: &Verdict) -> String {
    let width = slots.shifts.iter().map(|shift| shift.code.chars().count()).max().unwrap_or(1).max(3);
    let line = |head: &str, cells: Vec<&str>| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:<width$}")).collect();
        format!("{head:>4}  {}\n", cells.join(" ").trim_end())
    };
    let mut text = line("week", DAYS.to_vec());
    for (at, week) in pattern.weeks.iter().enumerate() {
        let code = |cell: &Option<usize>| cell.map_or("·", |place| slots.shifts[place].code.as_str());
        text.push_str(&line(&(at + 1).to_string(), week.iter().map(code).collect()));
    }
    let average = |hours: Option<wt_facts::Ratio>| {
        hours.map_or_else(|| "too little to say".to_owned(), |hours| format!("{:.2}", hours.to_f64()))
    };
    text.push_str(&format!(
        "\nHours a week on average: {}; with leave taken out: {}. Weekends worked: {} of {}.\n",
        average(verdict.measures.average_hours),
        average(verdict.average_with_leave),
        verdict.weekends,
        pattern.weeks.len()
    ));
    for short in &verdict.cover {
        text.push_str(&format!(
            "Cover: {} on {} has {}, and {} are needed.\n",
            short.shift, short.day, short.found, short.needed
        ));
    }
    for finding in &verdict.findings {
        let word = if finding.breach { "Broken" } else { "To look at" };
        text.push_str(&format!("{word} ({}): {}\n", finding.rule, finding.sentence));
    }
    if verdict.is_fine() {
        text.push_str("Every shift has its people, and no rule is broken.\n");
    }
    text
}
