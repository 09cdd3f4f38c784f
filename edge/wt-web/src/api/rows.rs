//! A list, a page at a time.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::Value;
use wt_engine::report::Report;

use crate::app::{Answer, Failure};

/// Rows of a page unless asked otherwise, and at most.
pub(super) const MOST: u64 = 1000;
/// Nobody has so many rows.
pub(super) const FARTHEST: u64 = 1_000_000_000;
/// How many rows there are in all.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// Which part of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Paging {
    limit: Option<u64>,
    offset: Option<u64>,
}

impl Paging {
    /// Rows of a page, and how many come before it.
    ///
    /// # Errors
    /// A sentence for a number that is out of bounds.
    pub(super) fn read(&self) -> Result<(u64, u64), Failure> {
        let (limit, offset) = (self.limit.unwrap_or(MOST), self.offset.unwrap_or(0));
        if !(1..=MOST).contains(&limit) {
            return Err(Failure::bad(format!("limit: found {limit}, expected 1 to {MOST}.")));
        }
        if offset > FARTHEST {
            return Err(Failure::bad(format!("offset: found {offset}, expected 0 to {FARTHEST}.")));
        }
        Ok((limit, offset))
    }

    /// Its part of rows that are all at hand.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(super) fn part(&self, uri: &Uri, all: Vec<Value>) -> Answer {
        let (limit, offset) = self.read()?;
        let total = all.len() as u64;
        let at = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let rows = all.into_iter().skip(at(offset)).take(at(limit)).collect();
        self.list(uri, rows, total)
    }

    /// One page of `total` rows, with the way to the next and the one before.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(super) fn list(&self, uri: &Uri, rows: Vec<Value>, total: u64) -> Answer {
        let (limit, offset) = self.read()?;
        let mut links = Vec::new();
        let after = offset.saturating_add(limit);
        if after < total {
            links.push(link(uri, &[("limit", limit), ("offset", after)], "next"));
        }
        if offset > 0 {
            links.push(link(uri, &[("limit", limit), ("offset", offset.saturating_sub(limit))], "prev"));
        }
        linked(rows, &links, Some(total))
    }
}

/// A list with links to others.
pub(super) fn linked(rows: Vec<Value>, links: &[String], total: Option<u64>) -> Answer {
    let mut response = Json(Value::Array(rows)).into_response();
    let headers = response.headers_mut();
    if let Some(total) = total {
        headers.insert(TOTAL, HeaderValue::from(total));
    }
    if let Ok(links) = HeaderValue::from_str(&links.join(", "))
        && !links.is_empty()
    {
        headers.insert(header::LINK, links);
    }
    Ok(response)
}

/// The same address with other numbers in its query.
pub(super) fn link(uri: &Uri, change: &[(&str, u64)], rel: &str) -> String {
    let asked = uri.query().unwrap_or_default().split('&').filter(|part| !part.is_empty());
    let kept = asked.filter(|part| change.iter().all(|(k, _)| part.split('=').next() != Some(k)));
    let mut parts: Vec<String> = kept.map(ToOwned::to_owned).collect();
    parts.extend(change.iter().map(|(k, n)| format!("{k}={n}")));
    format!("<{}?{}>; rel=\"{rel}\"", uri.path(), parts.join("&"))
}

/// The rows of a table.
pub(super) fn rows(report: &Report) -> Vec<Value> {
    serde_json::from_str(&report.json()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_what_was_asked() {
        let uri: Uri = "/api/v1/loads?own=RJ6&limit=2&offset=2".parse().unwrap();
        let next = link(&uri, &[("limit", 2), ("offset", 4)], "next");
        assert_eq!(next, "</api/v1/loads?own=RJ6&limit=2&offset=4>; rel=\"next\"");
        let paging = Paging { limit: Some(2), offset: Some(2) };
        let page = paging.part(&uri, (0..5).map(Value::from).collect()).unwrap();
        let links = page.headers()[header::LINK].to_str().unwrap();
        assert!(
            links.contains("offset=4>; rel=\"next\"") && links.contains("offset=0>; rel=\"prev\""),
            "{links}"
        );
        assert_eq!(page.headers()[TOTAL], "5");
        assert!(Paging { limit: Some(0), offset: None }.read().is_err());
        assert!(Paging { limit: Some(MOST + 1), offset: None }.read().is_err());
    }
}
