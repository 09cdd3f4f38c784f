//! `--mode corrected` where it says something of its own, and where both readings are one.

use std::fmt::Write;

use super::{Sheet, run, stats};

fn flags(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn every_subcommand_takes_either_mode() {
    let sheet = Sheet::new("modes", "a,b,c,p\n1,10,x,0.1\n2,10,x,0.2\n3,10,x,0.3\n4,10,x,0.4\n5,10,x,0.5\n");
    for (what, asked) in [
        ("rate", "--kind proportion --numerator a --denominator b"),
        ("quantile", "--value a"),
        ("p-adjust", "--p p"),
        ("cusum", "--value a"),
        ("chart", "--type i --value a"),
        ("disclose", "--row c --count a"),
        ("spc", "--value a"),
        ("funnel", "--numerator a --denominator b --type PR"),
        ("compare", "--unit a --numerator a --denominator b --benchmark mean"),
    ] {
        for mode in ["peer", "corrected"] {
            let (code, _, err) = run(what, &sheet, &flags(&format!("{asked} --mode {mode}")));
            assert_eq!(code, Some(0), "{what} {mode}: {err}");
        }
    }
    for what in ["life", "sii", "dsr", "isr", "trend", "meta", "effect"] {
        let (_, _, err) = run(what, &sheet, &flags("--mode corrected"));
        assert!(!err.contains("unexpected argument"), "{what}: {err}");
    }
}

#[test]
fn a_corrected_funnel_keeps_the_names_and_adds_chances() {
    let rows = (0..30).fold("org,x,n\n".to_owned(), |mut csv, i| {
        writeln!(csv, "U{i},{},{}", if i == 7 { 90 } else { 20 + 3 * (i % 4) }, 200).unwrap();
        csv
    });
    let sheet = Sheet::new("modes-funnel", &rows);
    let asked = "--unit org --numerator x --denominator n --type PR --multiplier 100";
    let peer = stats("funnel", &sheet, &flags(asked));
    let corrected = stats("funnel", &sheet, &flags(&format!("{asked} --mode corrected")));
    for key in peer["units"][0].as_object().unwrap().keys() {
        assert!(corrected["units"][0].get(key).is_some(), "{key}");
    }
    let out = &corrected["units"][7];
    assert_eq!((&out["outlier_998"], &out["value"]), (&true.into(), &45.0.into()));
    assert!(out["q"].as_f64().unwrap() < 0.001 && out["z"].as_f64().unwrap() > 4.0, "{out}");
    assert!(out["od_u998"].as_f64().unwrap() < 45.0 && out["l95"].is_null() && corrected["phi"].is_null());
    assert!(corrected["units"].as_array().unwrap().iter().filter(|u| u["outlier_95"] == true).count() <= 3);
}

#[test]
fn a_corrected_p_chart_allows_for_one_outlier_and_says_why() {
    let rows = (0..36).fold("month,x,n\n".to_owned(), |mut csv, i| {
        let x = if i == 30 { 90 } else { 40 + (i * 7) % 11 };
        writeln!(csv, "{}-{:02}-01,{x},400", 2023 + i / 12, 1 + i % 12).unwrap();
        csv
    });
    let sheet = Sheet::new("modes-chart", &rows);
    let asked = "--type p --value x --denominator n --date month --mode corrected";
    let found = stats("chart", &sheet, &flags(asked));
    let points = found["series"][0]["points"].as_array().unwrap();
    assert_eq!(points[30]["sigma.signal"], true);
    assert!(points[30]["reason"].as_str().unwrap().contains("above"), "{}", points[30]);
    assert_eq!(points.iter().filter(|p| p["sigma.signal"] == true).count(), 1);
    assert!(points[0]["cl"].is_number() && points[0]["ucl"].as_f64() > points[0]["lcl"].as_f64());
    // With excluded points nothing is said of them.
    let found = stats("chart", &sheet, &flags(&format!("{asked} --exclude 31")));
    assert!(found["series"][0]["points"][30]["reason"].is_null());
}
