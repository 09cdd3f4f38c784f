//! Every component on one page, to look at: `cargo run -p wt-web --example gallery > gallery.html`.

#![allow(clippy::print_stdout)]

use std::fmt::Display;

use wt_web::design::{
    ActionLink, Answer, BackLink, Breadcrumb, Button, ButtonKind, Caption, Cell, Checkboxes, Choice, Colour,
    Column, Details, ErrorItem, ErrorSummary, Fact, FactAction, Field, FileUpload, Input, InsetText, Legend,
    Link, NotificationBanner, Page, Pagination, Radios, SearchInput, Select, Size, Step, SummaryList, Table,
    Tag, Textarea, WarningCallout, Width,
};

const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/wholetime.css"));

fn main() {
    println!(
        "<!DOCTYPE html><html lang=\"en-GB\" class=\"nhsuk-template\"><head><meta charset=\"utf-8\"><title>Components</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{SHEET}</style></head>\
         <body class=\"nhsuk-template__body\"><div class=\"nhsuk-width-container\"><main class=\"nhsuk-main-wrapper\">\
         <h1 class=\"nhsuk-heading-l\">Components</h1>"
    );
    ways();
    notes();
    fields();
    figures();
    println!("</main></div></body></html>");
}

fn show(name: &str, component: impl Display) {
    println!("<h2 class=\"nhsuk-heading-m\">{name}</h2>{component}");
}

fn link(text: &str) -> Link {
    Link { text: text.into(), href: "#".into() }
}

fn ways() {
    show("Breadcrumb", Breadcrumb { items: vec![link("Home"), link("Compare")] });
    show("Back link", BackLink { link: link("Back") });
    show("Action link", ActionLink { link: link("Load a file") });
    for (text, kind) in [
        ("Compare", ButtonKind::Main),
        ("Clear filters", ButtonKind::Secondary),
        ("Undo this load", ButtonKind::Warning),
    ] {
        show("Button", Button { text: text.into(), kind, ..Button::default() });
    }
    let step = |label: &str| Some(Step { href: "#".into(), label: Some(label.into()), text: None });
    let parts =
        Pagination { previous: step("Sickness absence"), next: step("Leaver rate"), items: Vec::new() };
    show("Pagination, parts", parts);
    let page = |number| Page { number, href: "#".into(), current: number == 2, ellipsis: false };
    let items = (1..=4).map(page).collect();
    let bare = || Some(Step { href: "#".into(), label: None, text: None });
    show("Pagination, pages", Pagination { previous: bare(), next: bare(), items });
}

fn notes() {
    for (text, colour) in [("Usual", Colour::Usual), ("Loaded", Colour::Green), ("Undone", Colour::Grey)] {
        println!("{}", Tag::new(text, colour));
    }
    show("Inset text", InsetText { content: "Figures are not adjusted for staff mix.".into() });
    let content = "Prices of this page end with 2025/26.".into();
    show("Warning callout", WarningCallout { heading: "Prices are out of date".into(), content });
    let content = "April to June 2026 was loaded: 1,204 rows.".into();
    show("Notification banner", NotificationBanner { title: None, content, success: true });
    let item = ErrorItem { text: "Choose a file.".into(), href: Some("#file".into()) };
    show("Error summary", ErrorSummary::new(vec![item]));
    let content = "Days lost, divided by days available.".into();
    let details = Details { summary: "How this is worked out".into(), content, open: true, expander: false };
    show("Details", details);
}

fn fields() {
    let input = Input {
        field: Field::new("amount", "Amount"),
        prefix: Some("£".into()),
        width: Some(Width::Ten),
        ..Input::default()
    };
    show("Input", input);
    let mut field = Field::new("file", "File");
    field.hint = Some("CSV or Excel, up to 256 MB.".into());
    field.error = Some("Choose a file.".into());
    show("File upload", FileUpload { field, accept: Some(".csv,.xlsx".into()), multiple: false });
    let choice = |text: &str| Choice { value: text.into(), text: text.into(), disabled: false };
    let items = vec![choice("Region and type"), choice("Named peers")];
    show(
        "Select",
        Select { field: Field::new("peers", "Compared with"), items, value: Some("Named peers".into()) },
    );
    show("Text area", Textarea { field: Field::new("metric", "Definition"), ..Textarea::default() });
    show(
        "Search",
        SearchInput { field: Field::new("q", "Search what worked elsewhere"), ..SearchInput::default() },
    );
    let items = || ["Load the good rows", "Load nothing"].map(answer).into();
    let legend = || Legend { text: "What should happen?".into(), size: Some(Size::S), heading: None };
    show(
        "Radios",
        Radios {
            legend: legend(),
            id_prefix: "r".into(),
            name: "r".into(),
            items: items(),
            ..Radios::default()
        },
    );
    let boxes = Checkboxes {
        legend: legend(),
        id_prefix: "c".into(),
        name: "c".into(),
        items: items(),
        ..Checkboxes::default()
    };
    show("Checkboxes", boxes);
}

fn answer(text: &str) -> Answer {
    Answer { value: text.into(), text: text.into(), ..Answer::default() }
}

fn figures() {
    let action =
        FactAction { text: "Change".into(), href: "#".into(), visually_hidden_text: "source".into() };
    let fact = |key: &str, value: &str, actions| Fact { key: key.into(), value: value.into(), actions };
    let rows =
        vec![fact("Source", "Monthly file", vec![action]), fact("Period", "April to June 2026", Vec::new())];
    show("Summary list", SummaryList { rows, ..SummaryList::default() });
    let cell = |text: &str| Cell { content: text.into(), href: None };
    let column = |text: &str, numeric| Column { text: text.into(), numeric };
    let table = Table {
        caption: Caption { text: "Three employers that are made up".into(), size: Some(Size::S), id: None },
        head: vec![column("Employer", false), column("Days lost", true), column("Rate", true)],
        rows: vec![
            vec![cell("Ashbourne"), cell("12,345"), cell("5.4%")],
            vec![cell("Birchwood"), cell("9,876"), cell("4.1%")],
        ],
        first_cell_is_header: true,
        scroll: true,
        ..Table::default()
    };
    show("Table", table);
}
