//! `wholetime roster measures`: what a board asks of rosters, from plain extracts or published safe-staffing files.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use wt_engine::measures::{self, Answer as Found, Ask, File};
use wt_engine::report::{Cell, Report};
use wt_extract::kinds::KindId;
use wt_extract::mapping::Mapping;
use wt_measures::opportunity::Opportunity;
use wt_measures::wards::ALL_WARDS;
use wt_pay::Zone;
use wt_units::{Month, OdsCode};

use crate::commands::{Answer, Failure, figures};
use crate::report::{Format, print};
use crate::words::say;

/// Refused rows that are told word by word.
const TOLD: usize = 20;

/// `wholetime roster measures`
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime roster measures lines.csv contracts.csv leave.csv headroom.csv patients.csv --month 2026-03\n  \
    wholetime roster measures lines.csv contracts.csv --show opportunities --zone inner --format csv\n  \
    wholetime roster measures Safe_Staffing.csv --month 2022-12\n  \
    wholetime roster measures lines.csv patients.csv --month 2026-03 --show import --org RJ6 --format csv > returns.csv\n  \
    wholetime roster measures --template lines > lines.csv\n\n\
    What a file holds is told by its headings. Each extract but the lines may be missing: its measures are then empty.\n\
    Thresholds are local policy: see --show settings. Exit code 0: measured, 2: bad input, or rows that were refused.\n")]
pub(crate) struct Args {
    /// Extracts of rosters (lines, contracts, leave, headroom, patients), or safe-staffing files of wards: CSV or XLSX.
    #[arg(required_unless_present = "template")]
    files: Vec<PathBuf>,
    /// A month, such as 2026-03; all that the files hold if left out.
    #[arg(long)]
    month: Option<Month>,
    /// What a line is.
    #[arg(long, value_enum, default_value_t)]
    show: Show,
    /// A setting other than the default.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// A file of settings, one a line: name = value. What --set says wins.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Pay zone of own staff: none, inner, outer or fringe.
    #[arg(long, default_value = "none")]
    zone: Zone,
    /// Headings of a safe-staffing file that go by other names: ward=Location,month='2026-03'.
    #[arg(long)]
    map: Option<String>,
    /// Employer whose units these are; needed for --show import.
    #[arg(long, required_if_eq("show", "import"))]
    org: Option<OdsCode>,
    /// Print an empty extract with an example row instead: lines, contracts, leave, headroom or patients.
    #[arg(long, value_name = "EXTRACT", conflicts_with = "files")]
    template: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Show {
    /// A measure of a unit.
    #[default]
    Measures,
    /// What a unit could gain, in hours and pounds.
    Opportunities,
    /// A row of Wholetime's template, to be imported and compared.
    Import,
    /// A setting.
    Settings,
}

pub(super) fn run(args: &Args) -> Answer {
    if let Some(name) = &args.template {
        return figures(&measures::template(name)?);
    }
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
        Ok((path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()), bytes))
    };
    let contents = args.files.iter().map(read).collect::<Result<Vec<(String, Vec<u8>)>, Failure>>()?;
    let mapping = args.map.as_deref().map(|map| Mapping::parse(KindId::WardStaffing, map));
    let ask = Ask {
        files: contents.iter().map(|(name, bytes)| File { name, bytes }).collect(),
        month: args.month,
        set: set(args)?,
        zone: args.zone,
        mapping: mapping.transpose().map_err(Failure::Input)?,
        today: jiff::Zoned::now().date(),
    };
    let found = measures::measures(&ask, &measures::facts()?)?;
    for refused in found.refused.iter().take(TOLD) {
        say(refused);
    }
    if found.refused.len() > TOLD {
        say(&format!("{} further rows were refused.", found.refused.len() - TOLD));
    }
    found.notes.iter().for_each(|note| say(note));
    let report = match args.show {
        Show::Measures => measured(&found, args.format),
        Show::Opportunities => worth(&found),
        Show::Import => import(&found, args.org)?,
        Show::Settings => settings(&found),
    };
    figures(&print(&report, args.format))?;
    Ok(if found.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Settings of the file, then of the flags.
fn set(args: &Args) -> Result<Vec<(String, String)>, Failure> {
    let text = match &args.settings {
        Some(path) => std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?,
        None => String::new(),
    };
    let lines = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty());
    let pair = |text: &str| {
        let unread = || Failure::Input(format!("The setting '{text}' can't be read: write NAME=VALUE."));
        let (name, value) = text.split_once('=').ok_or_else(unread)?;
        Ok((name.trim().to_owned(), value.trim().trim_matches('"').to_owned()))
    };
    lines.chain(args.set.iter().map(String::as_str)).map(pair).collect()
}

/// A line a measure; a table for reading leaves numerators and denominators to the words.
fn measured(found: &Found, format: Format) -> Report {
    let short = format == Format::Table;
    let columns: &[&str] = if short {
        &["unit", "period", "measure", "value", "verdict", "says"]
    } else {
        &[
            "unit",
            "period",
            "measure",
            "value",
            "value_unit",
            "numerator",
            "denominator",
            "verdict",
            "says",
            "rows",
        ]
    };
    let mut report = Report::new(columns);
    for block in &found.blocks {
        for one in &block.measured {
            let mut row = vec![
                Cell::text(one.unit.as_str()),
                Cell::text(&block.period),
                Cell::text(one.measure),
                Cell::maybe(one.value, |value| {
                    if short { Cell::decimals(value.to_f64(), 2) } else { Cell::number(value) }
                }),
            ];
            if short {
                row.extend([Cell::text(one.verdict.words()), Cell::text(&one.says)]);
            } else {
                let rows: Vec<String> = one.rows.iter().map(u32::to_string).collect();
                row.extend([
                    Cell::text(one.value_unit),
                    Cell::number(one.numerator),
                    Cell::number(one.denominator),
                    Cell::text(one.verdict.words()),
                    Cell::text(&one.says),
                    Cell::text(rows.join(" ")),
                ]);
            }
            report.push(row);
        }
    }
    report
}

fn worth(found: &Found) -> Report {
    let mut report = Report::new(&[
        "unit",
        "claim",
        "metric",
        "benefit_type",
        "hours_low",
        "hours",
        "hours_high",
        "pounds_low",
        "pounds",
        "pounds_high",
        "counted",
        "method",
        "not",
        "left_out",
        "rows",
    ]);
    for one in &found.opportunities {
        let rows: Vec<String> = one.rows.iter().map(|(extract, row)| format!("{extract}:{row}")).collect();
        let Opportunity { hours, pounds, .. } = one;
        report.push(vec![
            Cell::text(one.unit.as_str()),
            Cell::text(one.claim.name()),
            Cell::text(one.claim.metric()),
            Cell::text(one.claim.benefit_type().words()),
            Cell::number(hours.low),
            Cell::number(hours.central),
            Cell::number(hours.high),
            Cell::Number(pounds.low.plain()),
            Cell::Number(pounds.central.plain()),
            Cell::Number(pounds.high.plain()),
            Cell::Flag(one.left_out.is_none()),
            Cell::text(&one.method),
            Cell::text(&one.not),
            Cell::maybe(one.left_out.as_ref(), Cell::text),
            Cell::text(rows.join(" ")),
        ]);
    }
    report
}

/// Rows of Wholetime's template, for the measures that are metrics of the thread.
fn import(found: &Found, org: Option<OdsCode>) -> Result<Report, Failure> {
    let mut report = Report::new(&["organisation", "unit", "period", "metric", "numerator", "denominator"]);
    let org = org.map_or_else(String::new, |org| org.to_string());
    for block in &found.blocks {
        let month = block.month.ok_or_else(|| {
            let words =
                format!("{} is no month: the template holds months. Name one with --month.", block.period);
            Failure::Input(words)
        })?;
        for one in block.measured.iter().filter(|one| one.metric) {
            // A trust's return holds all its wards, so that their sum is the employer's; extracts of rosters may hold a few.
            let unit = if one.unit.as_str() == ALL_WARDS { "" } else { one.unit.as_str() };
            report.push(vec![
                Cell::text(&org),
                Cell::text(unit),
                Cell::text(month.to_string()),
                Cell::text(one.measure),
                Cell::number(one.numerator),
                Cell::number(one.denominator),
            ]);
        }
    }
    Ok(report)
}

fn settings(found: &Found) -> Report {
    let mut report = Report::new(&["setting", "value"]);
    for (name, value) in found.settings.values() {
        report.push(vec![Cell::text(name), Cell::number(value)]);
    }
    report
}
