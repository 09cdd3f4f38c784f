//! The harmonised total is the sum of its cells, whoever read which booking; cells with too few employers stay hidden.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use jiff::civil::date;
use proptest::prelude::*;
use wt_pay::Band;
use wt_rates::agreement::Agreement;
use wt_rates::booking::{
    Booking, Cell, Channel, Grade, Group, Id, Names, Reason, Status, TimeBand, Vat, Zone, an_hour, price,
};
use wt_rates::cells::{Cells, Harmonised};
use wt_rates::compare::{Rule, employers, lines, total};
use wt_rates::cost::{Costs, missing};
use wt_rates::extract::day_of;
use wt_rates::gather::Gather;
use wt_units::Pence;

thread_local! {
    /// Read once: a thousand cases need them.
    static FACTS: std::rc::Rc<wt_facts::FactSet> = std::rc::Rc::new(region::facts());
}

fn booking(employer: Id, cell: Cell, channel: Channel, rate: i64, minutes: u32) -> Booking {
    let pay = price(rate, minutes);
    let company = matches!(channel, Channel::Agency | Channel::OutsourcedBank | Channel::DirectEngagement);
    Booking {
        file: 0,
        row: 2,
        employer,
        site: Id::default(),
        unit: Id::default(),
        cell,
        day: day_of(date(2025, 11, 3)),
        month: 2025 * 12 + 10,
        minutes,
        status: Status::Worked,
        channel,
        reason: Reason::Other,
        pay: Some(Pence::new(pay)),
        charge: company.then(|| Pence::new(pay + pay / 2)),
        vat: if company { Vat::Unknown } else { Vat::Charged(Pence::ZERO) },
        framework: None,
        override_rate: false,
        override_reason: Id::default(),
        lead_hours: None,
        worker: None,
    }
}

fn cell(group: Group, band: Band, tier: Id, time: TimeBand) -> Cell {
    Cell { group, grade: Grade::Band(band), tier, time, zone: Zone::None }
}

proptest! {
    #[test]
    fn the_harmonised_total_is_the_sum_of_its_cells(
        rows in prop::collection::vec((0_usize..4, 0_usize..3, 0_usize..3, 0_usize..5, 900_i64..9_000, 15_u32..1_440), 1..120),
        card in prop::collection::vec(900_i64..9_000, 9),
        cut in 0_usize..120,
    ) {
        let facts = FACTS.with(std::rc::Rc::clone);
        let mut names = Names::default();
        let codes = ["A1", "B2", "C3", "D4"].map(|code| names.id(code));
        let tiers = ["general", "critical care", "emergency"].map(|tier| names.id(tier));
        let channels = [Channel::Substantive, Channel::OwnBank, Channel::OutsourcedBank, Channel::Agency, Channel::DirectEngagement];
        let mut agreement = Agreement::default();
        for (at, rate) in card.iter().enumerate() {
            let cell = cell(Group::Nursing, Band::Five, tiers[at / 3], TimeBand::ALL[at % 3]);
            agreement.set(&cell, &names, date(2025, 1, 1), *rate);
        }
        let bookings: Vec<Booking> = rows.iter().map(|(who, tier, time, channel, rate, minutes)| {
            let cell = cell(Group::Nursing, Band::Five, tiers[*tier], TimeBand::ALL[*time]);
            booking(codes[*who], cell, channels[*channel], *rate, *minutes)
        }).collect();
        let mut direct = Harmonised::default();
        for booking in &bookings {
            let rate = agreement.rate(&booking.cell, &names, booking.day).unwrap();
            direct.add(booking.pay.unwrap().get(), price(rate, booking.minutes), booking.minutes);
        }
        let gather = |part: &[Booking]| {
            let mut cells = Cells::new(&facts, Some(&agreement), None);
            part.iter().for_each(|booking| cells.take(booking, &names));
            cells
        };
        let whole = gather(&bookings);
        prop_assert_eq!(whole.uncosted, 0);
        let shown = lines(&whole, &names, Rule::own(1));
        let sum = total(&shown);
        prop_assert_eq!(sum, direct);
        prop_assert_eq!(sum.paid - sum.above + sum.below, sum.at_card);
        let mut by_employer = Harmonised::default();
        employers(&whole, &names).iter().for_each(|line| by_employer.absorb(line.part.harmonised));
        prop_assert_eq!(by_employer, direct);
        // Two readers, each with names of its own.
        let cut = cut.min(bookings.len());
        let mut first = gather(&bookings[..cut]);
        let to = Names::default().absorb(&names);
        first.absorb(gather(&bookings[cut..]), &to);
        prop_assert_eq!(lines(&first, &names, Rule::own(1)), shown);
    }
}

#[test]
fn a_cell_with_one_employer_is_not_shown_and_in_no_total() {
    let (facts, mut names) = (region::facts(), Names::default());
    let (one, other, tier) = (names.id("A1"), names.id("B2"), names.id("general"));
    let alone = cell(Group::Nursing, Band::Six, tier, TimeBand::Day);
    let both = cell(Group::Nursing, Band::Five, tier, TimeBand::Day);
    let mut cells = Cells::new(&facts, None, None);
    for (who, cell, minutes) in [(one, alone, 600), (one, both, 600), (other, both, 200)] {
        cells.take(&booking(who, cell, Channel::OwnBank, 2_000, minutes), &names);
    }
    let shown = lines(&cells, &names, Rule::own(2));
    assert_eq!(shown[0].figures.as_ref().unwrap().employers, 2);
    assert!(shown[1].figures.as_ref().unwrap_err().starts_with("One employer alone: not shown"));
    let shared = Rule::shared(&facts, date(2026, 11, 23)).unwrap();
    assert_eq!((shared.employers, shared.largest_share, shared.months_old), (5, 25, 3));
    let quarter = Rule { employers: 2, largest_share: 25, months_old: 0 };
    let hidden = lines(&cells, &names, quarter);
    assert!(hidden[0].figures.as_ref().unwrap_err().contains("over 25% of the hours"));
}

#[test]
fn costs_follow_the_facts_of_the_day() {
    let (facts, mut names) = (region::facts(), Names::default());
    let nurse = cell(Group::Nursing, Band::Five, names.id("general"), TimeBand::Day);
    let mut costs = Costs::new(&facts);
    // £20 × 12 h = £240. Holiday 12.07% is £28.968; National Insurance 15% and local pension 14.38% of £268.97.
    let bank = costs.of(&booking(Id::default(), nurse, Channel::OwnBank, 2_000, 720)).unwrap();
    assert_eq!((bank.pay.get(), bank.holiday.get(), bank.employer.get()), (24_000, 2_897, 7_902));
    assert_eq!(bank.total().get(), 34_799);
    // The rule for unknown VAT: none on agency nurses; none on agency doctors since October 2025, and 20% before.
    let agency = booking(Id::default(), nurse, Channel::Agency, 2_000, 720);
    assert_eq!(costs.of(&agency).unwrap().total().get(), 36_000);
    let doctor = |day| Booking { cell: Cell { group: Group::Medical, ..nurse }, day: day_of(day), ..agency };
    assert_eq!(costs.of(&doctor(date(2025, 9, 30))).unwrap().vat.get(), 7_200);
    assert_eq!(costs.of(&doctor(date(2025, 10, 1))).unwrap().vat.get(), 0);
    assert!(missing(&facts, date(1999, 1, 1)).is_some());
    assert_eq!(an_hour(bank.total().get(), 720), Some(2_900));
}
