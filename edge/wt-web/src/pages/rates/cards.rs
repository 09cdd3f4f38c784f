//! `/rates/cards`: the region's cards, what must come before a signature, and which employer adopted which.

use axum::extract::Path;
use wt_engine::rates::{Adoption, Derogation, Said, Standard};
use wt_rates::signature::{Assessment, Consultation};

use super::super::benefits::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::Whose;
use super::design::bands;
use super::sheet::{Part, RatesPage, money, own, percent, table, text};
use crate::app::{Answer, App, Asked, Failure, State, download, see};
use crate::design::{Colour, Tag, Width};
use crate::say;

pub(super) async fn list(State(app): State<App>) -> Answer {
    let mut page = RatesPage::new(&app, "Cards and who adopted them", None, false).await?;
    page.lede =
        "The region recommends a card; each employer adopts it for itself. Every version stays on record."
            .to_owned();
    let mut rows = Vec::new();
    for card in app.engine.cards(&app.person).await? {
        let said = app.engine.adoptions(&app.person, &card.slug).await?;
        let link = format!("/rates/cards/{}", card.slug);
        rows.push(vec![
            (card.title(), Some(link)),
            text(say::capital(&card.state)),
            text(say::day(&card.document.effective_from)),
            text(signed(&said).len().to_string()),
            text(if card.summary == wt_engine::rates::Summary::default() {
                "\u{2013}".to_owned()
            } else {
                money(card.summary.saving[1])
            }),
        ]);
    }
    if rows.is_empty() {
        page.notes.push("There is no card yet. Design one.".to_owned());
    }
    let heads = ["Card", "Stands", "From", "#Adopted by", "#Saving a month"];
    page.parts.push(Part::default().table(table("Cards of the region, the latest first", &heads, rows)));
    page.answer(None)
}

pub(super) async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    Asked(whose): Asked<Whose>,
) -> Answer {
    draw(&app, &slug, &whose, &Typed::default(), None).await
}

/// The card as a file.
pub(super) async fn csv(State(app): State<App>, Path(slug): Path<String>) -> Answer {
    let card = app.engine.card(&app.person, &slug).await?;
    download(&format!("wholetime_{slug}.csv"), "text/csv; charset=utf-8", card.csv)
}

pub(super) async fn act(
    State(app): State<App>,
    Path(slug): Path<String>,
    Asked(whose): Asked<Whose>,
    form: Sent,
) -> Answer {
    let typed = Typed::read(form)?;
    let text = |name: &str| typed.get(name).to_owned();
    let on = app.engine.today().to_string();
    let adoption = || Adoption {
        card: slug.clone(),
        employer: text("employer"),
        by: text("by"),
        on: on.clone(),
        from: text("from"),
    };
    let (engine, person) = (&app.engine, &app.person);
    let (done, acted) = match typed.what() {
        "prepare" => {
            let assessment =
                Assessment { date: text("assessed"), owner: text("owner"), document: text("document") };
            let consultation =
                Consultation { opened: text("opened"), closed: text("closed"), with: text("with") };
            ("prepared", engine.prepare_card(person, &slug, assessment, consultation).await)
        }
        "recommend" => ("recommended", engine.recommend_card(person, &slug).await),
        "adopt" => ("adopted", engine.adopt_card(person, &adoption()).await),
        "leave" => ("left", engine.leave_card(person, &adoption()).await),
        "derogate" => {
            let derogation = Derogation {
                card: slug.clone(),
                employer: text("employer"),
                by: text("by"),
                on: on.clone(),
                work: text("work"),
                reason: text("reason"),
                until: text("until"),
            };
            ("derogated", engine.derogate(person, &derogation).await)
        }
        _ => return Err(Failure::bad("The form can't be read. Go back and send it again.")),
    };
    match acted {
        Ok(()) => see(&format!("/rates/cards/{slug}?done={done}")),
        Err(e) => match Trouble::from(e) {
            Trouble::Failure(failure) => Err(failure),
            Trouble::Wrong(field, text) => {
                let wrong = Wrong { what: typed.what().to_owned(), field, text };
                draw(&app, &slug, &whose, &typed, Some(&wrong)).await
            }
        },
    }
}

/// Signatures that stand.
fn signed(said: &[Said]) -> Vec<&Adoption> {
    let mut stand: Vec<&Adoption> = Vec::new();
    for one in said {
        match one {
            Said::Adopted(adoption) => stand.push(adoption),
            Said::Left(left) => stand.retain(|known| known.employer != left.employer),
            Said::Derogated(_) => {}
        }
    }
    stand
}

async fn draw(app: &App, slug: &str, whose: &Whose, typed: &Typed, wrong: Option<&Wrong>) -> Answer {
    let card = app.engine.card(&app.person, slug).await?;
    let said = app.engine.adoptions(&app.person, slug).await?;
    let basis = app.engine.basis(&app.person).await?;
    let done = match whose.done.as_str() {
        "kept" => "The card is kept as a draft.",
        "prepared" => "The assessment and the consultation are recorded.",
        "recommended" => "The card is put to the network: each employer may adopt it for itself.",
        "adopted" => "The employer adopted the card. The watch holds its bookings against it.",
        "left" => "The employer took its signature back.",
        "derogated" => "The derogation is recorded. It is never punished.",
        _ => "",
    };
    let done = Some(done).filter(|words| !words.is_empty()).map(str::to_owned);
    let mut page = RatesPage::new(app, &card.title(), done, wrong.is_some()).await?;
    page.tag = Some(tag(&card));
    page.stale = app.engine.rates_stale(&app.person).await?;
    facts(&mut page, &card);
    let line = basis.as_ref().map(wt_engine::rates::Legal::line);
    let missing = card.missing(line.as_deref(), app.engine.today());
    if !missing.is_empty() {
        let rows = missing.iter().map(|words| vec![text(plain(words))]).collect();
        page.parts.push(Part::new("Before anybody may sign").table(table(
            "What is missing",
            &["What"],
            rows,
        )));
    }
    if !card.summary.bands.is_empty() {
        page.parts.push(Part::new("Who loses").table(bands(
            "Who loses and gains, by staff group and band",
            "Staff group and band",
            &card.summary.bands,
        )));
    }
    let (employers, select) = own(app, &whose.own).await?;
    let names: Vec<(String, String)> =
        select.choices.iter().map(|c| (c.value.clone(), c.label.clone())).collect();
    let named = |code: &str| {
        names
            .iter()
            .find(|(known, _)| known == code)
            .map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    };
    page.parts.push(adopted(&said, &named));
    forms(
        &mut page,
        &card,
        &said,
        &names,
        employers.as_deref().unwrap_or_default(),
        (typed, wrong),
        missing.is_empty(),
    );
    page.link("The card as a file (CSV)", format!("/rates/cards/{slug}/card.csv"));
    page.link("What leaving would cost", format!("/rates/leaving?card={slug}"));
    page.link("The watch", format!("/rates/watch?card={slug}"));
    page.history = said.iter().rev().take(20).map(|one| told(one, &named)).collect();
    page.answer(wrong)
}

/// Without what only a command's user needs.
fn plain(words: &str) -> String {
    words.split(": write legal_basis").next().unwrap_or(words).trim_end_matches('.').to_owned() + "."
}

fn tag(card: &Standard) -> Tag {
    let colour = match card.state.as_str() {
        "recommended" => Colour::Green,
        "draft" => Colour::Yellow,
        _ => Colour::Grey,
    };
    Tag::new(card.state.as_str(), colour)
}

fn facts(page: &mut RatesPage<'_>, card: &Standard) {
    let s = &card.summary;
    page.fact("In force from", say::day(&card.document.effective_from));
    if s.cost_now > 0 {
        page.fact(
            "Saving a month",
            format!("{}, from {} to {}", money(s.saving[1]), money(s.saving[0]), money(s.saving[2])),
        );
        page.fact("Lines above the card save", money(s.above));
        page.fact("Lines below the card cost", money(s.below));
        page.fact("Filled", format!("{}, against {} when it was made", percent(s.fill), percent(s.fill_now)));
    }
    if let Some(one) = &card.document.equality_impact {
        page.fact(
            "Equality impact assessment",
            format!("{}, {}, {}", one.document, one.owner, say::day(&one.date)),
        );
    }
    if let Some(one) = &card.document.consultation {
        page.fact(
            "Staff side consulted",
            format!("{}, {} to {}", one.with, say::day(&one.opened), say::day(&one.closed)),
        );
    }
}

fn adopted(said: &[Said], named: &dyn Fn(&str) -> String) -> Part {
    let rows = signed(said)
        .into_iter()
        .map(|one| vec![text(named(&one.employer)), text(&one.by), text(say::day(&one.on)), text(&one.from)]);
    let rows: Vec<_> = rows.collect();
    let part = Part::new("Who adopted it");
    match rows.is_empty() {
        true => part
            .say("Nobody yet. A network recommends; each employer's accountable director signs for itself."),
        false => part.table(table("Signatories", &["Employer", "Signed by", "On", "Pays by it from"], rows)),
    }
}

#[allow(clippy::too_many_arguments, reason = "one page's forms")]
fn forms<'a>(
    page: &mut RatesPage<'a>,
    card: &Standard,
    said: &[Said],
    names: &[(String, String)],
    own: &str,
    (typed, wrong): (&'a Typed, Option<&'a Wrong>),
    ready: bool,
) {
    let ten = Some(Width::Ten);
    if card.state == "draft" {
        let prepare = Sheet::new("prepare", "Record what must come before a signature", "Record it", typed, wrong)
            .hint("An equality impact assessment (Equality Act 2010, section 149) and a consultation of staff side, with their days.")
            .input("assessed", "Day of the equality impact assessment", "A day, such as 2026-10-01.", "", ten)
            .input("owner", "Who answers for it", "", "", Some(Width::Twenty))
            .input("document", "Where it can be read", "", "", Some(Width::Twenty))
            .input("opened", "Consultation opened", "", "", ten)
            .input("closed", "Consultation closed", "", "", ten)
            .input("with", "With whom", "Such as joint staff side.", "", Some(Width::Twenty));
        page.forms.push(prepare);
        if ready {
            page.forms.push(
                Sheet::new("recommend", "Put it to the network", "Recommend this card", typed, wrong)
                    .hint("It becomes the recommended standard in place of the one before. It binds nobody."),
            );
        }
        return;
    }
    let stands: Vec<&str> = signed(said).iter().map(|one| one.employer.as_str()).collect();
    let (inside, outside): (Vec<_>, Vec<_>) =
        names.iter().cloned().partition(|(code, _)| stands.contains(&code.as_str()));
    let usual = |list: &[(String, String)]| match list.iter().any(|(code, _)| code == own) {
        true => own.to_owned(),
        false => list.first().map_or(String::new(), |(code, _)| code.clone()),
    };
    if card.state == "recommended" && !outside.is_empty() && ready {
        page.forms.push(
            Sheet::new("adopt", "Adopt it for your employer", "Sign", typed, wrong)
                .hint("The accountable director signs for this employer alone.")
                .select("employer", "Employer", &outside, &usual(&outside))
                .input("by", "Accountable director", "Name or role.", "", Some(Width::Twenty))
                .input("from", "First month that it pays by the card", "Such as 2026-12.", "", ten),
        );
    }
    if !inside.is_empty() {
        page.forms.push(
            Sheet::new("derogate", "Record a derogation", "Record it", typed, wrong)
                .folded()
                .hint("A departure from the card for a time, with its reason. It is recorded and never punished.")
                .select("employer", "Employer", &inside, &usual(&inside))
                .input("work", "Which work", "", "", None)
                .area("reason", "Why", "", "")
                .input("until", "Last day of it", "Such as 2027-03-31.", "", ten)
                .input("by", "Accountable director", "Name or role.", "", Some(Width::Twenty)),
        );
        page.forms.push(
            Sheet::new("leave", "Take a signature back", "Leave the card", typed, wrong)
                .folded()
                .select("employer", "Employer", &inside, &usual(&inside))
                .input("by", "Accountable director", "Name or role.", "", Some(Width::Twenty)),
        );
    }
}

fn told(said: &Said, named: &dyn Fn(&str) -> String) -> String {
    match said {
        Said::Adopted(a) => {
            format!("{}: {} adopted it, signed by {}.", say::day(&a.on), named(&a.employer), a.by)
        }
        Said::Left(a) => format!("{}: {} took its signature back.", say::day(&a.on), named(&a.employer)),
        Said::Derogated(d) => format!(
            "{}: {} departs from it for {} until {}: {}.",
            say::day(&d.on),
            named(&d.employer),
            d.work,
            say::day(&d.until),
            d.reason.trim_end_matches('.')
        ),
    }
}
