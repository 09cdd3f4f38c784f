//! `stats rate`, `life`, `sii` and `quantile` on the golden files of public-health rates, whole.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::Value;

use super::{Sheet, golden, run, stats};

type Row = HashMap<String, String>;

/// The rows of a golden file by their headings.
fn rows(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.unwrap()).collect()
}

/// A command line's words.
fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// Runs a command on a golden file and gives its rows.
fn answer(what: &str, name: &str, text: &str, line: &str) -> Vec<Value> {
    let sheet = Sheet::new(&format!("{what}{name}"), text);
    stats(what, &sheet, &words(line)).as_array().unwrap().clone()
}

/// Holds columns of ours against columns of theirs: numbers to 1e-9, missing as missing.
fn same(found: &Value, want: &Row, pairs: &[(&str, &str)]) {
    for (ours, theirs) in pairs {
        let (ours, theirs) = (&found[*ours], &want[*theirs]);
        match theirs.parse::<f64>() {
            Err(_) => assert!(ours.is_null(), "{ours} for {theirs} in {want:?}"),
            Ok(x) => {
                let gap = ours.as_f64().map(|o| (o - x).abs());
                assert!(gap.is_some_and(|g| g <= 1e-9 * x.abs().max(1.0)), "{ours} for {theirs} in {want:?}");
            }
        }
    }
}

const ONE: [(&str, &str); 3] = [("value", "value"), ("lower", "lowercl"), ("upper", "uppercl")];
const TWO: [(&str, &str); 5] = [
    ("value", "value"),
    ("lower_0.95", "lower95_0cl"),
    ("upper_0.95", "upper95_0cl"),
    ("lower_0.998", "lower99_8cl"),
    ("upper_0.998", "upper99_8cl"),
];

/// One file holds counts, denominators and what they give.
fn each_row(file: &str, line: &str, pairs: &[(&str, &str)]) {
    let Some(text) = golden(&format!("phe/{file}.csv")) else { return };
    let found = answer("rate", file, &text, line);
    let want = rows(&text);
    assert_eq!(found.len(), want.len());
    for (found, want) in found.iter().zip(&want) {
        same(found, want, pairs);
        assert_eq!(found["method"], want["method"].as_str());
    }
}

#[test]
fn proportions_and_rates_row_by_row() {
    for (name, confidence) in [("c900", "0.9"), ("c950", "95"), ("c990", "0.99"), ("c998", "99.8")] {
        let columns = format!("--x x --n n --confidence {confidence}");
        let line = format!("--kind proportion --multiplier 100 {columns}");
        each_row(&format!("proportion_{name}_m100"), &line, &ONE);
        each_row(&format!("rate_{name}"), &format!("--kind rate {columns}"), &ONE);
    }
    each_row("proportion_two_levels", "--kind proportion --x x --n n --confidence 0.95,0.998", &TWO);
    each_row("rate_two_levels", "--kind rate --x x --n n --confidence 95,99.8 --multiplier 1000", &TWO);
}

/// Inputs stand in one file, the expected rows, one a group, in another.
fn each_group(what: &str, input: &str, expected: &str, line: &str, key: &str, pairs: &[(&str, &str)]) {
    let (Some(text), Some(want)) =
        (golden(&format!("phe/{input}.csv")), golden(&format!("phe/{expected}.csv")))
    else {
        return;
    };
    let found: HashMap<String, Value> = answer(what, expected, &text, line)
        .into_iter()
        .map(|row| (row["group"].as_str().unwrap().to_owned(), row))
        .collect();
    for want in rows(&want) {
        let found = &found[&want[key]];
        same(found, &want, pairs);
        if let Some(method) = want.get("method") {
            assert_eq!(found["method"], method.as_str());
        }
    }
}

fn with(
    pairs: &[(&'static str, &'static str)],
    more: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    pairs.iter().chain(more).copied().collect()
}

#[test]
fn directly_standardised_rates_by_area() {
    let line = "--kind dsr --group area --numerator obs --denominator pop --standard stdpop";
    let totals = [("total_count", "total_count"), ("total_pop", "total_pop")];
    let two = format!("{line} --confidence 0.95,0.998");
    each_group("rate", "dsr_input", "dsr_expected", &two, "area", &with(&TWO, &totals));
    let ninety = format!("{line} --confidence 90 --multiplier 1000");
    each_group("rate", "dsr_input", "dsr_expected_c90_m1000", &ninety, "area", &with(&ONE, &totals));
    let persons = format!("{line} --eventfreq eventfreq");
    let (input, expected) = ("dsr_nonindependent_input", "dsr_nonindependent_expected");
    each_group("rate", input, expected, &persons, "area", &with(&ONE, &totals));
}

#[test]
fn indirectly_standardised_ratios_and_rates_by_area_from_a_reference_file() {
    let Some(reference) = golden("phe/isr_reference.csv") else { return };
    let reference = Sheet::new("reference", &reference);
    let line = format!(
        "--group area --numerator obs --denominator pop --reference-numerator xr --reference-denominator nr \
         --confidence 0.95,0.998 --reference {}",
        reference.0.display()
    );
    let counts = with(&TWO, &[("observed", "observed"), ("expected", "expected")]);
    for band in ["", "--band ageband"] {
        let ratio = format!("--kind isr {band} {line}");
        each_group("rate", "dsr_input", "isratio_expected", &ratio, "area", &counts);
        let rate = format!("--kind israte {band} {line}");
        let pairs = with(&counts, &[("ref_rate", "ref_rate")]);
        each_group("rate", "dsr_input", "israte_expected", &rate, "area", &pairs);
    }
}

#[test]
fn observed_totals_may_stand_in_a_file_of_their_own() {
    let bands = Sheet::new("bands", "area,pop,xr,nr\nA,100,5,1000\nA,300,9,900\nB,200,5,1000\nB,100,9,900\n");
    let totals = Sheet::new("totals", "area,obs\nA,12\n");
    let line = format!(
        "--kind isratio --group area --x obs --n pop --x-ref xr --n-ref nr --observed-totals {}",
        totals.0.display()
    );
    let found = stats("rate", &bands, &words(&line));
    assert_eq!((&found[0]["expected"], &found[0]["observed"]), (&3.5.into(), &12.into()));
    assert_eq!(found[0]["value"], 12.0 / 3.5);
    assert_eq!((&found[1]["value"], &found[1]["reason"]), (&Value::Null, &"a figure is missing".into()));
}

#[test]
fn standardised_rates_are_subcommands_too() {
    let sheet = Sheet::new("short", "area,x,n,w,xr,nr\nA,30,1000,5,9,100\nA,20,500,5,7,100\n");
    let line = "--group area --x x --n n --standard w --x-ref xr --n-ref nr";
    for kind in ["dsr", "isr"] {
        let long = stats("rate", &sheet, &words(&format!("--kind {kind} {line}")));
        assert_eq!(stats(kind, &sheet, &words(line)), long);
        assert!(long[0]["value"].is_number());
    }
}

#[test]
fn a_band_or_quantile_that_only_others_have_is_missed() {
    let text = "area,age,n,x\nA,0,9000,5\nA,1,9000,5\nA,90,900,50\nB,0,9000,5\nB,90,900,50\n";
    let line = "--startage age --population n --deaths x --group area";
    let found = answer("life", "bands", text, line);
    assert!(found[0]["value"].is_number());
    assert_eq!(found[3]["reason"], "an age band that the file has elsewhere is missing");
    let sheet = Sheet::new("ages", text);
    let (code, _, err) = run("life", &sheet, &words(&format!("{line} --le-age 65")));
    assert!(code == Some(2) && err.contains("--le-age 65: no band"), "{err}");

    let mut text = "area,q,n,v,se\n".to_owned();
    for (area, quantiles) in [("A", [1, 2, 3, 4]), ("B", [1, 2, 4, 4])] {
        for q in quantiles {
            writeln!(text, "{area},{q},100,{q},0.1").unwrap();
        }
    }
    text.push_str("C,1,100,1,0.1\n");
    let line = "--group area --quantile q --population n --value v --se se";
    let found = answer("sii", "quantiles", &text, line);
    assert_eq!(found[0]["sii"].as_f64().map(f64::round), Some(4.0));
    assert_eq!(found[1]["reason"], "a quantile stands there twice");
    assert_eq!(found[2]["reason"], "a quantile that the file has is missing");
}

#[test]
fn means_by_group() {
    let pairs = with(&TWO, &[("value_sum", "value_sum"), ("value_count", "value_count"), ("stdev", "stdev")]);
    let line = "--kind mean --group grp --value value --confidence 0.95,0.998";
    each_group("rate", "mean_input", "mean_expected", line, "grp", &pairs);
}

#[test]
fn a_group_is_added_up_and_reasons_are_given() {
    let text = "area,x,n\nA,1,100\nA,4,100\nB,,100\nC,9,0\nD,7,5\n";
    let found = answer("rate", "sums", text, "--kind proportion --group area --numerator x --denominator n");
    assert_eq!((&found[0]["numerator"], &found[0]["value"]), (&5.into(), &0.025.into()));
    let reasons: Vec<&str> = found.iter().filter_map(|row| row["reason"].as_str()).collect();
    assert_eq!(
        reasons,
        [
            "a figure is missing",
            "a denominator is zero, negative or not a number",
            "the count is larger than its denominator"
        ]
    );
    // A missing count: none happened, as the peer reads it, or not known.
    let text = "x,n,w\n12,100,1\n,100,1\n";
    let line = "--kind dsr --numerator x --denominator n --standard w --multiplier 1";
    assert_eq!(answer("rate", "peer", text, line)[0]["value"], 0.06);
    let corrected = answer("rate", "corrected", text, &format!("{line} --mode corrected"));
    assert_eq!(
        (&corrected[0]["value"], &corrected[0]["reason"]),
        (&Value::Null, &"a figure is missing".into())
    );
}

#[test]
fn what_a_kind_needs_is_said() {
    let sheet = Sheet::new("needs", "x,n\n1,2\n");
    for (line, said) in [
        ("--kind dsr --x x --n n", "dsr needs --standard, the name of a column."),
        ("--kind mean --x x", "mean needs --value, the name of a column."),
        ("--kind rate --x x --n m", "there is no column 'm'. The headings are: x, n."),
        (
            "--kind rate --x x --n n --confidence 0",
            "expected a share such as 0.95 or a percentage such as 99.8",
        ),
    ] {
        let (code, _, err) = run("rate", &sheet, &words(line));
        assert_eq!(code, Some(2), "{line}");
        assert!(err.contains(said), "{err}");
    }
}

#[test]
fn life_expectancy_at_every_age() {
    let (Some(text), Some(want)) = (golden("phe/le_input.csv"), golden("phe/le_expected.csv")) else {
        return;
    };
    let line = "--startage startage --population pops --deaths deaths --group area --confidence 95,99.8";
    let found = answer("life", "le", &text, line);
    let key = |group: &str, age: &str| format!("{group} {age}");
    let found: HashMap<String, &Value> = found
        .iter()
        .map(|row| (key(row["group"].as_str().unwrap(), &row["startage"].to_string()), row))
        .collect();
    for want in rows(&want) {
        let found = found[&key(&want["area"], &want["startage"])];
        same(found, &want, &with(&TWO, &[("pops_used", "pops_used"), ("dths_used", "dths_used")]));
        assert_eq!(found["method"], want["method"].as_str());
    }
    let some = answer("life", "some", &text, &format!("{line} --le-age 0,65"));
    assert_eq!((some[0]["startage"].as_i64(), some[1]["startage"].as_i64()), (Some(0), Some(65)));
}

#[test]
fn inequality_by_area_with_and_without_transformation() {
    let line =
        "--group area --quantile decile --population pop --value-type 2 --lower-cl lower --upper-cl upper";
    for (transform, end) in [("FALSE", "cl"), ("TRUE", "")] {
        for from in ["--value value", "--x x"] {
            let line = format!("{line} {from} --transform {}", transform.to_lowercase());
            let file = format!("sii_expected_transform{transform}");
            each_group("sii", "sii_input", &file, &line, "area", &[("sii", "sii"), ("rii", "rii")]);
            let (Some(text), Some(want)) = (golden("phe/sii_input.csv"), golden(&format!("phe/{file}.csv")))
            else {
                return;
            };
            let found = answer("sii", "limits", &text, &line);
            for want in rows(&want) {
                let found = found.iter().find(|row| row["group"] == want["area"].as_str()).unwrap();
                for index in ["sii", "rii"] {
                    let theirs = ["lower", "upper"]
                        .map(|e| want[&format!("{index}_{e}95_0{end}")].parse::<f64>().unwrap());
                    let ours = ["lower", "upper"].map(|e| found[format!("{index}_{e}")].as_f64().unwrap());
                    for (ours, x) in ours.iter().zip(theirs) {
                        // The peer's limits are simulated.
                        assert!((ours - x).abs() < 0.015 * (theirs[1] - theirs[0]), "{ours} for {x}");
                    }
                }
            }
        }
    }
}

#[test]
fn quantile_labels_of_every_kind() {
    let Some(text) = golden("phe/quantile_expected.csv") else { return };
    for groups in [4, 5, 10, 100] {
        for invert in ["true", "false"] {
            let line = format!("--value value --nquantiles {groups} --invert {invert}");
            let found = answer("quantile", &format!("{groups}{invert}"), &text, &line);
            let column = format!("q{groups}_inv{}", invert.to_uppercase());
            for (found, want) in found.iter().zip(rows(&text)) {
                same(found, &want, &[("quantile", &column)]);
            }
        }
    }
}

#[test]
fn quantile_labels_by_indicator_and_region_each_in_its_own_direction() {
    let Some(text) = golden("phe/package_tests/test_quantiles_g.csv") else { return };
    let line = "--value Value --group GroupSet,IndSexRef,ParentCode --invert-column Polarity";
    let found = answer("quantile", "grouped", &text, line);
    let mut judged = 0;
    for (found, want) in found.iter().zip(rows(&text)) {
        if want["GroupSet"] == "IndSexReg" {
            same(found, &want, &[("quantile", "QuantileInGrp")]);
            judged += 1;
        }
    }
    assert!(judged > 200);
}
