//! Our components against the package's own cases: the same options must give the same mark-up.
//!
//! Each case carries the options of a macro and the HTML it made. The options are read into our component, which
//! refuses what it does not know, so a case is either compared or refused by the name of an option; there is no third
//! way. Every refusal must be on [`NOT_OURS`] with its reason, and a case that is compared must be equal.
//!
//! Two differences are meant. Attributes that only the package's scripts read are left out. A table that scrolls can
//! always be reached by keyboard, which the package adds by script where it finds that the table overflows.

mod lint;
mod options;
mod site;

use std::collections::BTreeMap;
use std::path::PathBuf;

use askama::Template;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::normal::difference;
use super::*;
use options::{
    affixes, banner, callout, content, details, error_summary, facts, field, group, label, pages, table, tag,
};

/// Options we do without, by component, the words of the refusal, and why.
const NOT_OURS: &[(&str, &str, &str)] = &[
    ("action-link", "`type`", "an action link leads to a page; a button sends a form"),
    ("action-link", "`variant`", "no page has a dark ground"),
    ("action-link", "`html`", "its words are plain"),
    ("back-link", "`type`", "a back link leads to a page; a button sends a form"),
    ("back-link", "`variant`", "no page has a dark ground"),
    ("back-link", "`html`", "its words are plain"),
    ("back-link", "`href`", "a back link leads to a page; a button sends a form"),
    ("breadcrumb", "`variant`", "no page has a dark ground"),
    ("breadcrumb", "`backLink`", "the way back is the nearest page above"),
    ("button", "`icon`", "only the search button has an icon"),
    (
        "button",
        "`preventDoubleClick`",
        "the package does it by script; ours take the same form twice without harm",
    ),
    ("button", "variant `login`", "there is no sign-in button"),
    ("button", "variant `reverse`", "no page has a dark ground"),
    ("button", "variant `secondary-solid`", "no page has a grey ground behind a button"),
    ("checkboxes", "`behaviour`", "the package does it by script"),
    ("checkboxes", "`exclusiveGroup`", "the package does it by script"),
    ("checkboxes", "`exclusive`", "the package does it by script"),
    ("checkboxes", "`conditional`", "the package hides fields by script; ours stand below"),
    ("checkboxes", "`errorMessage` without words", "an error says what to do"),
    ("checkboxes", "group without a question", "a group of choices always has its question"),
    ("checkboxes", "`id`", "a group of choices is found by the id of its first"),
    ("error-summary", "`html`", "its heading is plain"),
    ("error-summary", "`disableAutoFocus`", "the package moves focus by script"),
    ("error-summary", "an empty item", "every error has words"),
    ("file-upload", "`chooseFilesButtonClassList`", "the package draws its button by script"),
    ("file-upload", "`chooseFilesButtonText`", "the package draws its button by script"),
    ("file-upload", "`id`", "a label is found by its field"),
    ("file-upload", "`errorMessage` without words", "an error says what to do"),
    ("input", "`formGroup`", "no field has a button behind it"),
    ("input", "`classes`", "classes are not an option"),
    ("input", "`id`", "a label is found by its field"),
    ("input", "`html`", "what stands before or after is plain"),
    ("input", "`errorMessage` without words", "an error says what to do"),
    ("label", "`caption`", "no label has a caption"),
    ("label", "`html`", "its words are plain"),
    ("label", "`classes`", "classes are not an option"),
    ("label", "`id`", "a label is found by its field"),
    ("notification-banner", "`role`", "follows from what it says"),
    ("notification-banner", "`attributes`", "attributes are not an option"),
    ("notification-banner", "`disableAutoFocus`", "the package moves focus by script"),
    ("notification-banner", "`heading`", "a longer note brings its own heading"),
    ("radios", "`conditional`", "the package hides fields by script; ours stand below"),
    ("radios", "`errorMessage` without words", "an error says what to do"),
    ("radios", "group without a question", "a group of choices always has its question"),
    ("radios", "`id`", "a group of choices is found by the id of its first"),
    ("search-input", "`button`", "the search button is always the same"),
    ("search-input", "`large`", "one size of search"),
    ("search-input", "`classes`", "classes are not an option"),
    ("search-input", "`errorMessage` without words", "an error says what to do"),
    ("select", "`formGroup`", "no field has a button behind it"),
    ("select", "`divider`", "no list has parts"),
    ("select", "`id`", "a label is found by its field"),
    ("select", "`errorMessage` without words", "an error says what to do"),
    ("summary-list", "`card`", "no list of facts stands in a card"),
    ("summary-list", "`width`", "columns keep the usual widths"),
    ("summary-list", "`type`", "an action leads to a page"),
    ("summary-list", "`border`", "lines stand under all facts or none"),
    ("summary-list", "an empty item", "every action has words"),
    ("tables", "`card`", "no table stands in a card"),
    ("tables", "`responsive`", "wide tables scroll, so that numbers stay under each other"),
    ("tables", "`variant`", "no page has a dark ground"),
    ("tables", "`sort`", "sorting in place needs a script; our lists are sorted by a form"),
    ("tables", "`href`", "the head of a column leads nowhere; our lists are sorted by a form"),
    ("tables", "`heading`", "deprecated by the package"),
    ("tables", "`classes`", "classes are not an option"),
    ("tables", "`width`", "columns keep the width of their content"),
    ("tables", "`visuallyHiddenText`", "words are for everybody"),
    ("tables", "`border`", "lines stand under all rows"),
    ("tables", "an empty item", "every cell is there, if empty"),
    ("tag", "`classes`", "colours have names"),
    ("tag", "`html`", "its words are plain"),
    ("tag", "`colour`", "a tag always has a colour"),
    ("textarea", "`id`", "a label is found by its field"),
    ("textarea", "`errorMessage` without words", "an error says what to do"),
    ("warning-callout", "without a heading", "a warning says what it is about"),
];

/// What a component answers to a case: its HTML, or the option it refuses.
type Rendered = Result<String, String>;

/// Reads the options of a case and renders.
type Render = fn(Value) -> Rendered;

/// The components with the reader of their options.
const COMPONENTS: &[(&str, Render)] = &[
    ("action-link", |o| render::<ActionLink>(o)),
    ("back-link", |o| render::<BackLink>(o)),
    ("breadcrumb", |o| render::<Breadcrumb>(o)),
    ("button", |o| render::<Button>(o)),
    ("checkboxes", |o| group(o).and_then(render::<Checkboxes>)),
    ("details", |o| details(o).and_then(render::<Details>)),
    ("error-summary", |o| error_summary(o).and_then(render::<ErrorSummary>)),
    ("file-upload", |o| field(o).and_then(render::<FileUpload>)),
    ("input", |o| field(o).and_then(affixes).and_then(render::<Input>)),
    ("inset-text", |o| content(o).and_then(render::<InsetText>)),
    ("label", |o| label(o).and_then(render::<Label>)),
    ("notification-banner", |o| banner(o).and_then(render::<NotificationBanner>)),
    ("pagination", |o| pages(o).and_then(render::<Pagination>)),
    ("radios", |o| group(o).and_then(render::<Radios>)),
    ("search-input", |o| field(o).and_then(render::<SearchInput>)),
    ("select", |o| field(o).and_then(render::<Select>)),
    ("skip-link", |o| render::<SkipLink>(o)),
    ("summary-list", |o| facts(o).and_then(render::<SummaryList>)),
    ("tables", |o| table(o).and_then(render::<Table>)),
    ("tag", |o| tag(o).and_then(render::<Tag>)),
    ("textarea", |o| field(o).and_then(render::<Textarea>)),
    ("warning-callout", |o| callout(o).and_then(render::<WarningCallout>)),
];

fn render<T: Template + DeserializeOwned>(options: Value) -> Rendered {
    // What is refused, without the list of what is not.
    let refused =
        |e: serde_json::Error| e.to_string().split(", expected").next().unwrap_or_default().to_owned();
    let component: T = serde_json::from_value(options).map_err(refused)?;
    component.render().map_err(|e| e.to_string())
}

/// A case of the package.
struct Case {
    name: String,
    options: Value,
    html: String,
}

fn cases(component: &str) -> Vec<Case> {
    let path = PathBuf::from(env!("WT_DESIGN_FIXTURES")).join(component).join("fixtures.json");
    // Some folders of the package hold no component.
    let Ok(file) = std::fs::read(&path) else { return Vec::new() };
    let file: Value = serde_json::from_slice(&file).unwrap();
    let case = |c: &Value| {
        let mut options = c["context"].clone();
        // Content that a template hands to the macro as a block is the same as its `html`.
        if let Some(block) = c.get("callBlock") {
            match component {
                "error-summary" => options["description"] = json!({ "html": block }),
                _ => options["html"] = block.clone(),
            }
        }
        let html = without_script_hooks(c["html"].as_str().unwrap());
        Case { name: c["name"].as_str().unwrap().to_owned(), options, html }
    };
    file["fixtures"].as_array().unwrap().iter().map(case).collect()
}

/// The package's HTML without what only its scripts read, and with scrolling tables in reach of a keyboard.
fn without_script_hooks(html: &str) -> String {
    let mut out = html.to_owned();
    for hook in [" data-module=\"", " data-i18n.", " data-aria-controls=\""] {
        while let Some(at) = out.find(hook) {
            let value = at + out[at..].find("=\"").unwrap() + 2;
            let end = value + out[value..].find('"').unwrap() + 1;
            out.replace_range(at..end, "");
        }
    }
    out.replace(
        "nhsuk-scroll__content\" role=\"region\"",
        "nhsuk-scroll__content\" tabindex=\"0\" role=\"region\"",
    )
}

#[test]
fn components_are_those_of_the_package() {
    let (mut wrong, mut unexplained) = (Vec::new(), Vec::new());
    let mut equal: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (component, answer) in COMPONENTS {
        for case in cases(component) {
            let count = equal.entry(component).or_default();
            count.1 += 1;
            match answer(case.options.clone()) {
                Ok(html) => match difference(&html, &case.html) {
                    None => count.0 += 1,
                    Some(how) => {
                        wrong.push(format!("{component}: {}\n{how}\n  options {}", case.name, case.options));
                    }
                },
                Err(why) if NOT_OURS.iter().any(|(c, option, _)| c == component && why.contains(option)) => {}
                Err(why) => unexplained.push(format!("{component}: {} refused: {why}", case.name)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(unexplained.is_empty(), "refused without a reason on the list:\n{}", unexplained.join("\n"));
    let (same, all) = equal.values().fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
    println!(
        "{same} of {all} cases of the package are equal; the rest use options that are not ours: {equal:?}"
    );
    assert!(same >= LEAST, "only {same} cases were compared, {LEAST} were before: {equal:?}");
}

/// Cases that were equal when this was written, so that a slip can't turn comparisons into refusals unseen.
const LEAST: usize = 281;

/// A reason that no case needs any more is taken off the list.
#[test]
fn every_reason_is_needed() {
    let idle: Vec<_> = NOT_OURS
        .iter()
        .filter(|(component, option, _)| {
            let answer = COMPONENTS.iter().find(|(c, _)| c == component).map(|(_, answer)| answer);
            !answer.is_some_and(|answer| {
                cases(component).into_iter().any(|c| answer(c.options).is_err_and(|why| why.contains(option)))
            })
        })
        .collect();
    assert!(idle.is_empty(), "no case is refused for these: {idle:#?}");
}
