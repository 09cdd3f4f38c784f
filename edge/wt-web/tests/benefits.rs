//! From an opportunity to a verified benefit over the generated region, asked as a browser asks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;
use wt_engine::permit::Person;
use wt_engine::{Config, Engine};
use wt_web::Site;

struct Region {
    site: Router,
    folder: PathBuf,
}

impl Drop for Region {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Status, where it leads, and the page on one line.
struct Page(StatusCode, String, String);

impl Page {
    #[track_caller]
    fn says(&self, words: &str) -> &Self {
        assert!(self.2.contains(words), "'{words}' is not said ({}):\n{}", self.0, self.2);
        self
    }
}

impl Region {
    async fn new(name: &str, generated: bool) -> Self {
        let folder = std::env::temp_dir().join(format!("wholetime-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let engine = match generated {
            true => Engine::open_demo(&Person::local("test"), &folder, 1).await.unwrap().0,
            false => Engine::open(Config::at(folder.to_str().unwrap())).await.unwrap(),
        };
        Self { site: wt_web::pages_of(Arc::new(engine), Site::default()), folder }
    }

    async fn ask(&self, request: Request<Body>) -> Page {
        let answer = self.site.clone().oneshot(request).await.unwrap();
        let to = answer.headers().get(header::LOCATION).map_or("", |v| v.to_str().unwrap()).to_owned();
        let status = answer.status();
        let body = to_bytes(answer.into_body(), 4 << 20).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        Page(status, to, text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    async fn get(&self, path: &str) -> Page {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let plain = |text: &str| {
            text.bytes()
                .map(
                    |b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") },
                )
                .collect::<String>()
        };
        let body: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={}", plain(v))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(body.join("&").into()).unwrap()).await
    }
}

/// The first text between two others.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split(before)
        .nth(1)
        .and_then(|rest| rest.split(after).next())
        .unwrap_or_else(|| panic!("no {before}"))
}

/// Plans its action, slips corrected; the address of the action, and the month it starts.
async fn planned(region: &Region, id: &str) -> (String, String) {
    let address = format!("/benefits/plan/{id}");
    let plan = &address;
    let form = region.get(plan).await;
    let usual = |name: &str| {
        between(&form.2, &format!("id=\"plan-{name}\" name=\"{name}\" type=\"text\" value=\""), "\"")
            .to_owned()
    };
    let figure =
        between(&form.2, "name=\"figure\"", "</textarea>").split('>').nth(1).unwrap().trim().to_owned();
    let (full, price, start, from, to) =
        (usual("full_year"), usual("price"), usual("start"), usual("from"), usual("to"));
    let mut planned = vec![
        ("what", "plan"),
        ("by", "owner"),
        ("name", "Weekly review of every roster"),
        ("owner", "owner"),
        ("tool", "Compare"),
        ("evidence", "A trust that did it"),
        ("start", start.as_str()),
        ("milestone", "All wards reviewed"),
        ("due", "soon"),
        ("balance_patients", "Red flags"),
        ("balance_staff", "Sickness"),
        ("quality", "No harm found"),
        ("equality", "Nobody worse placed"),
        ("gain", "Hours won back"),
        ("account", "pay"),
        ("recurrent", "yes"),
        ("full_year", full.as_str()),
        ("price", price.as_str()),
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("figure", figure.as_str()),
    ];
    let refused = region.post(&address, &planned).await;
    assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("Found &#39;soon&#39;, expected a day, such as 2027-01-31.").says("href=\"#plan-due\"");
    refused.says("value=\"Weekly review of every roster\"").says("No harm found</textarea>");
    planned[8].1 = "2099-01-31";
    // Thousands are not guessed, and everything else stays.
    let thousandth = (full.parse::<f64>().unwrap() / 1000.0).trunc().to_string();
    planned[16].1 = &thousandth;
    region.post(&address, &planned).await.says("looks like thousands written as pounds");
    planned[16].1 = full.as_str();
    let action = region.post(&address, &planned).await.1;
    let action = action.trim_end_matches("?done=planned").to_owned();
    (action, start)
}

#[tokio::test]
async fn an_opportunity_becomes_a_verified_benefit_and_nobody_verifies_their_own() {
    let region = Region::new("benefits", true).await;
    let home = region.get("/").await;
    home.says("of the gap is left").says("What changed since").says("Verified cash-releasing pounds rose by");
    let take = format!("/benefits/take/{}", between(&home.2, "href=\"/benefits/take/", "\""));
    let id = take.trim_start_matches("/benefits/take/").to_owned();
    region.get(&take).await.says("Your decision");

    // Parked without a reason: the sentence stands at its field, and the choice is kept.
    let park = [("what", "take"), ("by", "programme"), ("decision", "park"), ("reason", "")];
    let refused = region.post(&take, &park).await;
    assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("The reason for parking is missing: say it in words.").says("value=\"park\" checked");
    let accept = [("what", "take"), ("by", "programme"), ("decision", "accept"), ("reason", "")];
    assert_eq!(region.post(&take, &accept).await.1, format!("/benefits/plan/{id}?done=accepted"));

    let (action, start) = planned(&region, &id).await;
    region
        .post(&action, &[("what", "start"), ("by", "owner")])
        .await
        .says("lacks the quality impact assessment approved by");
    region
        .post(&action, &[("what", "approve"), ("by", "owner")])
        .await
        .says("this is for the chief nurse and the medical director");
    for by in ["nurse", "doctor"] {
        let done = region.post(&action, &[("what", "approve"), ("by", by)]).await;
        assert_eq!(done.1, format!("{action}?done=approve"), "{}", done.2);
    }
    let done = region.post(&action, &[("what", "start"), ("by", "owner")]).await;
    assert_eq!(done.1, format!("{action}?done=start"), "{}", done.2);
    let line =
        format!("/benefits/lines/{}", between(&region.get(&action).await.2, "href=\"/benefits/lines/", "\""));

    let month =
        [("what", "actual"), ("by", "owner"), ("month", start.as_str()), ("pounds", "5"), ("reason", "")];
    region.post(&line, &month).await.says("and over by");
    region.post("/benefits/next-month", &[]).await;
    let usual = region.get(&line).await;
    let pounds =
        between(&usual.2, "id=\"actual-pounds\" name=\"pounds\" type=\"text\" value=\"", "\"").to_owned();
    let month =
        [("what", "actual"), ("by", "owner"), ("month", start.as_str()), ("pounds", &pounds), ("reason", "")];
    let done = region.post(&line, &month).await;
    assert_eq!(done.1, format!("{line}?done=actual"), "{}", done.2);

    let mut verify = [
        ("what", "verify"),
        ("by", "owner"),
        ("through", start.as_str()),
        ("reference", "V-1"),
        ("cost_centre", "10707"),
        ("account_code", "31120"),
    ];
    let refused = region.post(&line, &verify).await;
    refused.says("is owner: this is for finance.").says("value=\"owner\" selected");
    verify[1].1 = "finance";
    let done = region.post(&line, &verify).await;
    assert_eq!(done.1, format!("{line}?done=verify"), "{}", done.2);
    region.get(&done.1).await.says("The benefit is verified.").says(">verified</strong>");
    region.get("/benefits").await.says("Weekly review of every roster").says("Hours won back");
    region.get("/data").await.says("benefit.verified");
    region.get("/benefits.ics").await.says("Weekly review of every roster: All wards reviewed");
}

#[tokio::test]
async fn an_empty_ledger_asks_who_takes_part() {
    let region = Region::new("nobody", false).await;
    region.get("/benefits").await.says("Take on an opportunity");
    let page = region.get("/benefits/people").await;
    page.says("A benefit needs five people");
    let mut five = [
        ("what", "all"),
        ("programme", "Ann Lee"),
        ("owner", "Omar"),
        ("finance", ""),
        ("chief-nurse", "Nia"),
        ("medical-director", "Max"),
    ];
    let refused = region.post("/benefits/people", &five).await;
    refused.says("Name the finance, or whoever stands for them.").says("value=\"Ann Lee\"");
    five[3].1 = "Ann Lee";
    assert_eq!(region.post("/benefits/people?then=%2Fbenefits", &five).await.1, "/benefits");
    region.get("/benefits/people").await.says("ann-lee-2").says("medical director");
    let elsewhere = region
        .post(
            "/benefits/people?then=https%3A%2F%2Felse.example",
            &[("what", "one"), ("by", "ann-lee"), ("name", "Fay"), ("role", "finance")],
        )
        .await;
    assert_eq!(elsewhere.1, "/benefits/people?done=yes");
    assert_eq!(region.get("/benefits/lines/L9").await.0, StatusCode::NOT_FOUND);
}
