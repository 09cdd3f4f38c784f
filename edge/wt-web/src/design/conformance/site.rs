//! Every kind of page of a generated region, followed from link to link as a visitor would, held to [`super::lint`].

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;
use wt_engine::permit::Person;
use wt_engine::{Config, Engine, StoreAt};

use super::super::normal::{Token, normal};
use super::lint::{Classes, element, faults};

/// Pages read of one kind, such as records of evidence; and pages in all.
const OF_A_KIND: usize = 4;
const ALL: usize = 150;

/// The largest page of any kind that is read at all.
const LARGEST: usize = 8 << 20;

/// A store of its own that is gone afterwards.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("wholetime-{name}-{}", std::process::id())))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_a_region_is_well_made() {
    let folder = Folder::new("region");
    let (engine, _) = Engine::open_demo(&Person::local("test"), &folder.0, 1).await.unwrap();
    let starts =
        ["/", "/no-such-page", "/compare/no-such-metric", "/evidence?q=pharmacsit", "/evidence?q=zzzz"];
    let kinds = walk(engine, &starts).await;
    assert!(kinds.len() >= KINDS, "only {} kinds of page were found: {kinds:?}", kinds.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_an_empty_store_is_well_made() {
    let folder = Folder::new("empty");
    let config = Config { store: StoreAt::Folder(folder.0.clone()), keys: None, today: None };
    walk(Engine::open(config).await.unwrap(), &["/", "/opportunities"]).await;
}

/// Follows every link from `starts`; the kinds of address found, with how many there were of each.
async fn walk(engine: Engine, starts: &[&str]) -> BTreeMap<String, usize> {
    let site = crate::pages_of(Arc::new(engine), crate::Site::default());
    let classes = classes();
    let mut wanted: VecDeque<String> = starts.iter().map(|&path| path.to_owned()).collect();
    let mut seen: BTreeSet<String> = wanted.iter().cloned().collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let (mut wrong, mut read) = (Vec::new(), 0);
    while let Some(path) = wanted.pop_front() {
        let count = kinds.entry(kind(&path)).or_default();
        *count += 1;
        if *count > OF_A_KIND || read == ALL {
            continue;
        }
        read += 1;
        let (status, html) = get(&site, &path).await;
        let expected = if path.contains("no-such") { StatusCode::NOT_FOUND } else { StatusCode::OK };
        if status != expected {
            wrong.push(format!("{path}: {status}"));
        }
        let Some(html) = html else { continue };
        wrong.extend(faults(&html, &classes).into_iter().map(|fault| format!("{path}: {fault}")));
        for link in links(&html) {
            if seen.insert(link.clone()) {
                wanted.push_back(link);
            }
        }
    }
    println!("{read} pages of {} kinds", kinds.len());
    assert!(wrong.is_empty(), "{} faults on {read} pages:\n{}", wrong.len(), wrong.join("\n"));
    kinds
}

/// Kinds of address that were linked when this was written.
const KINDS: usize = 25;

/// The status, and the page where it is one rather than a file.
async fn get(site: &Router, path: &str) -> (StatusCode, Option<String>) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = site.clone().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let is_page = head.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html");
    assert!(head.headers.contains_key(header::CONTENT_SECURITY_POLICY), "{path} has no policy");
    let bytes = to_bytes(body, LARGEST).await.unwrap();
    (head.status, is_page.then(|| String::from_utf8(bytes.to_vec()).unwrap()))
}

/// Addresses that differ only in what they are about are of one kind: the first part, the number of parts, what is
/// asked for by name.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let last = parts.last().map_or("", |p| p.rsplit_once('.').map_or("", |(_, ending)| ending));
    format!("{} {} {last} {names:?}", parts.first().unwrap_or(&""), parts.len())
}

/// Where a page leads inside the site.
fn links(html: &str) -> Vec<String> {
    let link = |token: Token| match token {
        Token::Open { tag, attributes } if tag == "a" => attributes
            .into_iter()
            .find(|(name, value)| name == "href" && value.starts_with('/'))
            .map(|(_, value)| value.split('#').next().unwrap_or_default().to_owned()),
        _ => None,
    };
    normal(html).into_iter().filter_map(link).collect()
}

/// The classes of the sheet that pages load, and those of the package's cases with the elements that carry them.
fn classes() -> Classes {
    let sheet = include_str!(concat!(env!("OUT_DIR"), "/wholetime.css"));
    let mut found = Classes::new();
    for piece in sheet.split('.').skip(1) {
        let name = piece.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        found.entry(name).or_default();
    }
    // The package puts these on its page template, which is no component and has no cases.
    found.entry("nhsuk-template".into()).or_default();
    found.entry("nhsuk-template__body".into()).or_default();
    for component in std::fs::read_dir(env!("WT_DESIGN_FIXTURES")).unwrap() {
        let component = component.unwrap().file_name().into_string().unwrap();
        for token in super::cases(&component).iter().flat_map(|case| normal(&case.html)) {
            let Token::Open { tag, attributes } = token else { continue };
            let list = attributes
                .into_iter()
                .find(|(name, _)| name == "class")
                .map_or(String::new(), |(_, list)| list);
            for class in list.split(' ').filter(|class| class.starts_with("nhsuk-")) {
                found.entry(class.to_owned()).or_default().insert(element(&tag).to_owned());
            }
        }
    }
    found
}
