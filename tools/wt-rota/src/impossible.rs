//! Why there can be no pattern: counted from what is needed, before anybody looks for one.

use jiff::civil::Date;
use wt_facts::{FactSet, NoFigure};
use wt_units::Quantity;

use crate::model::{DAYS, Slots};

/// Sentences that each prove that no lawful pattern of so many weeks has the people that are needed; none where these counts prove
/// nothing (there may still be no pattern). For the usual limits: nobody opted out, and no other share of weekends was agreed.
///
/// # Errors
/// Where a limit has no figure on that day.
pub fn impossible(
    slots: &Slots,
    doctors: usize,
    facts: &FactSet,
    day: Date,
) -> Result<Vec<String>, NoFigure> {
    let mut why = Vec::new();
    let people = |day: usize| slots.shifts.iter().map(|shift| shift.needed[day]).sum::<usize>();
    for (day, name) in DAYS.into_iter().enumerate() {
        if people(day) > doctors {
            why.push(format!("{} doctors are needed on a {name}, and the rota has {doctors}.", people(day)));
        }
    }
    let minutes: i64 = slots
        .shifts
        .iter()
        .map(|shift| {
            shift.minutes() * i64::try_from(shift.needed.iter().sum::<usize>()).unwrap_or(i64::MAX / 10_000)
        })
        .sum();
    let average = facts.at("wtr-average-48", day)?.value;
    let most = average.millionths().saturating_mul(60).saturating_mul(doctors as i64);
    if minutes.saturating_mul(1_000_000) > most {
        let each =
            Quantity::from_millionths(minutes.saturating_mul(1_000_000) / (60 * doctors.max(1) as i64));
        let need = (minutes * 1_000_000).div_euclid((average.millionths() * 60).max(1)) + 1;
        why.push(format!(
            "The shifts come to {} hours a week for each of {doctors} doctors, and {average} is the most on average: {need} doctors are the fewest.",
            one_place(each)
        ));
    }
    let weekends = people(5).max(people(6));
    let one_in = facts.at("rd-weekend-frequency", day)?.value.millionths() / 1_000_000;
    let fewest = weekends.saturating_mul(usize::try_from(one_in).unwrap_or(1));
    if fewest > doctors {
        why.push(format!(
            "{weekends} doctors work each weekend, and one weekend in {one_in} is the most: {fewest} doctors are the fewest."
        ));
    }
    Ok(why)
}

/// To one decimal, upwards in doubt: 48.04 is above 48 and must not read as it.
fn one_place(hours: Quantity) -> String {
    let tenths = (hours.millionths() + 99_999) / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}
