//! `wholetime template KIND`: a file to fill in, made from the columns that the importer reads.

use wt_extract::kinds::KindId;
use wt_extract::template::{template_csv, template_xlsx};

use super::{Answer, Failure, figures};
use crate::args::Template;
use crate::report::{Format, print};
use crate::words::say;
use wt_engine::report::{Cell, Report};

pub(super) fn run(args: &Template) -> Answer {
    let Some(kind) = args.kind.as_deref().filter(|_| !args.list) else {
        let mut report = Report::new(&["kind", "title", "publisher"]);
        for kind in KindId::ALL {
            let spec = kind.spec();
            report.push(vec![Cell::text(kind.id()), Cell::text(spec.title), Cell::text(spec.publisher)]);
        }
        return figures(&print(&report, Format::Table));
    };
    let kind: KindId = kind.parse().map_err(Failure::Input)?;
    let Some(out) = &args.out else { return figures(&template_csv(kind.spec())) };
    let bytes = match out.extension().and_then(|e| e.to_str()) {
        Some("csv") => template_csv(kind.spec()).into_bytes(),
        Some("xlsx") => template_xlsx(kind.spec()).map_err(|e| Failure::Input(e.to_string()))?,
        _ => return Err(Failure::Input("--out must end in .csv or .xlsx.".to_owned())),
    };
    std::fs::write(out, bytes).map_err(|e| Failure::file(out, &e))?;
    say(&format!("Wrote {}.", out.display()));
    figures("")
}
