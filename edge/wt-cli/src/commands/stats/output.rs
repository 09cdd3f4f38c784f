//! How the subcommands that draw print: figures as ever, or a chart as SVG or PNG, on standard output or to a file.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use wt_charts::{Chart, Times, sheet};
use wt_units::Month;

use super::super::{Answer, Failure, figures};
use super::Mode;
use crate::png;
use crate::report::Format;

/// Charts on one sheet.
const MOST: usize = 24;

#[derive(Debug, clap::Args)]
pub(super) struct Output {
    /// How to print: table, csv, json, or drawn as svg or png [default: by the name of --out, else table].
    #[arg(long, value_enum)]
    format: Option<Shape>,
    /// File to write to instead of standard output.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Title of the drawing.
    #[arg(long)]
    title: Option<String>,
    /// Source named under the drawing [default: the name of the file].
    #[arg(long)]
    source: Option<String>,
}

/// A format in which figures are printed or drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shape {
    /// Aligned columns for reading.
    Table,
    /// One header row, plain numbers, ISO dates.
    Csv,
    /// For a machine.
    Json,
    /// A drawing to put into slides or pages.
    Svg,
    /// A picture.
    Png,
}

impl Output {
    /// Figures in their format, or charts drawn; `reading` says whose the reading is, in words for under the drawing.
    pub(super) fn give(
        &self,
        file: &Path,
        reading: &str,
        print: impl FnOnce(Format) -> String,
        draw: impl FnOnce() -> Vec<Chart>,
    ) -> Answer {
        let format = match self.shape() {
            Shape::Table => Format::Table,
            Shape::Csv => Format::Csv,
            Shape::Json => Format::Json,
            shape => return self.drawn(shape, file, reading, &draw()),
        };
        let text = print(format);
        match &self.out {
            None => figures(&text),
            Some(out) => write(out, text.as_bytes()),
        }
    }

    /// What was asked for, else what the name of the file says.
    fn shape(&self) -> Shape {
        let named = || {
            let ending = self.out.as_ref()?.extension()?.to_str()?.to_ascii_lowercase();
            Shape::from_str(&ending, true).ok()
        };
        self.format.or_else(named).unwrap_or(Shape::Table)
    }

    fn drawn(&self, shape: Shape, file: &Path, reading: &str, charts: &[Chart]) -> Answer {
        if charts.len() > MOST {
            return Err(Failure::Input(format!(
                "{}: {} series don't fit on one drawing, which holds {MOST}. Give a file with fewer of them.",
                file.display(),
                charts.len()
            )));
        }
        let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let source = self.source.as_deref().unwrap_or(&name);
        let svg = sheet(charts, Some(&format!("Source: {source}. {reading}")));
        let bytes = match shape {
            Shape::Png => png::of_svg(&svg)
                .map_err(|why| Failure::Input(format!("{}: no picture: {why}.", file.display())))?,
            _ => svg.into_bytes(),
        };
        if let Some(out) = &self.out {
            return write(out, &bytes);
        }
        if shape == Shape::Png && std::io::stdout().is_terminal() {
            return Err(Failure::Input("A picture needs --out FILE, such as --out chart.png.".to_owned()));
        }
        std::io::stdout().write_all(&bytes)?;
        Ok(ExitCode::SUCCESS)
    }

    /// The title asked for, else the given one; with the name of one of several series.
    pub(super) fn title(&self, given: &str, series: &str) -> String {
        let title = self.title.as_deref().unwrap_or(given);
        if series.is_empty() { title.to_owned() } else { format!("{title}: {series}") }
    }
}

fn write(out: &Path, bytes: &[u8]) -> Answer {
    std::fs::write(out, bytes).map_err(|e| Failure::file(out, &e))?;
    Ok(ExitCode::SUCCESS)
}

/// Whose reading, for under a drawing.
pub(super) fn reading(mode: Mode, peer: &str) -> String {
    match mode {
        Mode::Peer => format!("Read as by {peer}."),
        Mode::Corrected => "Corrected reading.".to_owned(),
    }
}

/// Points in time as a chart has them: months where they are months one after the other.
pub(super) fn times(labels: Vec<String>) -> Times {
    let month = |day: &String| day.strip_suffix("-01")?.parse::<Month>().ok();
    let months: Option<Vec<Month>> = labels.iter().map(month).collect();
    let follows = |months: &Vec<Month>| months.windows(2).all(|w| w[0].plus(1) == w[1]);
    match months.filter(|m| !m.is_empty() && follows(m)) {
        Some(months) => Times::Months(months),
        None => Times::Words(labels),
    }
}
