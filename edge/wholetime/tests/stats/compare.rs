//! `stats compare`: labels, ranks and the chances of error, in both readings.

use std::fmt::Write;

use super::{Sheet, run, stats};

fn flags(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

/// Twenty units of 200: nineteen that differ by luck alone, and one at twice their rate.
fn sheet(name: &str) -> Sheet {
    let late = [25, 18, 24, 20, 27, 22, 16, 26, 23, 21, 19, 28, 24, 17, 25, 22, 20, 29, 23, 52];
    let rows = late.iter().enumerate().fold("org,late,all\n".to_owned(), |mut csv, (i, x)| {
        writeln!(csv, "U{i},{x},200").unwrap();
        csv
    });
    Sheet::new(name, &rows)
}

#[test]
fn the_peer_takes_the_benchmark_as_known_and_the_corrected_reading_does_not() {
    let sheet = sheet("compare");
    let asked =
        "--unit org --numerator late --denominator all --benchmark best-quartile --polarity low-is-good";
    let peer = stats("compare", &sheet, &flags(asked));
    let labels = |of: &serde_json::Value, label: &str| {
        of.as_array().unwrap().iter().filter(|r| r["label"] == label).count()
    };
    // The quartile of 10% lies outside the own interval of the worst only; the label is the one of single overlap.
    assert_eq!(peer[19]["label"], "Worse");
    assert!((peer[19]["comparator"].as_f64().unwrap() - 0.1).abs() < 1e-12);
    assert!((peer[19]["value"].as_f64().unwrap() - 0.26).abs() < 1e-12);
    assert_eq!((&peer[19]["rank"], &peer[6]["rank"]), (&20.into(), &1.into()));
    assert!(peer[19]["q"].is_null() && peer[19]["rank_upper"].is_null());

    let corrected = stats("compare", &sheet, &flags(&format!("{asked} --mode corrected")));
    assert_eq!((labels(&corrected, "Worse"), labels(&corrected, "Similar")), (1, 19));
    let worst = &corrected[19];
    assert!(worst["comparator"].as_f64() > peer[19]["comparator"].as_f64(), "luck is taken out: {worst}");
    assert!(worst["q"].as_f64().unwrap() < 0.01 && worst["rank_lower"].as_u64().unwrap() > 10, "{worst}");
    assert!(worst["rank_lower_all"].as_u64() <= worst["rank_lower"].as_u64());
    // The same seed, the same figures.
    assert_eq!(corrected, stats("compare", &sheet, &flags(&format!("{asked} --mode corrected"))));
}

#[test]
fn the_mean_is_pooled_and_metrics_are_compared_each_for_itself() {
    let sheet = Sheet::new(
        "compare-metrics",
        "metric,org,x,n\na,P,10,100\na,Q,30,300\na,R,90,300\nb,P,5,10\nb,Q,6,10\nb,Q,4,20\nb,R,,10\n",
    );
    let asked = "--metric metric --unit org --numerator x --denominator n --benchmark mean --multiplier 100";
    let found = stats("compare", &sheet, &flags(asked));
    assert!((found[0]["comparator"].as_f64().unwrap() - 130.0 / 7.0).abs() < 1e-12);
    assert_eq!((&found[0]["label"], &found[2]["label"]), (&"Lower".into(), &"Higher".into()));
    // Rows of one unit are added up; a missing figure is said.
    assert!((found[4]["value"].as_f64().unwrap() - 100.0 / 3.0).abs() < 1e-12);
    assert_eq!(found[5]["label"], "Not compared");
    assert_eq!(found[5]["reason"], "its figures can't be used");
    let corrected = stats("compare", &sheet, &flags(&format!("{asked} --mode corrected")));
    assert_eq!(corrected[5]["reason"], "a figure is missing");
    assert!(corrected[2]["q"].as_f64().unwrap() < 0.001);
    assert_eq!(corrected[2]["label"], "Higher");
}

#[test]
fn the_best_of_the_most_similar_needs_to_know_who_is_similar() {
    let sheet = sheet("compare-similar");
    let asked =
        "--unit org --numerator late --denominator all --benchmark best-2-of-4 --polarity low-is-good";
    let (code, _, err) = run("compare", &sheet, &flags(asked));
    assert_eq!(code, Some(2));
    assert!(err.contains("needs --similar FILE"), "{err}");
    let like = (0..20).fold("org,size,age\n".to_owned(), |mut csv, i| {
        writeln!(csv, "U{i},{},7", i * 10).unwrap();
        csv
    });
    let like = Sheet::new("compare-like", &like);
    let asked = format!("{asked} --similar {}", like.0.display());
    let peer = stats("compare", &sheet, &flags(&asked));
    // U1, U2, U3 and U4 are the nearest to U0; the best two of them have 18 and 20 of 200.
    assert!((peer[0]["comparator"].as_f64().unwrap() - 0.095).abs() < 1e-12);
    let corrected = stats("compare", &sheet, &flags(&format!("{asked} --mode corrected")));
    assert_eq!((&corrected[0]["label"], &corrected[19]["label"]), (&"Similar".into(), &"Worse".into()));
    let (code, _, err) = run("compare", &sheet, &flags(&asked.replace("low-is-good", "no-judgement")));
    assert_eq!(code, Some(2));
    assert!(err.contains("needs --polarity"), "{err}");
}
