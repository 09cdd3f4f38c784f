//! Files to fill in, made from the columns that the importer reads.

use axum::extract::Path;
use wt_extract::kinds::KindId;
use wt_extract::template::{template_csv, template_xlsx};

use crate::app::{Answer, Failure, download};

pub(super) async fn give(Path(file): Path<String>) -> Answer {
    let missing = || Failure::not_found(format!("There is no template '{file}'."));
    let (kind, form) = file.rsplit_once('.').ok_or_else(missing)?;
    let kind: KindId = kind.parse().map_err(|_| missing())?;
    let name = format!("wholetime_{file}");
    match form {
        "csv" => download(&name, "text/csv; charset=utf-8", template_csv(kind.spec())),
        "xlsx" => {
            let bytes = template_xlsx(kind.spec()).map_err(|e| Failure::ours(&e.to_string()))?;
            download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
        }
        _ => Err(missing()),
    }
}
