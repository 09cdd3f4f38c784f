//! `wholetime rates suppliers`: published payments → suppliers of temporary staff, in four piles.

mod files;
mod show;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;
use wt_engine::builtin;
use wt_extract::payments::{Headings, PaymentFile};
use wt_rates::suppliers::{Register, Words};

use super::super::{Answer, Failure, figures};
use crate::report::{Format, print};
use crate::words::say;

use files::Loaded;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  wholetime rates suppliers payments/ --format csv\n  \
    wholetime rates suppliers April.csv May.xlsx --by supplier\n\n\
    Files are read as published: CSV, XLSX or XLS, any headings and order of columns, every sheet; payments/headings.toml of\n\
    the program lists the headings it knows. A folder stands for all tables in it and below. Every row is read, refused\n\
    with its cell (told on standard error and counted), or left out as no payment (titles, headings again, totals, notes).\n\n\
    The four piles: agency, outsourced bank, direct-engagement payroll, cannot tell. Only the first is agency. book/payments.md\n\
    says by which rules. Scores run from 0 to 100 and are set by rule: they are no probability.\n\n\
    --by trust: trust, trust_from, folder, files, rows, refused, pounds, then rows and pounds of temporary staff and of each pile.\n\
    --by supplier: one line a supplier and pile: name, spellings, how the name was matched and how sure, why, rows, pounds,\n\
    trusts, a first source row. --by pile: rows and pounds. --by row: every row of temporary staff, with file, sheet and row.\n\n\
    trust_from says whether the name of the trust stands in the file's own column, in that of other files of its folder, or\n\
    is only the folder's name.\n")]
pub(crate) struct Args {
    /// Files, or folders of files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What a line is.
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum By {
    /// A trust.
    #[default]
    Trust,
    /// A supplier in a pile.
    Supplier,
    /// A pile.
    Pile,
    /// A row of temporary staff.
    Row,
}

pub(super) fn run(args: &Args) -> Answer {
    let broken = |why: String| Failure::Input(format!("The program's own data can't be read: {why}."));
    let headings = Headings::parse(builtin::payments("headings.toml")).map_err(broken)?;
    let words = Words::parse("payments/words.toml", builtin::payments("words.toml"))
        .map_err(|e| broken(e.to_string()))?;
    let register = Register::parse("payments/suppliers.toml", builtin::payments("suppliers.toml"), &words)
        .map_err(|e| broken(e.to_string()))?;
    let loaded = files::load(&args.files, &headings)?;
    tell(&loaded);
    let sorted = show::sort(&loaded, &register, &words);
    let report = match args.by {
        By::Trust => show::trusts(&sorted),
        By::Supplier => show::suppliers(&sorted, &register, &words),
        By::Pile => show::piles(&sorted),
        By::Row => show::rows(&sorted),
    };
    figures(&print(&report, args.format))
}

/// What became of every row, and what a reader should know.
fn tell(loaded: &[Loaded]) {
    let sum = |count: fn(&PaymentFile) -> u64| loaded.iter().map(|one| count(&one.file)).sum::<u64>();
    let (rows, refused) = (sum(PaymentFile::rows), sum(|file| file.refused_rows));
    let left_out = loaded.iter().map(|one| one.file.left_out.len()).sum::<usize>();
    say(&format!(
        "{} files: {rows} rows, of which {} read and {refused} refused; {left_out} more left out as no payments.",
        loaded.len(),
        rows - refused,
    ));
    let mut notes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in loaded {
        for refusal in &one.file.refusals {
            say(&refusal.to_string());
        }
        for note in &one.file.notes {
            notes.entry(note).or_default().push(&one.file.file);
        }
    }
    for (note, files) in notes {
        say(&format!("{note} ({})", files.join(", ")));
    }
}
