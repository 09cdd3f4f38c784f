//! What must hold of the mark-up of every page, whoever wrote it: classes that the style sheet has, parts inside their
//! components, names for everything that is operated or read by position, and nothing the security policy blocks.

use std::collections::{BTreeMap, BTreeSet};

use super::super::normal::{Token, normal};

/// Most that a page may weigh before it is compressed.
const HEAVIEST: usize = 100 * 1024;

/// Attributes that name other elements of the page by their ids.
const REFERENCES: [&str; 4] = ["for", "aria-labelledby", "aria-describedby", "form"];

/// The classes that may stand on a page, with the elements the package uses them on; none for classes of ours.
pub(super) type Classes = BTreeMap<String, BTreeSet<String>>;

type Attributes = BTreeMap<String, String>;

/// An element that is open while its content is read.
struct Open {
    tag: String,
    attributes: Attributes,
    /// What can be read or heard in it so far.
    words: String,
    /// For a table: whether it has said what it is of.
    captioned: bool,
}

/// Headings of all levels are one element here: their level follows from the page.
pub(super) fn element(tag: &str) -> &str {
    if matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") { "h" } else { tag }
}

/// What is wrong with a page, in words; `classes` are those that may stand on it.
pub(super) fn faults(html: &str, classes: &Classes) -> Vec<String> {
    let mut page = Page::new(classes);
    if html.len() > HEAVIEST {
        page.found.push(format!("weighs {} bytes", html.len()));
    }
    for token in normal(html.trim_start_matches("<!DOCTYPE html>")) {
        page.take(token);
    }
    page.end();
    page.found
}

struct Page<'a> {
    classes: &'a Classes,
    open: Vec<Open>,
    ids: BTreeSet<String>,
    wanted: Vec<String>,
    /// Fields that need a label.
    fields: Vec<String>,
    /// Ids that labels name.
    labelled: BTreeSet<String>,
    /// Level of the last heading.
    level: u32,
    found: Vec<String>,
}

impl<'a> Page<'a> {
    fn new(classes: &'a Classes) -> Self {
        Self {
            classes,
            open: Vec::new(),
            ids: BTreeSet::new(),
            wanted: Vec::new(),
            fields: Vec::new(),
            labelled: BTreeSet::new(),
            level: 0,
            found: Vec::new(),
        }
    }

    fn take(&mut self, token: Token) {
        match token {
            Token::Open { tag, attributes } => self.enter(tag, attributes.into_iter().collect()),
            Token::Close(tag) => self.leave(&tag),
            Token::Text(text) => self.read(&text),
        }
    }

    fn fault(&mut self, what: String) {
        self.found.push(what);
    }

    fn enter(&mut self, tag: String, attributes: Attributes) {
        self.check_policy(&tag, &attributes);
        self.check_classes(&tag, &attributes);
        self.check_heading(&tag);
        if let Some(id) = attributes.get("id")
            && !self.ids.insert(id.clone())
        {
            self.fault(format!("two elements have the id {id:?}"));
        }
        self.note_references(&tag, &attributes);
        let name = attributes.get("aria-label").cloned().unwrap_or_default();
        self.read(&name);
        if !["input", "meta", "link", "br", "hr", "img"].contains(&tag.as_str()) {
            self.open.push(Open { tag, attributes, words: name, captioned: false });
        }
    }

    fn note_references(&mut self, tag: &str, attributes: &Attributes) {
        for name in REFERENCES {
            self.wanted
                .extend(attributes.get(name).into_iter().flat_map(|ids| ids.split(' ')).map(str::to_owned));
        }
        self.wanted.extend(attributes.get("href").and_then(|href| href.strip_prefix('#')).map(str::to_owned));
        self.labelled.extend(attributes.get("for").cloned());
        let sends = attributes.get("type").is_some_and(|t| t == "hidden" || t == "submit");
        if matches!(tag, "input" | "select" | "textarea") && !sends && !attributes.contains_key("aria-label")
        {
            self.fields.push(attributes.get("id").cloned().unwrap_or_default());
        }
    }

    fn check_policy(&mut self, tag: &str, attributes: &Attributes) {
        if tag == "script" || tag == "style" || tag == "iframe" {
            self.fault(format!("<{tag}> on a page"));
        }
        for (name, value) in attributes {
            if name == "style" || name.starts_with("on") {
                self.fault(format!("<{tag} {name}={value:?}> is blocked by the policy"));
            }
            let loads = matches!(
                (tag, name.as_str()),
                ("img" | "use" | "image", _) | ("link", "href") | ("form", "action")
            );
            if loads && value.contains("//") {
                self.fault(format!("<{tag} {name}={value:?}> leaves the program"));
            }
        }
    }

    fn check_classes(&mut self, tag: &str, attributes: &Attributes) {
        let Some(list) = attributes.get("class") else { return };
        for class in list.split(' ').filter(|c| !c.is_empty()) {
            match self.classes.get(class) {
                None => self
                    .fault(format!("<{tag}> has the class {class:?}, which neither sheet nor package has")),
                Some(tags) if !tags.is_empty() && !tags.contains(element(tag)) => {
                    self.fault(format!(
                        "<{tag}> has the class {class:?}, which the package gives to {tags:?}"
                    ));
                }
                Some(_) => {}
            }
            // A part of a component stands inside it: `nhsuk-tag__x` in something of class `nhsuk-tag`.
            if let Some((block, _)) = class.split_once("__")
                && class.starts_with("nhsuk-")
                && !self.is_inside(block)
            {
                self.fault(format!("<{tag} class={class:?}> stands outside of {block:?}"));
            }
        }
    }

    fn is_inside(&self, block: &str) -> bool {
        self.open.iter().any(|o| {
            o.attributes.get("class").is_some_and(|list| {
                list.split(' ')
                    .any(|c| c == block || c.strip_prefix(block).is_some_and(|rest| rest.starts_with("--")))
            })
        })
    }

    fn check_heading(&mut self, tag: &str) {
        let Some(level) = tag.strip_prefix('h').and_then(|n| n.parse::<u32>().ok()) else { return };
        if level > self.level + 1 {
            self.fault(format!("<{tag}> comes after a heading of level {}", self.level));
        }
        if level == 1 && self.level > 0 {
            self.fault("a second h1".into());
        }
        self.level = level;
    }

    fn read(&mut self, text: &str) {
        for open in &mut self.open {
            open.words.push_str(text);
        }
    }

    fn leave(&mut self, tag: &str) {
        let Some(open) = self.open.pop() else { return self.fault(format!("</{tag}> closes nothing")) };
        if open.tag != tag {
            self.fault(format!("</{tag}> closes <{}> with {:?}", open.tag, open.attributes));
            return;
        }
        let wants_words =
            matches!(tag, "a" | "button" | "label" | "legend" | "caption" | "summary" | "title" | "th")
                || tag.strip_prefix('h').is_some_and(|n| n.parse::<u32>().is_ok());
        let quiet = open.attributes.contains_key("aria-labelledby");
        if wants_words && !quiet && open.words.trim().is_empty() {
            self.fault(format!("<{tag}> has no words: {:?}", open.attributes));
        }
        let named = ["aria-label", "aria-labelledby"].iter().any(|name| open.attributes.contains_key(*name));
        if tag == "caption"
            && let Some(table) = self.open.last_mut()
        {
            table.captioned = true;
        }
        if tag == "table" && !named && !open.captioned {
            self.fault("a table has no caption".into());
        }
        if tag == "svg" && !named && !open.attributes.contains_key("aria-hidden") {
            self.fault("a picture has no name and is not hidden from those who hear the page".into());
        }
    }

    fn end(&mut self) {
        for open in std::mem::take(&mut self.open) {
            self.fault(format!("<{}> is not closed: {:?}", open.tag, open.attributes));
        }
        for id in std::mem::take(&mut self.wanted) {
            if !self.ids.contains(&id) {
                self.fault(format!("nothing has the id {id:?} that a label or description names"));
            }
        }
        for id in std::mem::take(&mut self.fields) {
            if !self.labelled.contains(&id) {
                self.fault(format!("no label names the field {id:?}"));
            }
        }
        if self.level == 0 {
            self.fault("no heading".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_well_made_page_has_no_faults_and_each_slip_has_its_own() {
        let classes = [("nhsuk-tag", "strong"), ("nhsuk-tag__x", "b")]
            .map(|(c, t)| (c.to_owned(), [t.to_owned()].into()))
            .into();
        let whole = "<!DOCTYPE html><main id=\"m\"><h1>A</h1><h2>B</h2><strong class=\"nhsuk-tag\"><b class=\"nhsuk-tag__x\">c</b></strong>\
                     <label for=\"f\">F</label><input id=\"f\"><table><caption>T</caption></table><a href=\"#m\">Up</a></main>";
        assert_eq!(faults(whole, &classes), Vec::<String>::new());
        for (from, to, part) in [
            ("<h2>B</h2>", "<h3>B</h3>", "after a heading of level 1"),
            ("<h2>B</h2>", "<h1>B</h1>", "a second h1"),
            ("<h1>A</h1><h2>B</h2>", "", "no heading"),
            ("<strong class=\"nhsuk-tag\">", "<strong>", "outside of"),
            ("\"nhsuk-tag\"", "\"nhsuk-tga\"", "neither"),
            (
                "<b class=\"nhsuk-tag__x\">c</b>",
                "<i class=\"nhsuk-tag__x\">c</i>",
                "which the package gives to",
            ),
            ("for=\"f\"", "for=\"g\"", "no label names"),
            ("<caption>T</caption>", "", "no caption"),
            ("<caption>T</caption>", "<caption> </caption>", "no words"),
            ("href=\"#m\"", "href=\"#n\"", "nothing has the id"),
            ("<b class", "<b id=\"f\" class", "two elements"),
            ("<main", "<main style=\"color:red\"", "blocked"),
            ("<label", "<script></script><label", "<script>"),
            ("</h1>", "", "closes"),
        ] {
            let broken = whole.replace(from, to);
            let found = faults(&broken, &classes);
            assert!(found.iter().any(|f| f.contains(part)), "{part} in {found:?}");
        }
    }
}
