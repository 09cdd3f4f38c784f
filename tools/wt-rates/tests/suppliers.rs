//! Suppliers of temporary staff: the rules one by one, sums that add up, and the published payments of London 2020/21.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test says so by stopping")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use wt_extract::payments::{Headings, read};
use wt_extract::table::{Limits, Source};
use wt_rates::suppliers::{How, Line, Pile, Reason, Register, Sign, Sorter, Tally, Trusts, Who, Words};
use wt_units::Pence;

fn data(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../payments").join(file);
    std::fs::read_to_string(path).unwrap()
}

static KNOWN: LazyLock<(Words, Register)> = LazyLock::new(|| {
    let words = Words::parse("words.toml", &data("words.toml")).unwrap();
    let register = Register::parse("suppliers.toml", &data("suppliers.toml"), &words).unwrap();
    (words, register)
});

fn known() -> (&'static Words, &'static Register) {
    (&KNOWN.0, &KNOWN.1)
}

fn sorted(supplier: &str, expense_type: &str, expense_area: &str) -> (Option<Pile>, Reason, u8) {
    let (words, register) = known();
    let verdict = Sorter::new(register, words).sort(&Line {
        supplier: Some(supplier),
        expense_type: Some(expense_type),
        expense_area: Some(expense_area),
        description: None,
    });
    (verdict.pile, verdict.reason, verdict.score)
}

#[test]
fn each_rule_puts_its_example_where_it_says() {
    use Pile::{Agency, CannotTell, DirectEngagement, OutsourcedBank};
    use Reason::{
        AreaOnly, Contradicted, Known, KnownAndTyped, KnownForSeveral, KnownTypedOtherwise, NameOnly,
        NoStaff, PublicBody, TypedOnly, TypedTemporary,
    };
    for (supplier, typed, area, pile, reason) in [
        ("Nhs Professionals Ltd", "Bank Nurse - Band 2", "", Some(OutsourcedBank), Known),
        ("NHS PROFESSIONALS LIMITED", "Agency Nurse - Band 6", "", Some(OutsourcedBank), KnownTypedOtherwise),
        ("247 TIME LTD    1-9400-92406", "Agency", "", Some(DirectEngagement), KnownTypedOtherwise),
        ("ALLOCATE SOFTWARE LIMITED", "Net Pay-247Time", "", Some(DirectEngagement), KnownAndTyped),
        ("ALLOCATE SOFTWARE LIMITED", "Agency", "", Some(CannotTell), Contradicted),
        ("Allocate Software Ltd", "Computer - Maint & Licences", "", None, NoStaff),
        ("PULSE HEALTHCARE LTD", "Pulse Bank Nurses", "", Some(OutsourcedBank), KnownAndTyped),
        ("PULSE HEALTHCARE LTD", "Temporary Staff", "", Some(CannotTell), KnownForSeveral),
        ("CARE PROVIDERS RECRUITMENT LTD", "NonNHS Trade Pybls Curr", "", Some(Agency), Known),
        ("Care Providers Ltd", "Bank Nurse - Band 5", "", Some(CannotTell), Contradicted),
        ("Nobody Knows Ltd", "Agency Nurse - Band 5", "", Some(Agency), TypedOnly),
        ("Nobody Knows Ltd", "Net pay", "", Some(DirectEngagement), TypedOnly),
        ("Nobody Knows Ltd", "Temporary Staff", "", Some(CannotTell), TypedTemporary),
        ("Nobody Knows Ltd", "Medical locum", "", Some(CannotTell), TypedTemporary),
        ("Nobody Knows Ltd", "Other", "A&C agency", Some(CannotTell), AreaOnly),
        ("Nobody Recruitment Ltd", "Recruitment", "", Some(CannotTell), NameOnly),
        ("Nobody Knows Ltd", "Recruitment Agency Fees", "", None, NoStaff),
        ("KINGS COLLEGE LONDON:03529700", "A&C agency", "", Some(CannotTell), PublicBody),
        ("Oxleas NHS Foundation Trust", "Qualified Nursing Staff", "", None, NoStaff),
        ("Shawbrook Bank Ltd", "Main Bank Account", "Skin Bank", None, NoStaff),
        ("Environment Agency", "Environment Agency Fees", "", None, NoStaff),
    ] {
        let found = sorted(supplier, typed, area);
        assert_eq!((found.0, found.1), (pile, reason), "{supplier} / {typed} / {area}");
    }
}

#[test]
fn a_payment_without_a_supplier_goes_by_its_words() {
    let (words, register) = known();
    let line = Line { expense_type: Some("Agency Nurse"), ..Line::default() };
    let mut sorter = Sorter::new(register, words);
    assert_eq!(sorter.sort(&line).pile, Some(Pile::Agency));
    assert_eq!(sorter.sort(&Line::default()).pile, None);
}

#[test]
fn two_kinds_at_once_are_no_kind() {
    let (words, _) = known();
    assert_eq!(words.sign("Bank Staff / Agency staff"), Some(Sign::Temporary));
    assert_eq!(words.sign("Bank & Agency"), Some(Sign::Temporary));
    assert_eq!(words.sign("Temporary staff: agency"), Some(Sign::Agency));
    assert_eq!(words.sign("NHS Business Services Agency"), None);
}

#[test]
fn a_listed_name_is_found_across_spellings_and_says_how() {
    let (words, register) = known();
    let found = |name: &str| register.find(name, words).map(|found| (found.supplier.id.as_str(), found.how));
    assert_eq!(found("Nhs Professionals Limited"), Some(("nhs-professionals", How::Same)));
    assert_eq!(found("NHSP"), Some(("nhs-professionals", How::Alias)));
    assert_eq!(found("NhsProfessionals"), Some(("nhs-professionals", How::Blanks)));
    assert_eq!(found("CROMWELL MEDICAL STAFF"), Some(("cromwell-medical-staffing", How::Cut)));
    assert_eq!(found("Trust Nurses Service Ltd"), Some(("trust-nurse-services", How::Alike)));
    assert_eq!(found("REED MEDICAL LIMITED"), None);
    assert_eq!(
        register.near("REED MEDICAL LIMITED", words).map(|near| near.supplier.id.as_str()),
        Some("reed")
    );
    for name in [
        "NHS Supply Chain",
        "NHS Providers",
        "Insight Direct (UK) Ltd",
        "The Doctors Laboratory",
        "Tuskerdirect Ltd",
    ] {
        assert_eq!(found(name), None, "{name}");
    }
}

#[test]
fn a_data_file_that_contradicts_itself_is_refused() {
    let (words, _) = known();
    let entry = |id: &str, name: &str, source: &str| {
        format!(
            "[[supplier]]\nid='{id}'\nname='{name}'\npile='agency'\nfrom='2020-04-01'\nstatus='memory'\nsource='{source}'\n"
        )
    };
    let source = "[source.a]\ntitle='A'\n";
    for (text, why) in [
        (format!("{source}{}{}", entry("x", "A Ltd", "a"), entry("x", "B", "a")), "stands twice"),
        (format!("{source}{}{}", entry("x", "Ab Ltd", "a"), entry("y", "AB plc", "a")), "names both"),
        (format!("{source}{}", entry("x", "A", "b")), "no source"),
    ] {
        assert!(Register::parse("f", &text, words).unwrap_err().to_string().contains(why), "{why}");
    }
    assert!(Words::parse("f", "legal = []").unwrap_err().to_string().starts_with("f: "));
}

#[test]
fn the_payer_comes_from_the_column_its_neighbours_or_the_folder() {
    let (words, _) = known();
    let rows = [
        ("HOME", "Homerton University Hospital NHS FT"),
        ("HOME", "Homerton University Hospital NHS FT"),
        ("HOME", "FT Homerton University Hospital NHS"),
        ("BOTH", "Alpha Hospital"),
        ("BOTH", "Omega Hospital"),
    ];
    let trusts = Trusts::new(rows, words);
    let homerton = "Homerton University Hospital NHS FT";
    assert_eq!(trusts.of("HOME", Some("FT Homerton University Hospital NHS")), (homerton, Who::Column));
    assert_eq!(trusts.of("HOME", None), (homerton, Who::SameFolder));
    assert_eq!(trusts.of("BOTH", None), ("BOTH", Who::FolderName));
    assert_eq!(trusts.of("WHIT", None), ("WHIT", Who::FolderName));
}

proptest! {
    #[test]
    fn piles_add_up_to_staffing_and_all_rows_to_the_total(
        rows in prop::collection::vec((0usize..6, 0usize..7, -5_000_000i64..9_000_000), 0..60),
        cut in 0usize..60,
    ) {
        let (words, register) = known();
        let names = ["NHS Professionals", "Pulse Healthcare", "Reed", "A Ltd", "247 Time", "B NHS Trust"];
        let types = ["Agency", "Bank nurse", "Net pay", "Temporary staff", "Drugs", "Recruitment", ""];
        let mut sorter = Sorter::new(register, words);
        let (mut first, mut second) = (Tally::default(), Tally::default());
        let (mut staffing, mut all) = (0, 0);
        for (at, (name, kind, pence)) in rows.iter().enumerate() {
            let line = Line { supplier: Some(names[*name]), expense_type: Some(types[*kind]), ..Line::default() };
            let verdict = sorter.sort(&line);
            if verdict.pile.is_some() { staffing += pence; }
            all += pence;
            if at < cut { &mut first } else { &mut second }.add(&verdict, Pence::new(*pence));
            prop_assert!(verdict.score <= 100);
        }
        let tally = first.and(second);
        let piles: i64 = Pile::ALL.iter().map(|pile| tally.pile(*pile).amount.get()).sum();
        prop_assert_eq!((piles, tally.staffing().amount.get(), tally.all().amount.get()), (staffing, staffing, all));
        prop_assert_eq!(usize::try_from(tally.all().rows).unwrap(), rows.len());
    }

    #[test]
    fn a_name_in_any_dress_is_the_same_name(form in 0usize..4, upper in any::<bool>()) {
        let (words, register) = known();
        let form = ["", " Ltd", " LIMITED", " (UK) PLC."][form];
        for supplier in register.suppliers() {
            let bare = supplier.name.trim_end_matches(" Ltd").trim_end_matches(" PLC").trim_end_matches(" LLP");
            let dressed = format!("{bare}{form}");
            let dressed = if upper { dressed.to_uppercase() } else { dressed };
            let found = register.find(&dressed, words).map(|found| found.supplier.id.as_str());
            prop_assert_eq!(found, Some(supplier.id.as_str()), "{}", dressed);
        }
    }
}

/// Sums of a folder of the published payments; none where they are not at hand.
fn folder(name: &str) -> Option<Tally> {
    let shared = std::env::var_os("WHOLETIME_SHARED").map(PathBuf::from);
    let folder = shared.map(|shared| shared.join("data/nhs/spend_over_25k_london_2020_21").join(name));
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        eprintln!("skipped: WHOLETIME_SHARED does not say where the published payments are");
        return None;
    };
    let headings = Headings::parse(&data("headings.toml")).unwrap();
    let (words, register) = known();
    let (mut sorter, mut tally) = (Sorter::new(register, words), Tally::default());
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let file = read(&mut Source::open(name, &bytes, &Limits::default()).unwrap(), &headings).unwrap();
        for paid in &file.payments {
            let line = Line {
                supplier: paid.supplier.as_deref(),
                expense_type: paid.expense_type.as_deref(),
                expense_area: paid.expense_area.as_deref(),
                description: paid.description.as_deref(),
            };
            tally.add(&sorter.sort(&line), paid.amount);
        }
    }
    Some(tally)
}

#[test]
fn croydons_nhs_professionals_is_bank_row_by_row() {
    let Some(tally) = folder("CROY") else { return };
    let bank = tally.pile(Pile::OutsourcedBank);
    assert_eq!((bank.rows, bank.amount), (666, Pence::new(1_056_320_900)));
    let agency = tally.pile(Pile::Agency);
    assert_eq!((agency.rows, agency.amount), (5, Pence::new(15_670_200)));
}

#[test]
fn imperials_reed_is_agency_and_kings_net_pay_is_direct_engagement() {
    let Some(imperial) = folder("IMPC") else { return };
    assert_eq!((imperial.all().rows, imperial.all().amount), (1_354, Pence::new(31_745_065_848)));
    assert_eq!(imperial.pile(Pile::Agency).amount, Pence::new(172_071_567));
    assert_eq!(imperial.staffing(), imperial.pile(Pile::Agency));
    let kings = folder("KICO").unwrap();
    assert_eq!(kings.pile(Pile::DirectEngagement).rows, 60);
    assert_eq!(kings.pile(Pile::OutsourcedBank).amount, Pence::new(1_753_266_220));
}
