//! `wholetime rates design` and `stability` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

const HEADS: &str = "employer,staff_group,grade,tier,time_band,zone,wanted_hours,bank_hours,bank_rate_pence,bank_charge_pence,\
    agency_hours,agency_rate_pence,agency_charge_pence,on_cost_percent,unfilled_pence,criticality,elasticity_low,elasticity,\
    elasticity_high,cross_elasticity,route_elasticity,worker_cap_pence,minimum_pence,band_pence";

/// Three employers that pay apart for nights in critical care, and one cell that its cap leaves unfilled.
const ROWS: &str = "\
    RA1,registered nursing,Band 5,critical care,night or saturday,outer,1000,600,2800,3360,200,3200,4340,20,9000,critical,0.8,1.5,2.2,0.9,2,4200,1271,2400\n\
    RA2,registered nursing,Band 5,critical care,night or saturday,outer,800,500,3100,3720,150,3500,4700,20,9000,critical,0.8,1.5,2.2,0.9,2,4200,1271,2400\n\
    RA3,registered nursing,Band 5,critical care,night or saturday,outer,900,700,3400,4080,150,3600,4820,20,9000,critical,0.8,1.5,2.2,0.9,2,4200,1271,2400\n\
    RA1,nursing support,Band 3,,weekday day,outer,500,200,1500,1800,,,,20,2500,routine,0.5,1,1.5,0.6,1,1550,1271,1300\n";

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("wholetime-card-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(args: &[&str], files: &[&Path]) -> (Option<i32>, String, String) {
    let done =
        Command::new(env!("CARGO_BIN_EXE_wholetime")).arg("rates").args(args).args(files).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn a_card_is_designed_written_and_looked_at() {
    let folder = folder("whole");
    let (market, card) = (folder.join("market.csv"), folder.join("card.csv"));
    std::fs::write(&market, format!("{HEADS}\n{ROWS}")).unwrap();
    let out = format!("--out={}", card.display());
    let flags = [
        "design",
        "--objective",
        "cost",
        "--min-fill",
        "0.92",
        "--from",
        "2027-04-01",
        "--format",
        "csv",
        &out,
    ];
    let (code, csv, err) = run(&flags, &[&market]);
    assert_eq!(code, Some(0), "{err}");
    assert!(csv.starts_with("staff_group,grade,tier,time_band,zone,criticality,worker_rate_pence,"), "{csv}");
    for words in [
        "1 of 2 cells have a rate",
        "a saving of",
        "lines above the card save",
        "matters most",
        "costs less.",
    ] {
        assert!(err.contains(words), "{words}: {err}");
    }
    let written = std::fs::read_to_string(&card).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("staff_group,grade,tier,time_band,zone,worker_rate_pence,effective_from,"));
    assert!(
        lines[1].starts_with("registered nursing,Band 5,critical care,night or saturday,outer,"),
        "{written}"
    );
    assert!(lines[1].contains(",2027-04-01,critical,"), "{written}");

    let (_, why, _) = run(
        &["design", "--min-fill", "0.92", "--from", "2027-04-01", "--show", "without", "--format", "csv"],
        &[&market],
    );
    assert!(why.contains("The cap on a worker's pay of £15.50 fills"), "{why}");
    for show in ["employers", "bands", "limits", "months", "assumptions"] {
        let (code, out, err) = run(
            &["design", "--from", "2027-04-01", "--min-fill", "0.9", "--months", "3", "--show", show],
            &[&market],
        );
        assert_eq!(code, Some(0), "{show}: {err}");
        assert!(!out.is_empty());
    }

    let at = format!("--market={}", market.display());
    let basis = "--legal-basis=Memorandum v2, Director of Workforce, 2026-10-01";
    let (code, out, err) = run(&["stability", &at], &[&card]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("Sharing them can fall under competition law"), "{err}");
    let (code, out, err) = run(&["stability", &at, basis, "--ranges", "--format", "csv"], &[&card]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.starts_with("employer,gain_pence,gain_low_pence,"), "{out}");
    assert_eq!(out.lines().count(), 4);
    assert!(err.contains("derogations are recorded, never punished"), "{err}");
    for show in ["cells", "harm", "groups", "cascade", "holds"] {
        let (code, out, err) =
            run(&["stability", &at, basis, "--tolerance", "0", "--show", show, "--format", "json"], &[&card]);
        assert_eq!(code, Some(0), "{show}: {err}");
        assert!(serde_json::from_str::<serde_json::Value>(&out).unwrap().is_array(), "{show}: {out}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn protected_groups_are_shown_without_small_counts() {
    let folder = folder("protected");
    let (market, workers) = (folder.join("market.csv"), folder.join("workers.csv"));
    std::fs::write(&market, format!("{HEADS}\n{ROWS}")).unwrap();
    std::fs::write(
        &workers,
        "characteristic,of,staff_group,grade,workers\nsex,women,registered nursing,Band 5,120\nsex,men,registered nursing,Band 5,40\n\
         sex,women,nursing support,Band 3,60\nsex,men,nursing support,Band 3,3\n",
    )
    .unwrap();
    let flag = format!("--workers={}", workers.display());
    let flags = [
        "design",
        "--min-fill",
        "0.9",
        "--from",
        "2027-04-01",
        "--show",
        "protected",
        "--format",
        "csv",
        &flag,
    ];
    let (code, out, err) = run(&flags, &[&market]);
    assert_eq!(code, Some(0), "{err}");
    assert!(
        out.starts_with("characteristic,of,workers_losing,workers_others,mean_gain_an_hour_pence"),
        "{out}"
    );
    assert!(!out.contains(",3,") && out.contains("sex,men,"), "{out}");
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn bad_tables_and_flags_are_refused_with_a_sentence() {
    let folder = folder("bad");
    let market = folder.join("market.csv");
    std::fs::write(
        &market,
        format!("{HEADS}\n{}", ROWS.replace("2800,3360", "28.00,3360").replace("Band 3", "Band 33")),
    )
    .unwrap();
    let (code, out, err) = run(&["design"], &[&market]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains("row 2, column bank_charge_pence") || err.contains("row 2, column bank_rate_pence"),
        "{err}"
    );
    assert!(
        err.contains("row 5, column grade: found 'Band 33', expected a band of Agenda for Change"),
        "{err}"
    );
    std::fs::write(&market, format!("{HEADS}\n{ROWS}")).unwrap();
    let (code, _, err) = run(&["design", "--min-fill", "95"], &[&market]);
    assert_eq!(code, Some(2));
    assert!(err.contains("--min-fill: found '95', expected a part from 0 to 1"), "{err}");
    let (code, _, err) = run(&["design", "--min-fill-of", "vital=0.9"], &[&market]);
    assert_eq!(code, Some(2));
    assert!(err.contains("expected a criticality and a part"), "{err}");
    let at = format!("--market={}", market.display());
    let (code, _, err) = run(&["stability", &at, "--legal-basis", "a memorandum, somebody"], &[&market]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains(
            "--legal-basis: found 'a memorandum, somebody', expected the memorandum, its owner and its date"
        ),
        "{err}"
    );
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn bookings_become_a_market_a_card_and_its_stability() {
    let folder = folder("bookings");
    let out = format!("--out={}", folder.display());
    let (code, _, err) = run(
        &["simulate", "--seed", "11", "--employers", "6", "--months", "12", "--percent", "20", &out],
        &[],
    );
    assert_eq!(code, Some(0), "{err}");
    let bookings = folder.join("bookings.csv");
    let basis = "--legal-basis=Memorandum v2, Director of Workforce, 2026-10-01";
    let flags = [
        "market",
        "--elasticity=0.5,1,1.5",
        "--cross-elasticity=0.2,0.5,0.8",
        "--route-elasticity=1,2,3",
        "--unfilled-percent=180",
    ];
    let (code, table, err) = run(&flags, &[&bookings]);
    assert_eq!((code, table.as_str()), (Some(2), ""), "others' rates before the basis in law");
    assert!(err.contains("A market names what each employer pays beside what the others do."), "{err}");
    let (code, table, err) = run(&[flags.as_slice(), &[basis]].concat(), &[&bookings]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("Basis in law: Memorandum v2, Director of Workforce, 2026-10-01."), "{err}");
    let (market, card) = (folder.join("MARKET.csv"), folder.join("CARD2.csv"));
    std::fs::write(&market, table).unwrap();
    let to = format!("--out={}", card.display());
    let (code, _, err) = run(&["design", "--min-fill", "0.7", "--from", "2026-04-01", &to], &[&market]);
    assert_eq!(code, Some(0), "{err}");
    let at = format!("--market={}", market.display());
    let (code, out, err) = run(&["stability", &at, basis, "--format", "csv"], &[&card]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(out.lines().count(), 7, "{out}");
    let show = ["design", "--min-fill=0.7", "--show=opportunities", "--format=csv"];
    let (code, out, err) = run(&show, &[&market]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.starts_with("employer,metric,from,to,pounds_low,pounds,pounds_high,shared_pounds,"), "{out}");
    assert!(out.contains("DEMO01,rate-premium,,,"), "{out}");
    let unstated = run(&["market"], &[&bookings]);
    assert_eq!(unstated.0, Some(2));
    assert!(unstated.2.contains("--unfilled-percent"), "{}", unstated.2);
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn history_tells_the_market_how_supply_answers() {
    let folder = folder("history");
    let out = format!("--out={}", folder.display());
    let made = ["simulate", "--seed", "11", "--employers", "24", "--months", "24", "--percent", "30", &out];
    assert_eq!(run(&made, &[]).0, Some(0));
    let events = format!("--events={}", folder.join("EVENTS.csv").display());
    let flags = [
        "market",
        "--elasticity=4,5,6",
        "--cross-elasticity=2,3,4",
        "--route-elasticity=1,2,3",
        "--unfilled-percent=180",
        "--legal-basis=Memorandum v2, Director of Workforce, 2026-10-01",
    ];
    let bookings = folder.join("bookings.csv");
    let elasticity = |table: &str| -> Vec<f64> {
        let heads: Vec<&str> = table.lines().next().unwrap().split(',').collect();
        let at = heads.iter().position(|head| *head == "elasticity").unwrap();
        table.lines().skip(1).map(|line| line.split(',').nth(at).unwrap().parse().unwrap()).collect()
    };
    let (code, stated, err) = run(&flags, &[&bookings]);
    assert_eq!(code, Some(0), "{err}");
    assert!(elasticity(&stated).iter().all(|value| *value == 5.0));
    let (code, told, err) = run(&[flags.as_slice(), &[&events]].concat(), &[&bookings]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("registered nursing, general: by history, elasticity "), "{err}");
    assert!(err.contains("wanted bookings, whose history identifies nothing"), "{err}");
    let values = elasticity(&told);
    // Planted between 0.5 and 1.5; what nothing identifies keeps what was stated.
    assert!(
        values.iter().filter(|value| (0.2..2.5).contains(*value)).count() * 2 > values.len(),
        "{values:?}"
    );
    assert!(values.iter().all(|value| (0.2..2.5).contains(value) || *value == 5.0), "{values:?}");
    let _ = std::fs::remove_dir_all(&folder);
}
