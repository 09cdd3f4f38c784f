//! Rates from bookings to a card that is watched, asked as a browser asks, over generated bookings.

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
    engine: Arc<Engine>,
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

    #[track_caller]
    fn hides(&self, words: &str) -> &Self {
        assert!(!self.2.contains(words), "'{words}' is said ({})", self.0);
        self
    }
}

impl Region {
    async fn new(name: &str, generated: bool) -> Self {
        let folder = std::env::temp_dir().join(format!("wholetime-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let today = Some(jiff::civil::date(2026, 11, 23));
        let engine = Engine::open(Config { today, ..Config::at(folder.to_str().unwrap()) }).await.unwrap();
        if generated {
            assert!(engine.fill_rates(&Person::local("test"), 11).await.unwrap() > 20_000);
        }
        let engine = Arc::new(engine);
        Self { site: wt_web::pages_of(Arc::clone(&engine), Site::default()), engine, folder }
    }

    async fn ask(&self, request: Request<Body>) -> Page {
        let answer = self.site.clone().oneshot(request).await.unwrap();
        let to = answer.headers().get(header::LOCATION).map_or("", |v| v.to_str().unwrap()).to_owned();
        let status = answer.status();
        let body = to_bytes(answer.into_body(), 8 << 20).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        Page(status, to, text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    async fn get(&self, path: &str) -> Page {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn send(&self, path: &str, form: &str) -> Page {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    async fn upload(&self, kind: &str, name: &str, text: &str) -> Page {
        let part = |name: &str, value: &str| {
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n--cut--\r\n"
        );
        let request =
            Request::post("/data/upload").header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.ask(request.body(Body::from(part("kind", kind) + &file)).unwrap()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bookings_are_reviewed_before_they_count_and_names_are_refused() {
    let region = Region::new("rates-upload", false).await;
    region.get("/rates").await.says("No bookings are loaded yet");
    let template = wt_engine::rates::template();
    let (headings, row) = template.split_once('\n').unwrap();
    let wrong = row.replace("240.00", "much");
    let review = region.upload("", "may.csv", &format!("{headings}\n{row}{wrong}")).await;
    assert_eq!(review.0, StatusCode::SEE_OTHER, "{}", review.2);
    let page = region.get(&review.1).await;
    page.says("Bookings of temporary staff").says("worker_pay").says("much").hides("w-5f21c9");
    region.get("/rates").await.says("No bookings are loaded yet");
    let kept = region.send(&format!("{}/keep", review.1), "").await;
    assert!(kept.1.ends_with("?done=kept"), "{}", kept.1);
    region.get("/rates").await.says("1 bookings of 1 employers").says("would show one employer to another");

    let named = row.replace("w-5f21c9", "Jane Smith");
    let refused = region.upload("bookings", "june.csv", &format!("{headings}\n{named}")).await;
    assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("name").hides("Jane Smith");
    let hashed = region.upload("bookings-hashed", "june.csv", &format!("{headings}\n{named}")).await;
    assert_eq!(hashed.0, StatusCode::SEE_OTHER, "{}", hashed.2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_sees_itself_and_a_distribution() {
    let region = Region::new("rates-spread", true).await;
    // The generated region recorded its basis in law.
    region.get("/rates?own=DEMO07").await.says("so employers are named");
    region.send("/rates/basis", "what=withdraw").await;
    let page = region.get("/rates?own=DEMO07").await;
    page.says("Until the region records its basis in law")
        .says("Priced at")
        .says("DEMO07")
        .says("too new to be shown");
    let csv = region.get("/rates.csv?own=DEMO07").await;
    csv.says("not_shown").hides("DEMO08");
    assert_eq!(region.get("/rates?own=RXX").await.0, StatusCode::NOT_FOUND);
    region.get("/rates/breaches?own=DEMO07").await.says("Caps in force").says("agency bookings");
    let refused = region.send("/rates/breaches", "what=load&caps=tea").await;
    assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("no column");
    region.get("/tools").await.says("/rates");
}

async fn who_asked_hears_of_it_once(region: &Region) {
    let wish = |whose: &str| format!("what=tell&address=director%40example.org&whose={whose}");
    region
        .send("/rates/watch", "what=tell&address=nobody&whose=region")
        .await
        .says("is not an e-mail address");
    for whose in ["region", "DEMO07"] {
        let taken = region.send("/rates/watch", &wish(whose)).await;
        assert!(taken.1.ends_with("done=told"), "{} {}", taken.1, taken.2);
    }
    let me = Person::local("test");
    let told = region.engine.tell_rates(&me).await.unwrap();
    assert!(told > 0, "somebody left, so the region hears of it");
    assert_eq!(region.engine.tell_rates(&me).await.unwrap(), 0, "the same is not told twice");
    let forgotten = region.send("/rates/watch", &wish("region").replace("tell", "untell")).await;
    assert!(forgotten.1.ends_with("done=untold"), "{}", forgotten.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_designed_recommended_adopted_and_watched() {
    let region = Region::new("rates-card", true).await;
    // The generated region agreed a card long ago, and somebody left it.
    region.get("/rates/watch").await.says("left the card in").says("first warning in");
    who_asked_hears_of_it_once(&region).await;
    let csv = region.get("/rates/watch.csv").await;
    csv.says("left the card").says("more bookings above the card");

    // Without the basis in law nobody sees another, and nobody sees who would leave.
    let taken = region.send("/rates/basis", "what=withdraw").await;
    assert_eq!(taken.1, "/rates/basis?done=withdrawn", "{}", taken.2);
    let refused = region.get("/rates/leaving").await;
    assert_eq!(refused.0, StatusCode::FORBIDDEN);
    refused.says("neutral rates analyst").hides("Gains by leaving");
    region.get("/rates?own=DEMO07").await.says("Until the region records its basis in law").hides("DEMO08,");
    region.get("/rates/watch?own=DEMO07").await.says("only your own employer").says("of 1 signatories shown");
    region.get("/rates/breaches?own=DEMO07").await.says("agency bookings");

    // A card: asked for, read, kept.
    let wants = "name=Nights&months=2&min_fill=50&worker_loss=10&elasticity=0.8,1.4,2.0&cross=0.4,0.8,1.2&route=1,2,3&unfilled=200";
    let wrong = region
        .send(
            "/rates/design",
            &format!("what=design&then=show&{}", wants.replace("min_fill=50", "min_fill=most")),
        )
        .await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("Least filled: found").says("#design-min_fill");
    let shown = region.send("/rates/design", &format!("what=design&then=show&{wants}")).await;
    assert_eq!(shown.0, StatusCode::OK, "{}", shown.2);
    shown
        .says("Saving a month")
        .says("Who loses")
        .says("The assumption that matters most")
        .hides("Whose workers lose");
    let kept = region.send("/rates/design", &format!("what=design&then=keep&{wants}")).await;
    assert_eq!(kept.1, "/rates/cards/card-2?done=kept", "{}", kept.2);
    let card = "/rates/cards/card-2";
    region
        .get(card)
        .await
        .says("No equality impact assessment is recorded")
        .says("No basis in law is recorded");
    let early = region.send(card, "what=recommend").await;
    assert_eq!(early.0, StatusCode::UNPROCESSABLE_ENTITY);

    let law =
        "what=record&memorandum=Memorandum+v3&advice=Counsel&owner=Director+of+Workforce&date=2026-10-01";
    let future = region.send("/rates/basis", &law.replace("2026-10-01", "2027-10-01")).await;
    future.says("which is not yet");
    assert_eq!(region.send("/rates/basis", law).await.1, "/rates/basis?done=recorded");
    let before =
        "what=prepare&assessed=2026-10-05&owner=Inclusion&document=EIA+2&opened=2026-10-06&with=Staff+side";
    let wrong = region.send(card, &format!("{before}&closed=2026-09-01")).await;
    wrong.says("before it opened");
    assert_eq!(
        region.send(card, &format!("{before}&closed=2026-11-10")).await.1,
        format!("{card}?done=prepared")
    );
    let early = region.send(card, "what=adopt&employer=DEMO07&by=Chief&from=2026-12").await;
    early.says("Only the card that the region recommends");
    assert_eq!(region.send(card, "what=recommend").await.1, format!("{card}?done=recommended"));
    region.get("/rates/cards").await.says("Superseded").says("Recommended");
    region.get("/rates/leaving").await.says("Does the card hold?").says("Costs the others");

    // One employer, for itself.
    assert_eq!(
        region.send(card, "what=adopt&employer=DEMO07&by=Chief&from=2026-12").await.1,
        format!("{card}?done=adopted")
    );
    let twice = region.send(card, "what=adopt&employer=DEMO07&by=Chief&from=2026-12").await;
    twice.says("has adopted this card already");
    let away =
        "what=derogate&employer=DEMO07&by=Chief&work=Critical+care+nights&reason=Winter&until=2027-03-31";
    assert_eq!(region.send(card, away).await.1, format!("{card}?done=derogated"));
    region.get(card).await.says("departs from it for Critical care nights until 31 March 2027");
    region.get("/rates/watch?card=card-2").await.says("of 1 signatories shown");
}
