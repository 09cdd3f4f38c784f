//! The whole of `evidence/` is read, held against the field reference, asked by metric and searched; and broken
//! records are refused by file and key.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of a test may fail the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wt_evidence::{Directness, EvidenceError, Filters, InsightKind, Library, Marked, Search, Strength};
use wt_units::MetricId;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn files() -> Vec<(String, String)> {
    let mut files = vec![];
    for folder in ["insights", "items"] {
        for entry in fs::read_dir(Path::new(ROOT).join("evidence").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            files.push((format!("evidence/{folder}/{name}"), fs::read_to_string(path).unwrap()));
        }
    }
    files
}

fn library() -> Library {
    Library::parse(&files()).unwrap_or_else(|errors| {
        panic!("{}", errors.iter().map(EvidenceError::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn metric(id: &str) -> MetricId {
    id.parse().unwrap()
}

fn ids(search: &Search, question: &str) -> Vec<String> {
    let answer = search.search(question, &Filters::default(), 100);
    answer.hits.into_iter().map(|hit| hit.id).collect()
}

mod records {
    use super::*;

    #[test]
    fn the_library_holds_eight_insights_three_themes_and_their_items() {
        let library = library();
        let of = |kind| library.insights().iter().filter(|i| i.kind == kind).count();
        assert_eq!((of(InsightKind::Insight), of(InsightKind::Theme)), (8, 3));
        assert!(library.items().len() >= 28, "{} items", library.items().len());
        for insight in library.insights() {
            assert!(!library.for_insight(&insight.id).is_empty(), "nothing belongs to {}", insight.id);
        }
    }

    #[test]
    fn insights_are_short_enough_to_be_read() {
        for insight in library().insights() {
            let all = [&insight.summary, &insight.lost, &insight.why, &insight.closes];
            let words: usize = all.iter().map(|text| text.split_whitespace().count()).sum();
            assert!((80..=200).contains(&words), "{}: {words} words", insight.id);
        }
    }

    #[test]
    fn every_record_says_whence_and_what_it_is_not() {
        for item in library().items() {
            assert!(item.caveat.split_whitespace().count() >= 5, "{}", item.id);
            assert!(item.metrics.iter().all(|m| m.why.ends_with('.')), "{}", item.id);
            // An item that bears on no metric says so, as nobody will meet it on a metric's page.
            assert!(!item.metrics.is_empty() || item.caveat.contains("bears on"), "{}", item.id);
        }
    }

    #[test]
    fn figures_are_said_as_pages_say_them() {
        let library = library();
        let said = |id: &str, n: usize| library.item(id).unwrap().results[n].words();
        assert_eq!(said("pan-london-agency-rates", 0), "£27 million");
        assert_eq!(said("revalidation-cost-estimates", 0), "£97 million (a year)");
        assert_eq!(said("onboarding-north-central-london", 0), "from 30 to 18 (days)");
        assert_eq!(said("pan-london-rates-break", 0), "broke once one neighbour paid more");
    }

    #[test]
    fn metric_files_name_insights_that_are_told_here() {
        let library = library();
        for entry in fs::read_dir(Path::new(ROOT).join("metrics")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml") {
                let metric: toml::Table = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
                let insight = metric["insight"].as_str().unwrap();
                assert!(library.insight(insight).is_some(), "{}: {insight}", path.display());
            }
        }
    }

    #[test]
    fn figures_from_memory_are_shown_as_unconfirmed() {
        let library = library();
        assert!(library.item("patients-per-nurse-rn4cast").unwrap().is_unconfirmed());
        assert!(!library.item("integrated-medicines-management-trial").unwrap().is_unconfirmed());
    }

    #[test]
    fn metrics_exist_in_the_field_reference() {
        let shared = std::env::var_os("WHOLETIME_SHARED")
            .map_or_else(|| PathBuf::from(ROOT).join("../shared"), PathBuf::from);
        let Ok(text) = fs::read_to_string(shared.join("reference/metrics.toml")) else {
            println!("skipped: the field reference is not there");
            return;
        };
        let table: toml::Table = toml::from_str(&text).unwrap();
        let mut known: BTreeSet<String> = table["metric"].as_array().unwrap().iter().map(id_of).collect();
        // Our own names for the metrics that the published files feed.
        known.extend(["sickness-absence".to_owned(), "joiner-rate".to_owned()]);
        known.remove("sickness-absence-rate");
        let library = library();
        let unknown: Vec<_> =
            library.metric_ids().into_iter().filter(|m| !known.contains(m.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    fn id_of(metric: &toml::Value) -> String {
        metric["id"].as_str().unwrap().to_owned()
    }
}

mod asking {
    use super::*;

    #[test]
    fn direct_evidence_comes_first_then_the_stronger() {
        let library = library();
        let sickness = metric("sickness-absence");
        let found = library.for_metric(&sickness);
        let order: Vec<_> = found.iter().map(|i| (i.link_to(&sickness).unwrap().link, i.strength)).collect();
        assert!(order.is_sorted_by(|a, b| a >= b), "{order:?}");
        assert_eq!(found[0].id, "sickness-by-staff-group-2014");
        assert_eq!(found[1].id, "nhs-employers-cost-of-absence-2014");
        assert!(order.iter().any(|(link, _)| *link == Directness::Indirect));
        assert!(library.for_metric(&metric("no-such-metric")).is_empty());
    }

    #[test]
    fn an_item_names_its_metrics_direct_first() {
        let library = library();
        let item = library.item("appraisal-hours-2014").unwrap();
        let names: Vec<_> = library.metrics_of(item).into_iter().map(MetricId::as_str).collect();
        assert_eq!(names, ["nonproductive-medical-hours", "medical-appraisal-rate", "appraisal-rate"]);
    }

    #[test]
    fn more_like_a_record_are_others_on_the_same_subject() {
        let library = library();
        let like = library.more_like("pan-london-agency-rates", 4);
        assert_eq!(like.len(), 4);
        assert!(like.iter().any(|i| i.id == "pan-london-rates-break"));
        assert!(like.iter().all(|i| i.insights.contains(&"bank-and-agency-rates".to_owned())));
        assert!(library.more_like("no-such-item", 4).is_empty());
    }
}

mod refusals {
    use super::*;

    const GOOD: &str = include_str!("../../../evidence/items/time-to-hire-royal-free.toml");
    const INSIGHT: &str = include_str!("../../../evidence/insights/streamlining.toml");
    const PATH: &str = "items/time-to-hire-royal-free.toml";

    /// What is said of the good record after `from` is replaced by `to`.
    fn refused(from: &str, to: &str) -> String {
        let text = GOOD.replacen(from, to, 1);
        assert_ne!(text, GOOD, "the test changes nothing");
        let files = [("insights/streamlining.toml", INSIGHT), (PATH, &text)];
        let errors = Library::parse(&files).unwrap_err();
        errors.iter().map(EvidenceError::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_good_record_is_taken() {
        let files = [("insights/streamlining.toml", INSIGHT), (PATH, GOOD), ("README.md", "about")];
        assert_eq!(Library::parse(&files).unwrap().items().len(), 1);
    }

    #[test]
    fn file_and_key_are_named() {
        let cases = [
            ("strength = ", "colour = \"red\"\nstrength = ", "key colour: unknown field"),
            ("strength = \"reported\"", "strength = \"certain\"", "key strength: unknown variant"),
            ("strength = \"reported\"\n", "", "key strength: missing field"),
            ("cost = \"not stated\"\n", "", "key cost: missing field"),
            ("cost = \"not stated\"\n", "cost = \" \"\n", "key cost: is empty"),
            ("\"streamlining\"", "\"alchemy\"", "key insights: no insight is called 'alchemy'"),
            ("id = \"time-to-hire-royal-free\"", "id = \"other\"", "key id: found 'other'"),
            ("found = \"over 6\"\n", "", "key results: 'Time to hire' has none of"),
            ("metric = \"time-to-hire\"", "metric = \"Time to hire\"", "key metric: found 'Time to hire'"),
            ("[source]", "[sauce]", "key sauce: unknown field"),
            ("review = \"2027-11-30\"", "review = \"soon\"", "key review: "),
        ];
        for (from, to, expected) in cases {
            let said = refused(from, to);
            assert!(said.contains(&format!("{PATH}, {expected}")), "{to}: {said}");
        }
    }

    #[test]
    fn a_record_without_a_source_is_refused() {
        let (start, rest) = GOOD.split_once("[source]").unwrap();
        let text = format!(
            "{start}{}",
            rest.split_once("[[results]]").map(|(_, r)| format!("[[results]]{r}")).unwrap()
        );
        let errors = Library::parse(&[("insights/streamlining.toml", INSIGHT), (PATH, &text)]).unwrap_err();
        assert_eq!(errors[0].key.as_deref(), Some("source"), "{errors:?}");
    }

    #[test]
    fn an_id_is_used_once_and_other_files_have_no_place() {
        let files = [
            ("insights/streamlining.toml", INSIGHT),
            (PATH, GOOD),
            ("old/items/time-to-hire-royal-free.toml", GOOD),
            ("evidence/notes.txt", "hello"),
        ];
        let errors = Library::parse(&files).unwrap_err();
        let said: Vec<_> = errors.iter().map(EvidenceError::to_string).collect();
        assert!(said.iter().any(|e| e.contains("is already the id of items/time-to-hire-royal-free.toml")));
        assert!(said.iter().any(|e| e.starts_with("evidence/notes.txt: isn't a record")), "{said:?}");
    }
}

mod searching {
    use super::*;

    fn search() -> Search {
        Search::build(&library()).unwrap()
    }

    #[test]
    fn misspelt_words_are_understood() {
        let answer = search().search("pharmacsit", &Filters::default(), 10);
        assert!(answer.total >= 5, "{} found", answer.total);
        assert!(answer.hits[0].title.text.to_lowercase().contains("pharmacist"));
        assert_eq!(answer.did_you_mean.as_deref(), Some("pharmacist"));
        let answer = search().search("sikness absnce", &Filters::default(), 10);
        assert!(answer.hits.iter().any(|h| h.id == "sickness-by-staff-group-2014"), "{answer:?}");
    }

    #[test]
    fn well_spelt_words_are_left_alone() {
        let answer = search().search("Pharmacists in the ward round", &Filters::default(), 10);
        assert_eq!(answer.did_you_mean, None);
        assert_eq!(answer.hits[0].id, "imperial-post-take-pharmacists");
    }

    #[test]
    fn words_are_found_in_any_form_and_by_their_synonyms() {
        let search = search();
        assert!(ids(&search, "rosters").contains(&"rostering-by-hand".to_owned()));
        assert!(ids(&search, "rota").contains(&"e-roster-levels-of-attainment".to_owned()));
        // This record says FTE and never WTE; the next says "whole-time equivalent" and WTE.
        let wte = ids(&search, "WTE");
        assert!(wte.contains(&"sickness-by-staff-group-2014".to_owned()), "{wte:?}");
        assert_eq!(
            wte.iter().collect::<BTreeSet<_>>(),
            ids(&search, "full-time equivalents").iter().collect()
        );
        assert!(ids(&search, "temporary staffing").contains(&"pan-london-agency-rates".to_owned()));
    }

    #[test]
    fn a_title_outranks_a_mention() {
        let found = ids(&search(), "price caps");
        assert_eq!(found[0], "agency-price-caps-2015-16", "{found:?}");
    }

    #[test]
    fn all_words_are_wanted_and_some_are_offered_with_a_note() {
        let search = search();
        let all = search.search("agency critical care", &Filters::default(), 10);
        assert_eq!((all.hits[0].id.as_str(), all.notes.len()), ("manchester-shared-bank", 0));
        let some = search.search("scanning midwives", &Filters::default(), 10);
        assert!(some.total > 0 && some.notes[0].contains("some of them"), "{some:?}");
    }

    #[test]
    fn facets_count_and_filters_narrow() {
        let search = search();
        let all = search.search("pharmacists", &Filters::default(), 100);
        let trials = all.facets.strengths.iter().find(|c| c.label == "randomised").unwrap().count;
        let filters = Filters { strength: Some(Strength::Randomised), ..Filters::default() };
        let narrowed = search.search("pharmacists", &filters, 100);
        assert_eq!(narrowed.total, trials);
        // The other strengths stay to be chosen.
        assert_eq!(narrowed.facets.strengths, all.facets.strengths);
        assert!(narrowed.facets.insights.iter().all(|c| c.count <= trials));
        let filters = Filters { metric: Some(metric("sickness-absence")), ..Filters::default() };
        let browsed = search.search("", &filters, 100);
        assert_eq!(browsed.total, library().for_metric(&metric("sickness-absence")).len());
    }

    #[test]
    fn an_empty_question_lists_everything_the_stronger_first() {
        let library = library();
        let answer = search().search("  ", &Filters::default(), usize::MAX);
        assert_eq!(answer.total, library.items().len());
        assert_eq!(answer.hits[0].id, "integrated-medicines-management-trial");
        assert_eq!(search().search("", &Filters::default(), 0).hits, []);
    }

    #[test]
    fn marks_are_the_words_that_were_asked_for() {
        let answer = search().search("overrides", &Filters::default(), 1);
        let snippet = &answer.hits[0].snippet;
        let marked: Vec<_> =
            snippet.parts().into_iter().filter(|(_, m)| *m).map(|(t, _)| t.to_lowercase()).collect();
        assert!(!marked.is_empty() && marked.iter().all(|word| word.starts_with("overrid")), "{snippet:?}");
        assert!(snippet.text.chars().count() <= 222);
        assert_eq!(joined(snippet), snippet.text);
    }

    fn joined(marked: &Marked) -> String {
        marked.parts().into_iter().map(|(piece, _)| piece).collect()
    }

    #[test]
    fn any_text_is_a_question() {
        let search = search();
        let odd = [
            "\"",
            "title:",
            "(a OR",
            "AND NOT",
            "*",
            "^2~",
            "\\",
            "a\"b'c",
            "[x TO y]",
            "+-",
            "\u{0}\u{7}",
            "🩺🏥",
            "é́é",
            "İstanbul ǅ",
            "rosters🩺agency",
            "ﬁll rate",
            "漢字 かな",
            "-1 £4.76bn 22,9%",
            "zzzzzzzzqqqq",
            "the of and",
        ];
        let long = ["pharmacist ".repeat(1_000), "x".repeat(10_000), "£é🩺".repeat(2_500)];
        for question in odd.iter().map(|q| (*q).to_owned()).chain(long) {
            let answer = search.search(&question, &Filters::default(), 5);
            assert!(answer.hits.len() <= 5);
            assert!(
                !answer.notes.iter().any(|n| n.contains("could not")),
                "{question:.40}: {:?}",
                answer.notes
            );
            for hit in &answer.hits {
                assert_eq!(joined(&hit.snippet), hit.snippet.text);
                assert_eq!(joined(&hit.title), hit.title.text);
            }
        }
    }
}

/// Not a check but a measurement, as start-up stands and falls with it: `--release -- --nocapture measured`.
#[test]
fn measured() {
    let files = files();
    let started = std::time::Instant::now();
    let library = Library::parse(&files).unwrap();
    let parsed = started.elapsed();
    let search = Search::build(&library).unwrap();
    let built = started.elapsed() - parsed;
    let questions =
        ["agency", "pharmacsit ward", "time to hire", "rosters six weeks", "sickness absence", ""];
    let started = std::time::Instant::now();
    for question in questions.iter().cycle().take(600) {
        assert!(search.search(question, &Filters::default(), 20).total > 0, "{question}");
    }
    println!(
        "{} files read in {parsed:?}, indexed in {built:?}, {:?} a search",
        files.len(),
        started.elapsed() / 600
    );
    // Ten times the budget of a release build, so that a slow debug build on a busy machine passes.
    assert!(built.as_millis() < 2_000, "{built:?}");
}
