//! The answer in words, as a page or a report says it: what, compared with whom, how sure. Never blame.

use crate::compare::{Comparison, IntervalBasis, Persistence, Row};
use crate::metric::{Direction, Metric};
use crate::peers::Group;
use crate::reading;

/// Sentences about one row: value and gap, then what stands behind it.
pub fn row(metric: &Metric, comparison: &Comparison, row: &Row) -> Vec<String> {
    let mut said = vec![value(metric, comparison, row)];
    if let Some(group) = row.group.and_then(|g| comparison.groups.get(g)) {
        said.extend(certainty(metric, row));
        said.extend(place(row, group));
        said.extend(lasting(row));
        said.extend(funnel(metric, group, row));
    }
    let missing: Vec<String> = row.missing().map(|m| m.long()).collect();
    if !missing.is_empty() {
        let n = row.months.len();
        said.push(format!(
            "Figures are missing for {} of {n} months: {}.",
            missing.len(),
            missing.join(", ")
        ));
    }
    said
}

/// One sentence about the whole: how many rows, and who differs most by a signal that lasts.
pub fn whole(metric: &Metric, comparison: &Comparison) -> String {
    let n = comparison.rows.len();
    let period = comparison.question.period.long();
    if n == 0 {
        return format!("There are no figures for {} in {period}.", lower_first(&metric.name));
    }
    if matches!(metric.direction, Direction::Context | Direction::Band) {
        return format!(
            "{} in {period} for {n} {}. It is shown as context: no value is called better or worse.",
            metric.name,
            if n == 1 { "row" } else { "rows" }
        );
    }
    if comparison.rows.iter().all(|r| r.persistent_gap == Persistence::TooFew) {
        return format!(
            "{} in {period} for {n} {}. Fewer than seven months have figures, too few to say whether a gap lasts.",
            metric.name,
            if n == 1 { "row" } else { "rows" }
        );
    }
    let lasting = comparison.rows.iter().filter(|r| r.persistent_gap == Persistence::Yes).count();
    let standings = reading::standings(metric, comparison);
    let far = comparison.rows.iter().zip(standings).filter(|(row, standing)| {
        standing.is_some_and(|unit| unit.flag.outside998) && is_worse(metric, comparison, row)
    });
    let names: Vec<String> = far.map(|(row, _)| label(row)).collect();
    let start = format!(
        "In {period}, {lasting} of {n} {} on the less favourable side of the peer median in each of the last seven months",
        if lasting == 1 { "was" } else { "were" }
    );
    if names.is_empty() {
        format!("{start}; none lies further from its peers than chance and usual spread explain.")
    } else {
        format!("{start}; further from peers than chance and usual spread explain: {}.", names.join(", "))
    }
}

/// On the less favourable side of its peers' median.
fn is_worse(metric: &Metric, comparison: &Comparison, row: &Row) -> bool {
    let bad = |share: f64| metric.direction.badness(share, metric.unit);
    let group = row.group.and_then(|g| comparison.groups.get(g));
    group.is_some_and(|g| bad(row.share) > bad(g.median))
}

fn label(row: &Row) -> String {
    match (row.code, &row.unit, &row.staff_group) {
        (Some(code), None, None) => format!("{} ({code})", row.name),
        _ => row.name.clone(),
    }
}

fn value(metric: &Metric, comparison: &Comparison, row: &Row) -> String {
    let start = format!(
        "{} at {} was {} in {}",
        metric.name,
        label(row),
        metric.unit.say(row.share),
        comparison.question.period.long()
    );
    let group = row.group.and_then(|g| comparison.groups.get(g));
    let (Some(gap), Some(group)) = (row.gap, group) else { return format!("{start}.") };
    let median = format!("the peer median of {} ({})", metric.unit.say(group.median), group.scope);
    let way = if gap > 0.0 { "higher than" } else { "lower than" };
    if metric.unit.say(row.share) == metric.unit.say(group.median) {
        return format!("{start}, about the same as {median}.");
    }
    let judged = match metric
        .direction
        .badness(row.share, metric.unit)
        .zip(metric.direction.badness(group.median, metric.unit))
    {
        Some((own, peers)) if own > peers => format!("; here {} is better", better(metric)),
        _ => String::new(),
    };
    format!("{start}: {way} {median} by {}{judged}.", metric.unit.say_gap(gap))
}

fn better(metric: &Metric) -> &'static str {
    match metric.direction {
        Direction::Higher => "higher",
        Direction::ToZero => "nearer to zero",
        Direction::To100 => "nearer to 100",
        _ => "lower",
    }
}

/// How sure the gap is.
fn certainty(metric: &Metric, row: &Row) -> Option<String> {
    let Some(i) = row.gap_interval else {
        return Some("How sure the gap is: too few data to say.".into());
    };
    let signed = |x: f64| {
        let sign = if x < 0.0 { "\u{2212}" } else { "" };
        format!("{sign}{}", metric.unit.say_gap(x))
    };
    let basis = match row.interval_basis {
        IntervalBasis::TooFew => return None,
        other => other.words(),
    };
    Some(format!("The gap is {} to {} (95% interval; {basis}).", signed(i.low), signed(i.high)))
}

fn place(row: &Row, group: &Group) -> Option<String> {
    let rank = row.rank?;
    Some(format!("It ranks {rank} of {}, where 1 is the most favourable.", group.n))
}

fn lasting(row: &Row) -> Option<String> {
    match row.persistent_gap {
        Persistence::Yes => Some(
            "It was on the less favourable side of the month's peer median in each of the last seven months."
                .into(),
        ),
        Persistence::No => Some("The gap did not last through each of the last seven months.".into()),
        Persistence::TooFew => Some("There are too few months to say whether the gap lasts.".into()),
        Persistence::NotJudged => None,
    }
}

/// Where it stands by limits that hold what they promise, and one line where the usual ones say otherwise.
fn funnel(metric: &Metric, group: &Group, row: &Row) -> Option<String> {
    let usual = row.funnel.map(|f| (f.outside998, f.outside95));
    let figures = (row.numerator.to_f64(), row.denominator.to_f64());
    let corrected = reading::funnel(metric, group).and_then(|f| f.unit(figures));
    let corrected = corrected.map(|unit| (unit.flag.outside998, unit.flag.outside95));
    let differs = match (usual, corrected) {
        (Some(usual), Some(corrected)) if usual != corrected => {
            format!(" By the usual limits it would lie {}.", limits(usual))
        }
        _ => String::new(),
    };
    let told = match corrected.or(usual)? {
        (true, _) => {
            "It lies outside the 99.8% limits of the funnel: size and the usual spread between peers don't explain it."
        }
        (_, true) => {
            "It lies outside the 95% limits of the funnel, inside the 99.8% limits: an alert, not an alarm."
        }
        _ => "It lies within the limits of the funnel: not different from similar organisations.",
    };
    Some(format!("{told}{differs}"))
}

fn limits((outside998, outside95): (bool, bool)) -> &'static str {
    match (outside998, outside95) {
        (true, _) => "outside the 99.8% limits",
        (_, true) => "outside the 95% limits",
        _ => "within them",
    }
}

/// A name inside a sentence: "sickness absence rate"; one that starts with an abbreviation stays ("A&E waits").
pub fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), name.chars().nth(1)) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(chars).collect(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::lower_first;

    #[test]
    fn abbreviations_keep_their_capitals() {
        assert_eq!(lower_first("Sickness absence rate"), "sickness absence rate");
        assert_eq!(lower_first("A&E four-hour performance"), "A&E four-hour performance");
        assert_eq!((lower_first("CQC rating"), lower_first("")), ("CQC rating".into(), String::new()));
    }
}
