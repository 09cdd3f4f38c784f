//! `wholetime roster check --rules`: duties against the rules of hours and rest.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;
use serde::Serialize;
use wt_engine::report::{Cell, Report};
use wt_engine::worktime::{Ask, Checked, File, check};
use wt_worktime::{Citation, Duty, Finding, Judged, Settings};

use crate::commands::{Answer, Failure};
use crate::report::Format;
use crate::words;

/// What `check` takes beside a file of duties.
#[derive(Debug, clap::Args)]
pub(crate) struct Duties {
    /// The file holds duties (person,start,end): judge them by this rule set. One of resident-doctors-2016,
    /// working-time-regulations, agenda-for-change.
    #[arg(long, value_name = "SET", help_heading = "Duties")]
    pub(super) rules: Option<String>,
    /// Each person's period: person,period_start,period_end, and if there are any tail (yes, no, repeats) and reference_weeks.
    #[arg(long, value_name = "FILE", requires = "rules", help_heading = "Duties")]
    periods: Option<PathBuf>,
    /// Days of leave and the like, which averages make up: person,date.
    #[arg(long, value_name = "FILE", requires = "rules", help_heading = "Duties")]
    excluded_days: Option<PathBuf>,
    /// The day whose rules hold; the day the last duty starts, or of a ward its first day, if left out.
    #[arg(long, value_name = "DATE", help_heading = "Duties")]
    pub(super) as_of: Option<Date>,
    /// A reading other than the default; `wholetime roster settings` lists them.
    #[arg(long = "set", value_name = "NAME=VALUE", requires = "rules", help_heading = "Duties")]
    set: Vec<String>,
}

/// A whole answer as JSON.
#[derive(Serialize)]
struct Out<'a> {
    rules: &'a str,
    as_of: Date,
    people: Vec<PersonOut<'a>>,
    sources: Vec<SourceOut<'a>>,
}

#[derive(Serialize)]
struct PersonOut<'a> {
    person: &'a str,
    breaches: Vec<&'static str>,
    measures: Measures,
    /// The same beside the name, as a row of the CSV has them.
    #[serde(flatten)]
    flat: Measures,
    findings: Vec<FindingOut<'a>>,
}

/// Hours as fractions, in full; none where there is nothing to measure.
#[derive(Clone, Copy, Serialize)]
struct Measures {
    max_shift_hours: Option<f64>,
    max_hours_in_168: Option<f64>,
    min_rest_hours: Option<f64>,
    longest_run_long: Option<i64>,
    longest_run_long_evening: Option<i64>,
    longest_run_night: Option<i64>,
    longest_run_any: Option<i64>,
    average_hours: Option<f64>,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    rule: &'a str,
    breach: bool,
    sentence: &'a str,
    duties: Vec<DutyOut>,
}

#[derive(Serialize)]
struct DutyOut {
    start: String,
    end: String,
}

#[derive(Serialize)]
struct SourceOut<'a> {
    rule: &'a str,
    source: &'a str,
    year: Option<i16>,
    status: &'static str,
    since: Date,
}

impl Measures {
    fn of(judged: &Judged) -> Self {
        let m = judged.measures;
        let hours = |minutes: Option<i64>| minutes.map(|minutes| minutes as f64 / 60.0);
        Self {
            max_shift_hours: hours(m.max_shift),
            max_hours_in_168: hours(m.max_in_168),
            min_rest_hours: hours(m.min_rest),
            longest_run_long: m.longest_run_long,
            longest_run_long_evening: m.longest_run_long_evening,
            longest_run_night: m.longest_run_night,
            longest_run_any: Some(m.longest_run_any),
            average_hours: m.average_hours.map(|hours| hours.to_f64()),
        }
    }
}

pub(super) fn run(flags: &Duties, rules: &str, duties: &Path, format: Format) -> Answer {
    let mut settings = Settings::default();
    for pair in &flags.set {
        let unread = || Failure::Input(format!("The setting '{pair}' can't be read: write NAME=VALUE."));
        let (name, value) = pair.split_once('=').ok_or_else(unread)?;
        settings.set(name, value).map_err(|why| Failure::Input(format!("--set {pair}: {why}.")))?;
    }
    let read = |path: &Path| -> Result<(String, Vec<u8>), Failure> {
        let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
        Ok((path.display().to_string(), bytes))
    };
    let duties = read(duties)?;
    let periods = flags.periods.as_deref().map(read).transpose()?;
    let excluded = flags.excluded_days.as_deref().map(read).transpose()?;
    fn file((name, bytes): &(String, Vec<u8>)) -> File<'_> {
        File { name, bytes }
    }
    let checked = check(&Ask {
        rules,
        as_of: flags.as_of,
        settings,
        duties: file(&duties),
        periods: periods.as_ref().map(file),
        excluded: excluded.as_ref().map(file),
    })?;
    for words in checked.refused.iter().chain(&checked.notes) {
        words::say(words);
    }
    words::print(&match format {
        Format::Json => json(rules, &checked)?,
        Format::Csv => report(&checked).csv(),
        Format::Table => sentences(rules, &checked),
    })?;
    Ok(if checked.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn json(rules: &str, checked: &Checked) -> Result<String, Failure> {
    let out = Out {
        rules,
        as_of: checked.as_of,
        people: checked.people.iter().map(|(person, judged)| person_out(person, judged)).collect(),
        sources: checked.citations.iter().map(source_out).collect(),
    };
    let text = serde_json::to_string(&out).map_err(std::io::Error::other)?;
    Ok(text + "\n")
}

fn person_out<'a>(person: &'a str, judged: &'a Judged) -> PersonOut<'a> {
    let measures = Measures::of(judged);
    let findings = judged.findings.iter().map(finding_out).collect();
    PersonOut { person, breaches: judged.breaches(), measures, flat: measures, findings }
}

fn finding_out(finding: &Finding) -> FindingOut<'_> {
    let duty = |duty: &Duty| DutyOut { start: duty.start().to_string(), end: duty.end().to_string() };
    FindingOut {
        rule: finding.rule,
        breach: finding.breach,
        sentence: &finding.sentence,
        duties: finding.duties.iter().map(duty).collect(),
    }
}

fn source_out(cited: &Citation) -> SourceOut<'_> {
    SourceOut {
        rule: &cited.rule,
        source: &cited.source.title,
        year: cited.source.year,
        status: cited.status.words(),
        since: cited.from,
    }
}

/// One row a person.
fn report(checked: &Checked) -> Report {
    let mut report = Report::new(&[
        "person",
        "breaches",
        "max_shift_hours",
        "max_hours_in_168",
        "min_rest_hours",
        "longest_run_long",
        "longest_run_long_evening",
        "longest_run_night",
        "longest_run_any",
        "average_hours",
    ]);
    for (person, judged) in &checked.people {
        let m = Measures::of(judged);
        let hours = |hours: Option<f64>| Cell::maybe(hours, Cell::number);
        let run = |length: Option<i64>| Cell::maybe(length, Cell::number);
        report.push(vec![
            Cell::text(person.as_str()),
            Cell::text(judged.breaches().join(" ")),
            hours(m.max_shift_hours),
            hours(m.max_hours_in_168),
            hours(m.min_rest_hours),
            run(m.longest_run_long),
            run(m.longest_run_long_evening),
            run(m.longest_run_night),
            run(m.longest_run_any),
            hours(m.average_hours),
        ]);
    }
    report
}

/// For a ward manager: each person with what is to be said of them.
fn sentences(rules: &str, checked: &Checked) -> String {
    let mut out = format!("Rules {rules} as they stood on {}\n", checked.as_of);
    for (person, judged) in &checked.people {
        let words = match judged.breaches().len() {
            0 => "no rule is broken".to_owned(),
            1 => "1 rule is broken".to_owned(),
            broken => format!("{broken} rules are broken"),
        };
        out.push_str(&format!("\n{person}: {words}\n"));
        for finding in &judged.findings {
            let mark = if finding.breach { "" } else { " (no breach)" };
            out.push_str(&format!("  {}{mark}: {}\n", finding.rule, finding.sentence));
        }
    }
    out
}
