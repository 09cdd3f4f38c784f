//! Days, moments and lengths as a ward manager says them.

use jiff::civil::Date;

use crate::duty::Duty;
use crate::time::{DAY, Time, date_of, since_monday};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Mon 12 October 2026
pub(crate) fn day(number: i64) -> String {
    let date: Date = date_of(number);
    let name = DAYS[since_monday(number) as usize];
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    format!("{name} {} {month} {}", date.day(), date.year())
}

/// Mon 12 October 2026 at 10:45
pub(crate) fn moment(time: Time) -> String {
    let of_day = time.local().rem_euclid(DAY);
    format!("{} at {:02}:{:02}", day(time.day()), of_day / 60, of_day % 60)
}

/// Which duty: the one that starts on Mon 12 October 2026 at 10:45
pub(crate) fn duty(duty: Duty) -> String {
    moment(duty.start())
}

/// 11 hours, 10 h 45 min or 30 min
pub(crate) fn length(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (1, 0) => "1 hour".to_owned(),
        (hours, 0) => format!("{hours} hours"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The end of a sentence on the worst of several.
pub(crate) fn more(times: usize) -> String {
    match times {
        0 | 1 => String::new(),
        2 => " It happens once more.".to_owned(),
        times => format!(" It happens {} more times.", times - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_plainly() {
        let time: Time = "2026-10-25T00:30+00:00".parse().unwrap();
        assert_eq!(moment(time), "Sun 25 October 2026 at 01:30");
        let said = [0, 30, 60, 645, 660].map(length);
        assert_eq!(said, ["0 hours", "30 min", "1 hour", "10 h 45 min", "11 hours"]);
        assert_eq!([1, 2, 3].map(more), ["", " It happens once more.", " It happens 2 more times."]);
    }
}
