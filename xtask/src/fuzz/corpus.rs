//! Good files to begin from: small ones made here, and the real ones where they can be found.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::rosters;
use crate::Outcome;

/// What to throw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Target {
    /// Text files.
    Csv,
    /// XLSX and XLS.
    Workbook,
    /// Rosters and rostering problems.
    Roster,
    /// All of them.
    All,
}

impl Target {
    /// As written on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Workbook => "workbook",
            Self::Roster => "roster",
            Self::All => "all",
        }
    }

    fn wants(self, sample: &Sample) -> bool {
        let of = match (sample.name.starts_with(rosters::PREFIX), sample.shape) {
            (true, _) => Self::Roster,
            (false, Shape::Text) => Self::Csv,
            (false, Shape::Zip | Shape::Ole) => Self::Workbook,
        };
        self == Self::All || self == of
    }
}

/// How a file can be cut open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Lines.
    Text,
    /// XLSX.
    Zip,
    /// XLS.
    Ole,
}

/// A file.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// Its name.
    pub(super) name: String,
    /// How it can be cut open.
    pub(super) shape: Shape,
    /// What stands in it.
    pub(super) bytes: Vec<u8>,
}

/// One small file of each kind, headings as published; the figures are made up.
const TEXTS: &[(&str, &str)] = &[
    (
        "sickness.csv",
        "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT\n\
         30/04/2024,Y56,London,QWE,South West London,RZ1,Made Up NHS Trust,Acute,1868.54684,42000.5,4.45\n\
         30/04/2024,Y56,London,QWE,South West London,RZ2,Other NHS Trust,Mental Health,100,2000,5\n",
    ),
    (
        "turnover.csv",
        "PERIOD,TYPE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,REPORTING_ORG_NAME,REPORTING_ORG_CODE,CLUSTER_GROUP,BENCHMARK_GROUP,STAFF_GROUP_1_NAME,HC,FTE\n\
         202509 to 202510,Denominator at start of period,Y56,London,QKK,South East London,Made Up NHS Trust,RZ1,Acute,Acute - Large,All staff groups,100,90.5\n\
         202509 to 202510,Leavers,Y56,London,QKK,South East London,Made Up NHS Trust,RZ1,Acute,Acute - Large,Managers,2,1.5\n",
    ),
    (
        "ae.csv",
        "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,A&E attendances Other A&E Department,Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department\n\
         MSitAE-APRIL-2024,RZ1,NHS ENGLAND LONDON,MADE UP,100,0,20,30,0,1\n\
         TOTAL,TOTAL,TOTAL,TOTAL,100,0,20,30,0,1\n",
    ),
    ("successors.csv", "code,successor,from_month,note,status\nRZ1,RZ2,2024-11,merger,verified\n"),
    ("peers.csv", "procode,peer\nRZ1,RZ2\nRZ1,RZ3\n"),
    (
        "etr.csv",
        "\"RZ1\",\"MADE UP NHS TRUST\",\"Y56\",\"QWE\",\"1 ROAD\",\"\",\"\",\"TOWN\",\"\",\"AB1 2CD\",\"20010401\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n",
    ),
    (
        "template.csv",
        "organisation,unit,staff_group,period,metric,numerator,denominator\n\
         RZ1,,,2024-04,appraisal-rate,90,100\nRZ1,Surgery,Managers,2024-04,appraisal-rate,9,10\n",
    ),
    (
        "any.csv",
        "Monthly report;;;\n;;;\nTrust Code;Month Ending;Assignment Number;Days\nRZ1;30/04/2024;1234567-2;3,5\n\nSource: payroll;;;\n",
    ),
];

/// Everything to begin from.
pub(super) fn samples(root: &Path, target: Target) -> Outcome<Vec<Sample>> {
    let text = |(name, text): &(&str, &str)| Sample {
        name: (*name).to_owned(),
        shape: Shape::Text,
        bytes: text.as_bytes().to_vec(),
    };
    let mut samples: Vec<Sample> = TEXTS.iter().map(text).collect();
    samples.extend(TEXTS.iter().map(|(name, text)| utf16(name, text)));
    samples.push(Sample { name: "made.xlsx".to_owned(), shape: Shape::Zip, bytes: workbook()? });
    samples.extend(published(root));
    samples.extend(rosters::TEXTS.iter().map(text));
    samples.retain(|sample| target.wants(sample));
    Ok(samples)
}

fn utf16(name: &str, text: &str) -> Sample {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    let bytes = units.flat_map(u16::to_le_bytes).collect();
    Sample { name: format!("utf16-{name}"), shape: Shape::Text, bytes }
}

/// A workbook with a hidden sheet, merged cells, dates, formulas, errors and the template's columns.
fn workbook() -> Outcome<Vec<u8>> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    book.add_worksheet().set_name("Notes")?.set_hidden(true).write(0, 0, "Words")?;
    let sheet = book.add_worksheet().set_name("Data")?;
    sheet.merge_range(0, 0, 0, 3, "A title over the table", &Format::new())?;
    for (column, heading) in
        (0u16..).zip(["organisation", "period", "metric", "numerator", "denominator", "unit"])
    {
        sheet.write(2, column, heading)?;
    }
    for row in 3u32..12 {
        sheet.write(row, 0, "RZ1")?;
        sheet.write_with_format(row, 1, ExcelDateTime::from_ymd(2024, 4, 30)?, &date)?;
        sheet.write(row, 2, "appraisal-rate")?;
        sheet.write(row, 3, f64::from(row) * 1.5)?;
        sheet.write_formula(row, 4, rust_xlsxwriter::Formula::new("=10*10").set_result("100"))?;
        sheet.write(row, 5, format!("Ward {row}"))?;
    }
    sheet.write_formula(12, 3, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!"))?;
    sheet.write(12, 4, true)?;
    Ok(book.save_to_buffer()?)
}

/// Published files where a copy stands beside the repository: heads of CSVs, and the smallest workbooks.
fn published(root: &Path) -> Vec<Sample> {
    let shared = std::env::var_os("WHOLETIME_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let data = shared.join("data").join("nhs");
    let mut samples = Vec::new();
    for folder in
        ["sickness_org_month", "workforce_turnover_org_staffgroup", "ae_monthly_csv", "org_reference"]
    {
        samples.extend(smallest(&data.join(folder), "csv", 3).into_iter().map(|file| (file, Shape::Text)));
    }
    samples.extend(
        smallest(&data.join("ae_provider_workbooks"), "xlsx", 2).into_iter().map(|file| (file, Shape::Zip)),
    );
    samples.extend(
        smallest(&data.join("ae_provider_workbooks"), "xls", 2).into_iter().map(|file| (file, Shape::Ole)),
    );
    samples.into_iter().filter_map(|(file, shape)| sample(&file, shape)).collect()
}

fn smallest(folder: &Path, extension: &str, how_many: usize) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<(u64, PathBuf)> = entries
        .map(|entry| (entry.metadata().map_or(u64::MAX, |about| about.len()), entry.path()))
        .filter(|(_, path)| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files.into_iter().take(how_many).map(|(_, path)| path).collect()
}

fn sample(file: &Path, shape: Shape) -> Option<Sample> {
    let mut bytes = std::fs::read(file).ok()?;
    if shape == Shape::Text {
        let end = bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n')
            .nth(30)
            .map_or(bytes.len(), |(at, _)| at + 1);
        bytes.truncate(end);
    }
    Some(Sample { name: file.file_name()?.to_string_lossy().into_owned(), shape, bytes })
}

#[cfg(test)]
mod tests {
    use super::{Shape, Target};

    #[test]
    fn there_is_something_of_each_shape_to_begin_from() {
        let root = crate::workspace::root().unwrap();
        let all = super::samples(&root, Target::All).unwrap();
        let csv = super::samples(&root, Target::Csv).unwrap();
        assert!(csv.iter().all(|sample| sample.shape == Shape::Text) && csv.len() >= 16);
        assert!(all.iter().any(|sample| sample.shape == Shape::Zip));
        assert!(all.len() > csv.len());
    }
}
