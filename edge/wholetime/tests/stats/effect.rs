//! `stats effect` with synthetic controls and placebos.

use std::fmt::Write;

use super::{Sheet, run, stats};

/// Twelve trusts over thirty months with a season; the first falls by 2 in July 2024.
fn panel(name: &str) -> Sheet {
    let mut csv = "trust,month,rate\n".to_owned();
    for unit in 0..12 {
        for month in 0..30 {
            let season = f64::from(month % 12) * (1.0 + f64::from(unit) / 20.0) / 6.0;
            let wobble = f64::from((unit * 31 + month * 17 + unit * month * 7) % 11) / 10.0;
            let fell = if unit == 0 && month >= 18 { 2.0 } else { 0.0 };
            let (year, of_year) = (2023 + month / 12, month % 12 + 1);
            let value = 20.0 + season + wobble - fell;
            writeln!(csv, "T{unit},{year}-{of_year:02},{value}").unwrap();
        }
    }
    Sheet::new(name, &csv)
}

fn flags(words: &str) -> Vec<String> {
    let common = "--value rate --unit trust --date month --since 2024-07";
    words.split(' ').chain(common.split(' ')).map(str::to_owned).collect()
}

#[test]
fn a_planted_fall_is_found_in_either_reading() {
    let sheet = panel("synthetic");
    let peer = stats("effect", &sheet, &flags("--kind synthetic --org T0"));
    assert!((peer["effect"].as_f64().unwrap() + 2.0).abs() < 0.7, "{peer}");
    assert_eq!(
        (peer["dates"][18]["date"].as_str(), peer["p"].as_f64()),
        (Some("2024-07-01"), Some(1.0 / 12.0))
    );
    for kind in ["synthetic", "did", "its"] {
        let asked = flags(&format!("--method {kind} --org T0 --mode corrected --improvement decrease"));
        let found = stats("effect", &sheet, &asked);
        assert_eq!(found["verdict"], "worked", "{found}");
        assert!(found["lower"].as_f64().unwrap() < -2.0 && found["upper"].as_f64().unwrap() < 0.0);
        assert_eq!(found["units"].as_array().unwrap().len(), 11);
    }
    let other = stats("effect", &sheet, &flags("--kind placebo --org T5 --improvement decrease"));
    assert_ne!(other["verdict"], "worked", "{other}");
    assert!(other["p"].as_f64().unwrap() > 0.05 && other["p_conformal"].as_f64().is_some());
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let sheet = panel("synthetic-wrong");
    let said = |words: &str| {
        let (code, _, err) = run("effect", &sheet, &flags(words));
        assert_eq!(code, Some(2), "{err}");
        err
    };
    assert!(said("--kind synthetic --org T99").contains("no row of 'T99'"));
    assert!(said("--kind synthetic --org T0 --mode corrected").contains("--improvement"));
    assert!(said("--kind synthetic").contains("--org"));
    let mut late = flags("--kind synthetic --org T0");
    *late.last_mut().unwrap() = "2023-03".to_owned();
    let (code, _, err) = run("effect", &sheet, &late);
    assert_eq!(code, Some(2));
    assert!(err.contains("2 months with a figure before the change; 12 are needed"), "{err}");
    *late.last_mut().unwrap() = "soon".to_owned();
    assert!(run("effect", &sheet, &late).2.contains("found 'soon', expected a date"));
    let twice = Sheet::new("synthetic-twice", "trust,month,rate\nA,2024-01,1\nA,2024-01,2\nB,2024-01,1\n");
    let (code, _, err) = run("effect", &twice, &flags("--kind synthetic --org A"));
    assert!(code == Some(2) && err.contains("row 3: found 2024-01-01 for 'A' a second time"), "{err}");
}
