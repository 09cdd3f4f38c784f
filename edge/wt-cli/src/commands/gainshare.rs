//! `wholetime gainshare`: who pays, who gains and what would be fair when care moves. No store is needed.

use std::path::PathBuf;

use clap::ValueEnum;
use wt_engine::report::{Cell, Report};
use wt_gainshare::effect::Effect;
use wt_gainshare::model::{Model, read};
use wt_gainshare::page::{html, markdown};
use wt_gainshare::share::{Division, Verdict};
use wt_gainshare::{agreement, divide, effect};

use super::{Answer, Failure, figures};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  wholetime gainshare MODEL.toml\n  \
    wholetime gainshare MODEL.toml --format html > agreement.html\n\n\
    The model names organisations, roles with rates, the steps before and after with minutes, place and whose budget, payments\n\
    with their rule (fixed, unit-price, variable), set-up, who decides, what patients notice, and how gains are shared.\n\
    book/gain-share.md explains each; book/gain-share.toml is an example with generated figures.\n\n\
    Columns: organisation, kind, cost_before_pence, cost_after_pence, staff_cash_pence, bought_cash_pence, received_pence,\n\
    paid_pence, yearly_cash_pence, set_up_pence, without_split_pence, share_pence, handed_pence, time_value_pence, verdict. Costs to\n\
    yearly cash, and time, are a year; the rest is over the agreement. verdict: holds, another split would hold, no split holds, loss. Above nought is better for the organisation. Time is a\n\
    valuation, and in no sum of cash.\n")]
pub(crate) struct Gainshare {
    /// The model of care, in TOML.
    file: PathBuf,
    /// How to print: a table, for a machine, or the agreement itself.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// Aligned columns for reading, one organisation a row.
    #[default]
    Table,
    /// The same for a machine.
    Csv,
    /// A list of objects.
    Json,
    /// The two-page agreement as Markdown.
    Md,
    /// The two-page agreement as a page to print.
    Html,
}

pub(super) fn run(args: &Gainshare) -> Answer {
    let text = std::fs::read_to_string(&args.file).map_err(|e| Failure::file(&args.file, &e))?;
    let name = args.file.display();
    let model = read(&text).map_err(|refusals| {
        let lines: Vec<String> = refusals.iter().map(|refusal| format!("{name}, {refusal}.")).collect();
        Failure::Input(lines.join("\n"))
    })?;
    let too_large = |why: &dyn std::fmt::Display| Failure::Input(format!("{name}: {why}."));
    let effect = effect(&model).map_err(|why| too_large(&why))?;
    let division = divide(&model, &effect).map_err(|why| too_large(&why))?;
    let blocks = agreement(&model, &effect, &division);
    match args.format {
        Format::Md => figures(&markdown(&blocks)),
        Format::Html => figures(&html(&model.title, &blocks)),
        format => {
            for sentence in agreement::sentences(&model, &division) {
                say(&sentence);
            }
            let report = match format {
                Format::Table => readable(&model, &effect, &division).table(),
                Format::Csv => plain(&model, &effect, &division).csv(),
                _ => plain(&model, &effect, &division).json(),
            };
            figures(&report)
        }
    }
}

fn readable(model: &Model, effect: &Effect, division: &Division) -> Report {
    let mut report = Report::new(&[
        "organisation",
        "cost before",
        "cost after",
        "cash a year",
        "set-up",
        "without split",
        "share",
        "handed",
        "time, valued",
    ]);
    for (at, party) in model.parties.iter().enumerate() {
        let year = &effect.parties[at];
        let sums = [
            year.cost_before,
            year.cost_after,
            year.yearly(),
            year.set_up,
            division.without[at],
            division.share[at],
            division.handed[at],
            year.time_value,
        ];
        let mut row = vec![Cell::text(&party.name)];
        row.extend(sums.iter().map(Cell::number));
        report.push(row);
    }
    report
}

fn plain(model: &Model, effect: &Effect, division: &Division) -> Report {
    let mut report = Report::new(&[
        "organisation",
        "kind",
        "cost_before_pence",
        "cost_after_pence",
        "staff_cash_pence",
        "bought_cash_pence",
        "received_pence",
        "paid_pence",
        "yearly_cash_pence",
        "set_up_pence",
        "without_split_pence",
        "share_pence",
        "handed_pence",
        "time_value_pence",
        "verdict",
    ]);
    let verdict = match &division.verdict {
        Verdict::Holds => "holds",
        Verdict::AnotherWouldHold { .. } => "another split would hold",
        Verdict::NoneHolds(_) => "no split holds",
        Verdict::Loss => "loss",
    };
    for (at, party) in model.parties.iter().enumerate() {
        let year = &effect.parties[at];
        let sums = [
            year.cost_before,
            year.cost_after,
            year.staff_cash,
            year.bought_cash,
            year.received,
            year.paid,
            year.yearly(),
            year.set_up,
            division.without[at],
            division.share[at],
            division.handed[at],
            year.time_value,
        ];
        let mut row = vec![Cell::text(&party.id), Cell::text(&party.kind)];
        row.extend(sums.iter().map(|sum| Cell::number(sum.get())));
        row.push(Cell::text(verdict));
        report.push(row);
    }
    report
}
