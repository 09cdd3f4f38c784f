//! Each pound once, whatever is claimed, in whatever order.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use wt_benchmark::metric::BenefitType;
use wt_benefits::claims::{Base, BaseError, BaseRow, Book, Claim, ClaimError, Kind, Stage, Take, Within};
use wt_units::{Pence, Quantity};

const STAGES: [Stage; 5] =
    [Stage::Identified, Stage::Accepted, Stage::Planned, Stage::Delivered, Stage::Verified];
const TYPES: [BenefitType; 3] =
    [BenefitType::CashReleasing, BenefitType::CostAvoided, BenefitType::TimeReleased];

fn q(n: i64) -> Quantity {
    Quantity::whole(n).unwrap()
}

fn row(id: &str, capacity: i64) -> BaseRow {
    BaseRow { id: id.into(), kind: Kind::Hours, capacity: q(capacity), cost: None, within: None }
}

fn within(id: &str, capacity: i64, larger: &str, each: i64) -> BaseRow {
    let within = Some(Within { row: larger.into(), each: q(each) });
    BaseRow { kind: Kind::Shifts, within, ..row(id, capacity) }
}

fn claim(id: &str, stage: Stage, takes: &[(&str, i64, i64)]) -> Claim {
    let take = |(row, n, pounds): &(&str, i64, i64)| Take {
        row: (*row).into(),
        quantity: q(*n),
        pounds: Pence::new(pounds * 100),
    };
    let takes = takes.iter().map(take).collect();
    Claim { id: id.into(), stage, certainty: 50, benefit: BenefitType::CashReleasing, takes }
}

fn cash(book: &Book) -> i64 {
    book.total(BenefitType::CashReleasing).pounds.get() / 100
}

#[test]
fn overlap_is_found_from_rows_within_rows() {
    // Two shifts of twelve hours are part of thirty hours; another claim takes the ward's hours as such.
    let base =
        || Base::new([within("s1", 1, "ward", 12), within("s2", 1, "ward", 12), row("ward", 30)]).unwrap();
    let shifts = claim("shifts", Stage::Delivered, &[("s1", 1, 300), ("s2", 1, 300)]);
    let hours = claim("hours", Stage::Planned, &[("ward", 10, 200)]);
    let mut book = Book::new(base(), [hours.clone(), shifts]).unwrap();
    assert_eq!(cash(&book), 600 + 120);
    let told: Vec<String> = book.left_out().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "hours (planned): £80.00 of £200.00 is not counted. 4 hours in 1 row (ward) are counted in shifts (delivered)."
        ]
    );
    // Verified, the hours come first, and only twenty are left: one shift and eight twelfths.
    assert!(book.remove("hours", Stage::Planned));
    book.put(Claim { stage: Stage::Verified, ..hours }).unwrap();
    assert_eq!(book.total(BenefitType::CashReleasing).pounds, Pence::new(20_000 + 30_000 + 19_999));
    let units = book.counted("shifts", Stage::Delivered).unwrap().units;
    assert_eq!(units[&Kind::Shifts].millionths(), 1_666_666);
    assert!(book.remove("hours", Stage::Verified) && !book.remove("hours", Stage::Verified));
    assert_eq!(cash(&book), 600);
    assert_eq!(book.left_out(), []);
}

#[test]
fn more_than_a_row_holds_or_costs_is_left_out_and_said() {
    let costs = |cost: i64| BaseRow { cost: Some(Pence::new(cost * 100)), ..row("line", 10) };
    let book =
        Book::new(Base::new([costs(1_000)]).unwrap(), [claim("a", Stage::Planned, &[("line", 12, 900)])])
            .unwrap();
    assert_eq!(cash(&book), 750);
    assert_eq!(
        book.left_out()[0].to_string(),
        "a (planned): £150.00 of £900.00 is not counted. 2 hours are more than 1 row (line) can hold."
    );
    let two =
        [claim("a", Stage::Planned, &[("line", 5, 900)]), claim("b", Stage::Planned, &[("line", 5, 500)])];
    let book = Book::new(Base::new([costs(1_000)]).unwrap(), two).unwrap();
    assert_eq!(cash(&book), 1_000);
    assert_eq!(
        book.left_out()[0].to_string(),
        "b (planned): £400.00 of £500.00 is not counted. With a (planned), it would save more than 1 row (line) cost."
    );
}

#[test]
fn what_cant_stand_is_refused_in_words() {
    let base = || Base::new([row("r", 1)]).unwrap();
    let refused = |claim: Claim| Book::new(base(), [claim]).unwrap_err().to_string();
    let good = claim("c", Stage::Planned, &[("r", 1, 1)]);
    assert_eq!(
        refused(claim("c", Stage::Planned, &[("x", 1, 1)])),
        "claim 'c' stands on row 'x', which is not in the base"
    );
    assert!(
        refused(claim("c", Stage::Planned, &[("r", 0, 1)])).contains("found 0, expected a quantity above")
    );
    assert!(
        refused(claim("c", Stage::Planned, &[("r", 1, -1)])).contains("found −£1.00, expected pounds from")
    );
    assert!(refused(claim("c", Stage::Planned, &[])).contains("names no rows"));
    assert!(refused(claim("c", Stage::Planned, &[("r", 1, 1), ("r", 1, 1)])).contains("row 'r' twice"));
    assert!(refused(Claim { certainty: 101, ..good.clone() }).contains("certainty of 101"));
    assert_eq!(
        Book::new(base(), [good.clone(), good]).unwrap_err(),
        ClaimError::Twice { claim: "c".into(), stage: "planned" }
    );
    let no_base = |rows: Vec<BaseRow>| Base::new(rows).unwrap_err();
    assert_eq!(no_base(vec![row("r", 1), row("r", 2)]), BaseError::Twice("r".into()));
    assert!(no_base(vec![within("a", 1, "b", 1)]).to_string().contains("within 'b', which is not in"));
    assert!(no_base(vec![within("a", 1, "b", 1), within("b", 1, "a", 1)]).to_string().contains("circle"));
    assert!(no_base(vec![row("a", -1)]).to_string().contains("found -1 for what it holds"));
    assert!(no_base(vec![within("a", 1, "b", 0), row("b", 1)]).to_string().contains("more than nought"));
}

/// What a row holds, the larger row with its units, what it costs.
type Drawn = (i64, Option<(usize, i64)>, Option<i64>);
/// Stage, certainty, type, and of each row how much for how many pounds.
type Asked = (usize, u8, usize, BTreeMap<usize, (i64, i64)>);

/// Rows `0..n`, of which some are within an earlier one, each as large as the unit of the larger.
fn bases(each: std::ops::Range<i64>) -> impl Strategy<Value = Vec<BaseRow>> {
    let row = (0..20i64, prop::option::of((0..8usize, each)), prop::option::of(0..100i64));
    prop::collection::vec(row, 1..8).prop_map(|rows| {
        let made = |(at, (capacity, larger, cost)): (usize, &Drawn)| BaseRow {
            cost: cost.map(|c| Pence::new(c * 100)),
            within: larger
                .filter(|(larger, _)| *larger < at)
                .map(|(larger, each)| Within { row: format!("r{larger}"), each: q(each) }),
            ..row_of(at, *capacity)
        };
        rows.iter().enumerate().map(made).collect()
    })
}

fn row_of(at: usize, capacity: i64) -> BaseRow {
    row(&format!("r{at}"), capacity)
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let takes = prop::collection::btree_map(0..8usize, (1..15i64, 0..300i64), 1..5);
    let one = (0..5usize, 0..3u8, 0..3usize, takes);
    prop::collection::vec(one, 0..8).prop_map(|list| {
        let made = |(at, (stage, certainty, benefit, takes)): (usize, &Asked)| {
            let takes = takes.iter().map(|(row, (n, pounds))| Take {
                row: format!("r{row}"),
                quantity: q(*n),
                pounds: Pence::new(*pounds),
            });
            let (stage, benefit) = (STAGES[*stage], TYPES[*benefit]);
            Claim { id: format!("c{at}"), stage, certainty: *certainty, benefit, takes: takes.collect() }
        };
        list.iter().enumerate().map(made).collect()
    })
}

/// Claims without what is not in the base.
fn fitting(rows: &[BaseRow], claims: Vec<Claim>) -> Vec<Claim> {
    let fits = |take: &Take| rows.iter().any(|row| row.id == take.row);
    let cut = |claim: Claim| Claim { takes: claim.takes.into_iter().filter(fits).collect(), ..claim };
    claims.into_iter().map(cut).filter(|claim| !claim.takes.is_empty()).collect()
}

/// What each row gives, counted anew from what each claim says it got of it.
fn figures(book: &Book, claims: &[Claim]) -> Vec<(Pence, Pence, Quantity)> {
    let of = |claim: &Claim| {
        let counted = book.counted(&claim.id, claim.stage).unwrap();
        (counted.pounds, counted.claimed, counted.units.values().copied().sum())
    };
    claims.iter().map(of).collect()
}

/// The most that can be taken of a row and those within it, in its own units, if one unit is one unit throughout.
fn most(rows: &[BaseRow], asked: &BTreeMap<&str, i64>, at: &BaseRow) -> i64 {
    let inner = rows.iter().filter(|row| row.within.as_ref().is_some_and(|w| w.row == at.id));
    let inner: i64 = inner.map(|row| most(rows, asked, row)).sum();
    (inner + asked.get(at.id.as_str()).unwrap_or(&0)).min(at.capacity.millionths())
}

proptest! {
    #[test]
    fn no_set_of_claims_exceeds_its_base(rows in bases(1..4), claims in claims()) {
        let claims = fitting(&rows, claims);
        let book = Book::new(Base::new(rows.clone()).unwrap(), claims.clone()).unwrap();
        for row in &rows {
            // Take by take, out of the book itself: what rows give to claims on them and on rows within them.
            let (mut units, mut pounds) = (0.0, 0);
            for (claim, take, granted, counted) in book.takes() {
                prop_assert!(claims.iter().any(|c| c.id == claim));
                let (mut at, mut each) = (book.base().get(take).unwrap(), 1.0);
                loop {
                    if at.id == row.id {
                        units += granted.to_f64() * each;
                        pounds += counted.get();
                    }
                    let Some(w) = &at.within else { break };
                    each *= w.each.to_f64();
                    at = book.base().get(&w.row).unwrap();
                }
            }
            prop_assert!(units <= row.capacity.to_f64() + 1e-9, "{units} of {}", row.capacity);
            prop_assert!(row.cost.is_none_or(|cost| pounds <= cost.get()), "{pounds} of {:?}", row.cost);
        }
        for (counted, claimed, _) in figures(&book, &claims) {
            prop_assert!(Pence::ZERO <= counted && counted <= claimed);
        }
    }

    #[test]
    fn order_of_entry_changes_nothing(rows in bases(1..4), claims in claims(), seed in any::<u64>()) {
        use rand::seq::SliceRandom;
        use rand::SeedableRng;
        let claims = fitting(&rows, claims);
        let book = Book::new(Base::new(rows.clone()).unwrap(), claims.clone()).unwrap();
        let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
        let (mut other_rows, mut others) = (rows, claims.clone());
        other_rows.shuffle(&mut random);
        others.shuffle(&mut random);
        for claim in &mut others {
            claim.takes.shuffle(&mut random);
        }
        let base = Base::new(other_rows).unwrap();
        let again = Book::new(base.clone(), others.clone()).unwrap();
        prop_assert_eq!(figures(&book, &claims), figures(&again, &claims));
        prop_assert_eq!(book.left_out(), again.left_out());
        // One by one, each first entered as another and some taken out and back.
        let mut slow = Book::new(base, []).unwrap();
        for (n, claim) in others.iter().enumerate() {
            let takes = claim.takes[..1].to_vec();
            slow.put(Claim { certainty: 3, takes, ..claim.clone() }).unwrap();
            if n % 2 == 0 {
                prop_assert!(slow.remove(&claim.id, claim.stage));
            }
        }
        for claim in &others {
            slow.put(claim.clone()).unwrap();
        }
        prop_assert_eq!(figures(&book, &claims), figures(&slow, &claims));
        prop_assert_eq!(book.left_out(), slow.left_out());
    }

    #[test]
    fn as_much_is_counted_as_the_base_holds(rows in bases(1..2), claims in claims()) {
        let rows: Vec<BaseRow> = rows.into_iter().map(|row| BaseRow { cost: None, ..row }).collect();
        let claims = fitting(&rows, claims);
        let mut asked: BTreeMap<&str, i64> = BTreeMap::new();
        for take in claims.iter().flat_map(|c| &c.takes) {
            *asked.entry(&take.row).or_default() += take.quantity.millionths();
        }
        let outermost = rows.iter().filter(|row| row.within.is_none());
        let most: i64 = outermost.map(|row| most(&rows, &asked, row)).sum();
        let book = Book::new(Base::new(rows.clone()).unwrap(), claims.clone()).unwrap();
        let counted: i64 = book.takes().map(|(.., granted, _)| granted.millionths()).sum();
        prop_assert_eq!(counted, most);
    }

    #[test]
    fn who_is_served_first_never_yields_to_who_comes_after(rows in bases(1..4), claims in claims()) {
        let claims = fitting(&rows, claims);
        let base = Base::new(rows).unwrap();
        let verified: Vec<Claim> = claims.iter().filter(|c| c.stage == Stage::Verified).cloned().collect();
        let alone = Book::new(base.clone(), verified.clone()).unwrap();
        let all = Book::new(base, claims).unwrap();
        prop_assert_eq!(figures(&alone, &verified), figures(&all, &verified));
    }

    #[test]
    fn whatever_is_missing_is_told(rows in bases(1..4), claims in claims()) {
        let claims = fitting(&rows, claims);
        let book = Book::new(Base::new(rows).unwrap(), claims.clone()).unwrap();
        let told: BTreeMap<String, Pence> =
            book.left_out().into_iter().map(|l| (l.claim, l.claimed - l.counted)).collect();
        for claim in &claims {
            let counted = book.counted(&claim.id, claim.stage).unwrap();
            let missing = told.get(&claim.id).copied().unwrap_or_default();
            prop_assert_eq!(counted.claimed - counted.pounds, missing);
        }
    }
}
