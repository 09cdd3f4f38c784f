//! Published payments: the 77 files of London 2020/21 (61 text, 16 workbooks) as they are, and small files for each trap.
//!
//! Rows and pounds of each folder were computed apart from this code, with Python's `csv`, `zipfile` and `decimal`.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test says so by stopping")]

mod traps;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wt_extract::payments::{Headings, PaymentFile, read};
use wt_extract::table::{Limits, Source};

/// Folder: rows, of which refused, pence.
const KNOWN: [(&str, u64, u64, i64); 18] = [
    ("BART", 1_370, 0, 30_405_572_149),
    ("BHR", 1_169, 0, 22_122_989_122),
    ("CHWE", 704, 0, 13_497_845_722),
    ("CROY", 1_012, 0, 4_268_883_200),
    ("EPSH", 1_169, 0, 25_264_399_350),
    ("GUYS", 13_457, 0, 5_792_710_896),
    ("HILL", 837, 2, 8_578_174_875),
    ("HOME", 464, 0, 5_643_731_006),
    ("IMPC", 1_354, 0, 31_745_065_848),
    ("KGST", 169, 0, 1_935_863_666),
    ("KICO", 1_207, 0, 28_238_475_634),
    ("LEGR", 642, 0, 7_364_919_785),
    ("LNWU", 488, 0, 6_437_566_295),
    ("NCL", 181, 0, 1_382_393_683),
    ("NMID", 418, 0, 6_983_124_361),
    ("ROYF", 1_520, 1, 30_372_736_114),
    ("SGEO", 234, 0, 2_550_494_066),
    ("WHIT", 392, 0, 4_085_098_134),
];

pub(crate) fn headings() -> Headings {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../payments/headings.toml");
    Headings::parse(&std::fs::read_to_string(file).unwrap()).unwrap()
}

pub(crate) fn open(name: &str, bytes: &[u8]) -> PaymentFile {
    let mut source = Source::open(name, bytes, &Limits::default()).unwrap();
    read(&mut source, &headings()).unwrap()
}

fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("WHOLETIME_SHARED").map(PathBuf::from)?;
    let folder = shared.join("data/nhs/spend_over_25k_london_2020_21");
    folder.is_dir().then_some(folder)
}

#[test]
fn all_files_are_read_to_the_penny() {
    let Some(folder) = folder() else {
        eprintln!("skipped: WHOLETIME_SHARED does not say where the published payments are");
        return;
    };
    let mut found: BTreeMap<String, (u64, u64, i64)> = BTreeMap::new();
    let (mut texts, mut workbooks) = (0, 0);
    for (name, ..) in KNOWN {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let file = open(&path.file_name().unwrap().to_string_lossy(), &std::fs::read(&path).unwrap());
            let refused: std::collections::BTreeSet<_> =
                file.refusals.iter().map(|refusal| (refusal.at.sheet.clone(), refusal.at.row)).collect();
            assert_eq!(u64::try_from(refused.len()).unwrap(), file.refused_rows);
            assert!(file.payments.iter().all(|payment| payment.date.is_some()), "{}", file.file);
            let sum = found.entry(name.to_owned()).or_default();
            *sum = (sum.0 + file.rows(), sum.1 + file.refused_rows, sum.2 + file.total().get());
            *(if path.extension().is_some_and(|end| end == "csv") { &mut texts } else { &mut workbooks }) +=
                1;
        }
    }
    assert_eq!((texts, workbooks), (61, 16));
    for (name, rows, refused, pence) in KNOWN {
        assert_eq!(found.get(name), Some(&(rows, refused, pence)), "{name}");
    }
}
