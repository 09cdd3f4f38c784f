//! Did it work? A dated change at one employer, against what its peers say would have happened without it.
//!
//! The figures are those of [`compare()`]; the method is [`wt_stats::effect::did_it_work`]; the words are here.

use wt_stats::Interval;
use wt_stats::effect::{Answer, Fault, Good, Options, Panel, Reason, Verdict, did_it_work};
use wt_units::{Month, OdsCode, Period};

use crate::compare::{Comparison, Question, Row, compare};
use crate::cube::Cube;
use crate::directory::Directory;
use crate::metric::{Direction, Metric, Unit};
use crate::peers::{Group, PeerChoice};
use crate::sentence::lower_first;

/// Months before the change that are looked at, at most.
pub const HISTORY: usize = 60;
/// With fewer peers than this in its region an employer is followed by all of its type.
const MANY: usize = 20;

/// What is asked, besides metric and peers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Who changed something.
    pub org: OdsCode,
    /// The first month that could show it.
    pub since: Month,
    /// The least improvement worth having, in the metric's unit (5 for 5 percentage points); none for a tenth of the level before.
    pub worthwhile: Option<f64>,
}

/// The answer, with who was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// Who changed something, under today's code or as reported.
    pub org: OdsCode,
    /// Its name.
    pub name: String,
    /// The first month that could show it.
    pub since: Month,
    /// Every month looked at; places in the answer count from its first.
    pub period: Period,
    /// Who the others are, in words.
    pub scope: String,
    /// The others, in the order in which the answer numbers them.
    pub others: Vec<(OdsCode, String)>,
    /// What came of it; effects are shares.
    pub answer: Answer,
}

/// Why there is no answer; `Display` is a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Unsaid {
    /// No value of the metric is called better.
    NoDirection,
    /// It has no figures in the months asked about.
    NoFigures(OdsCode),
    /// Nobody to compare it with, and why.
    NoPeers(String),
    /// Too little to say.
    Fault(Fault),
}

impl std::fmt::Display for Unsaid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoDirection => f.write_str(
                "Can't tell: this metric is shown as context, and no value of it is called better or worse.",
            ),
            Self::NoFigures(code) => {
                write!(f, "Can't tell: {code} has no figures for this metric in these months.")
            }
            Self::NoPeers(why) => write!(f, "Can't tell: there is nobody to compare it with. {why}"),
            Self::Fault(fault @ (Fault::TooFewBefore { .. } | Fault::NoneAfter)) => {
                write!(f, "Can't tell yet: {fault}.")
            }
            Self::Fault(fault) => write!(f, "Can't tell: {fault}."),
        }
    }
}

/// Answers for one metric. Peers are those of the question; where it asks for the usual ones and the region has fewer
/// than twenty, all of the same type are taken. The question's period is the months looked at; its region and level are not used.
///
/// # Errors
/// [`Unsaid`], in words.
pub fn worked(
    cube: &Cube,
    directory: &Directory,
    metric: &Metric,
    question: &Question,
    change: &Change,
) -> Result<Worked, Unsaid> {
    let org = directory.resolve(change.org, question.basis);
    let question = Question { region: None, level: crate::compare::Level::Employers, ..question.clone() };
    let first = compare(cube, directory, metric, &question);
    let row = first.rows.iter().find(|r| r.code == Some(org)).ok_or(Unsaid::NoFigures(org))?;
    let wide = widened(directory, &first, row, &question).map(|q| compare(cube, directory, metric, &q));
    let comparison = wide.as_ref().unwrap_or(&first);
    let row = comparison.rows.iter().find(|r| r.code == Some(org)).ok_or(Unsaid::NoFigures(org))?;
    let group = row.group.and_then(|g| comparison.groups.get(g)).ok_or_else(|| {
        let why = comparison.left_out.iter().find(|l| l.code == org).map(|l| l.why.clone());
        Unsaid::NoPeers(why.unwrap_or_default())
    })?;
    let scope = match (&wide, row.org_type) {
        (Some(_), Some(kind)) => format!("every region, {kind}, {} organisations", group.n),
        _ => group.scope.clone(),
    };
    let (others, donors): (Vec<_>, Vec<_>) = others(directory, group, org).unzip();
    let months: Vec<Option<f64>> = row.months.iter().map(|m| m.share).collect();
    let period = question.period;
    let (name, dates) = (row.name.clone(), usize::MAX);
    let seen = Seen { name, period, scope, months: &months, others, donors: &donors, dates };
    judged(metric, seen, &Change { org, ..*change })
}

/// Series of one metric: a value a month, as a share, for who changed something and for each of the others.
#[derive(Debug, Clone)]
pub struct Seen<'a> {
    /// The name of who changed something.
    pub name: String,
    /// The months.
    pub period: Period,
    /// Who the others are, in words.
    pub scope: String,
    /// Its values.
    pub months: &'a [Option<f64>],
    /// The others.
    pub others: Vec<(OdsCode, String)>,
    /// Their values, in the same order.
    pub donors: &'a [Vec<Option<f64>>],
    /// Dates before the change at which the same is asked, at most: each takes as long as the answer.
    pub dates: usize,
}

/// Answers from series that are at hand.
///
/// # Errors
/// [`Unsaid`], in words.
pub fn judged(metric: &Metric, seen: Seen<'_>, change: &Change) -> Result<Worked, Unsaid> {
    let Seen { name, period, scope, months, others, donors, dates } = seen;
    let at = usize::try_from(change.since.since(period.from())).unwrap_or(0);
    let good = good(metric, &months[..at.min(months.len())]).ok_or(Unsaid::NoDirection)?;
    let options =
        Options { worthwhile: change.worthwhile.map(|w| w / metric.unit.scale()), ..Options::new(good) };
    let options = Options { dates: options.dates.min(dates), ..options };
    let panel = Panel { treated: months, donors, change: at };
    let answer = did_it_work(&panel, &options).map_err(Unsaid::Fault)?;
    Ok(Worked { org: change.org, name, since: change.since, period, scope, others, answer })
}

/// The same question among all of its type, where that is more and the usual peers are few.
fn widened(directory: &Directory, first: &Comparison, row: &Row, question: &Question) -> Option<Question> {
    let apart = match question.peers {
        PeerChoice::RegionType => false,
        PeerChoice::RegionTypeSpecialistApart => true,
        PeerChoice::NamedSet(_) | PeerChoice::Own(_) => return None,
    };
    let specialist = |r: &Row| r.code.and_then(|c| directory.get(c)).is_some_and(|o| o.is_specialist());
    let like = |r: &&Row| r.org_type == row.org_type && (!apart || specialist(r) == specialist(row));
    let of_type: Vec<OdsCode> = first.rows.iter().filter(like).filter_map(|r| r.code).collect();
    let n = first.groups.get(row.group?)?.n;
    (n < MANY && of_type.len() > n && row.org_type.is_some())
        .then(|| Question { peers: PeerChoice::Own(of_type), ..question.clone() })
}

/// Everybody in a group but one: who, and the value of each month.
fn others<'a>(
    directory: &'a Directory,
    group: &'a Group,
    but: OdsCode,
) -> impl Iterator<Item = ((OdsCode, String), Vec<Option<f64>>)> + 'a {
    let share = |(n, d): &(wt_units::Quantity, wt_units::Quantity)| {
        Some(n.to_f64() / d.to_f64()).filter(|share| share.is_finite())
    };
    group.members.iter().zip(&group.months).filter(move |(code, _)| **code != but).map(
        move |(code, months)| {
            let values = months.iter().map(|m| m.as_ref().and_then(share)).collect();
            ((*code, directory.label(*code)), values)
        },
    )
}

/// Which way is better from where it stood before; none where no value is.
fn good(metric: &Metric, before: &[Option<f64>]) -> Option<Good> {
    let aimed = |aim: f64| {
        let known: Vec<f64> = before.iter().flatten().copied().collect();
        wt_stats::median(&known).map(|level| if level > aim { Good::Lower } else { Good::Higher })
    };
    match metric.direction {
        Direction::Lower => Some(Good::Lower),
        Direction::Higher => Some(Good::Higher),
        // Without a month before there is no answer either way.
        Direction::ToZero => aimed(0.0).or(Some(Good::Lower)),
        Direction::To100 => aimed(100.0 / metric.unit.scale()).or(Some(Good::Higher)),
        Direction::Context | Direction::Band => None,
    }
}

impl Worked {
    /// The month at a place in the answer.
    pub fn month(&self, place: usize) -> Month {
        self.period.from().plus(i32::try_from(place).unwrap_or(i32::MAX))
    }

    /// The answer in one sentence: verdict, figures, how sure, which way is good.
    pub fn sentence(&self, metric: &Metric) -> String {
        let (a, unit) = (&self.answer, metric.unit);
        let lead = match a.verdict {
            Verdict::Worked => "It worked",
            Verdict::Worse => "It got worse",
            Verdict::DidNot => "It did not work",
            Verdict::CannotTell => "Can't tell yet",
        };
        let expected = unit.say(a.expected);
        let against = if unit.say_gap(a.effect) == unit.say_gap(0.0) {
            format!("about the same as the {expected} expected without the change")
        } else {
            let way = if a.effect < 0.0 { "lower" } else { "higher" };
            format!("{} {way} than the {expected} expected without the change", unit.say_gap(a.effect))
        };
        let rest = match a.verdict {
            Verdict::Worked | Verdict::Worse => format!("; {} is better", better(metric, a)),
            Verdict::DidNot => format!(
                "; that is no more than chance, and an improvement of {} or more is ruled out",
                unit.say_gap(a.worthwhile)
            ),
            Verdict::CannotTell => format!(
                "; that may be chance, and so may hide an improvement of {} or more",
                unit.say_gap(a.worthwhile)
            ),
        };
        format!(
            "{lead}: since {} {} at {} ({}) was {} on average, {against} (95% interval: {}; {}){rest}.",
            self.since.long(),
            lower_first(&metric.name),
            self.name,
            self.org,
            unit.say(a.level_after),
            range(unit, a.interval),
            p_words(a.p),
        )
    }

    /// What must be known with it, each a sentence.
    pub fn reasons(&self, metric: &Metric) -> Vec<String> {
        let said = |reason: &Reason| match reason {
            Reason::Undetectable { .. } => format!(
                "Only an effect of {} or more is likely to show in figures that vary as these do; {} would be worth having.",
                metric.unit.say_gap(self.answer.detectable),
                metric.unit.say_gap(self.answer.worthwhile)
            ),
            other => {
                let words = other.to_string();
                let mut chars = words.chars();
                chars
                    .next()
                    .map_or(String::new(), |c| c.to_uppercase().chain(chars).collect::<String>() + ".")
            }
        };
        self.answer.reasons.iter().map(said).collect()
    }
}

/// Which way is better, as the answer took it.
fn better(metric: &Metric, answer: &Answer) -> &'static str {
    let lower = match (metric.direction, answer.verdict) {
        (Direction::Lower, _) => true,
        (Direction::Higher, _) => false,
        (_, Verdict::Worked) => answer.effect < 0.0,
        _ => answer.effect > 0.0,
    };
    if lower { "lower" } else { "higher" }
}

/// An interval of an effect, in words: "1.9 to 2.7 percentage points lower".
pub fn range(unit: Unit, interval: Interval) -> String {
    let (low, high) = (unit.say_gap(interval.low), unit.say_gap(interval.high));
    // A unit that follows both numbers is said once.
    let number =
        |said: &str| said.split_once(' ').map_or_else(|| said.to_owned(), |(number, _)| number.to_owned());
    match (interval.low < 0.0, interval.high > 0.0) {
        (true, true) => format!("{low} lower to {} higher", number(&high)),
        (true, false) => format!("{} to {low} lower", number(&high)),
        (false, _) => format!("{} to {high} higher", number(&low)),
    }
}

/// A p-value: "p = 0.03".
pub fn p_words(p: f64) -> String {
    match p {
        p if p < 0.001 => "p < 0.001".to_owned(),
        p if p < 0.1 => format!("p = {p:.3}"),
        p => format!("p = {p:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_and_chances_read_as_words() {
        let points = |low, high| range(Unit::Percent, Interval { low, high });
        assert_eq!(points(-0.027, -0.019), "1.9 to 2.7 percentage points lower");
        assert_eq!(points(0.019, 0.027), "1.9 to 2.7 percentage points higher");
        assert_eq!(points(-0.001, 0.002), "0.1 percentage points lower to 0.2 higher");
        assert_eq!(range(Unit::Gbp, Interval { low: 1.0, high: 2.5 }), "£1.00 to £2.50 higher");
        assert_eq!(
            [p_words(0.000_01), p_words(0.0312), p_words(0.456)],
            ["p < 0.001", "p = 0.031", "p = 0.46"]
        );
    }

    #[test]
    fn too_few_months_may_come_and_no_direction_will_not() {
        let few = Unsaid::Fault(Fault::TooFewBefore { have: 3 });
        assert_eq!(
            few.to_string(),
            "Can't tell yet: 3 months with a figure before the change; 12 are needed."
        );
        assert!(Unsaid::NoDirection.to_string().starts_with("Can't tell: "));
    }
}
