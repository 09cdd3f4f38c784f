//! Two readings of a row's months, in words: by the Making Data Count rules that boards are trained in, and corrected,
//! with peers as controls, season and momentum allowed for and small counts exact.

use wt_stats::funnel::corrected;
use wt_stats::spc::corrected::{Judgement, Kind, Reason, Refusal, Series, judge};
use wt_stats::xmr::{Improvement, Label, Stage, Xmr};
use wt_units::Quantity;

use crate::compare::{Comparison, Row};
use crate::metric::{ChartFamily, Direction, Metric};
use crate::peers::Group;

/// Months in a row that make a shift or a trend.
const RUN: usize = 7;

/// Judges the first `months` of a row's months. Events that are whole among wholes are judged as proportions.
///
/// # Errors
/// [`Refusal`], chiefly that there are too few data to say.
pub fn over_time(row: &Row, months: usize) -> Result<Judgement, Refusal> {
    let months = &row.months[..months.min(row.months.len())];
    let whole = |q: Quantity| q.is_whole() && !q.is_negative();
    let counts = months.iter().filter_map(|m| m.figures).all(|(x, n)| whole(x) && whole(n) && x <= n);
    let figure = |of: fn((Quantity, Quantity)) -> Quantity| -> Vec<Option<f64>> {
        months.iter().map(|m| m.figures.map(|f| of(f).to_f64())).collect()
    };
    let shares: Vec<Option<f64>> = months.iter().map(|m| m.share).collect();
    let (events, among) = (figure(|f| f.0), figure(|f| f.1));
    let calendar: Vec<u8> = months.iter().map(|m| m.month.number()).collect();
    let medians: Vec<Option<f64>> = months.iter().map(|m| m.peer_median).collect();
    let has_peers = medians.iter().any(Option::is_some);
    judge(&Series {
        values: if counts { &events } else { &shares },
        kind: if counts { Kind::Proportion } else { Kind::Measure },
        denominators: counts.then_some(among.as_slice()),
        months: Some(&calendar),
        control: has_peers.then_some(medians.as_slice()),
    })
}

/// What the latest month says, in words: "lower since March 2026, by 1.2 percentage points".
pub fn words(row: &Row, judged: &Judgement) -> String {
    let last = judged.points.iter().rposition(|p| p.reason.is_some());
    let latest = last.and_then(|i| row.months.get(i)).map_or(String::new(), |m| m.month.long());
    match (judged.latest, judged.change) {
        (Reason::Common, _) => format!("common cause variation in {latest}"),
        (reason, Some(change)) => {
            let since = row.months.get(change.from).map_or(String::new(), |m| m.month.long());
            let months =
                if change.points == 1 { "one month".to_owned() } else { format!("{} months", change.points) };
            format!("{} since {since} ({months})", reason.words())
        }
        (reason, None) => format!("{} in {latest}", reason.words()),
    }
}

/// What the latest month says in the corrected reading, or why nothing can be said.
pub fn words_of(row: &Row) -> String {
    match over_time(row, row.months.len()) {
        Ok(judged) => words(row, &judged),
        Err(why) => why.words().to_owned(),
    }
}

/// The funnel of a peer group whose limits hold what they promise whatever the spread; none where the metric has no
/// funnel or the group is too small.
pub fn funnel(metric: &Metric, group: &Group) -> Option<corrected::Funnel> {
    let kind = match metric.chart {
        ChartFamily::Proportion => corrected::Kind::Proportion,
        ChartFamily::Rate => corrected::Kind::Rate,
        ChartFamily::Ratio | ChartFamily::Mean | ChartFamily::Difference => return None,
    };
    let pairs: Vec<(f64, f64)> = group
        .months
        .iter()
        .map(|months| {
            let known = months.iter().flatten();
            known.fold((0.0, 0.0), |sum, (x, n)| (sum.0 + x.to_f64(), sum.1 + n.to_f64()))
        })
        .collect();
    corrected::funnel(&pairs, kind).ok()
}

/// Where each row of a comparison stands in the corrected funnel of its group, in the order of the rows.
pub fn standings(metric: &Metric, comparison: &Comparison) -> Vec<Option<corrected::Unit>> {
    let funnels: Vec<_> = comparison.groups.iter().map(|g| funnel(metric, g)).collect();
    let standing = |row: &Row| {
        let funnel = funnels.get(row.group?)?.as_ref()?;
        funnel.unit((row.numerator.to_f64(), row.denominator.to_f64()))
    };
    comparison.rows.iter().map(standing).collect()
}

/// One line where the corrected limits of a group's funnel flag others at 99.8% than the usual ones do. None where both flag
/// the same rows.
pub fn funnel_difference(metric: &Metric, comparison: &Comparison, group: usize) -> Option<String> {
    let standings = standings(metric, comparison);
    let of_group = comparison.rows.iter().zip(&standings).filter(|(row, _)| row.group == Some(group));
    let (mut only_usual, mut only_corrected) = (Vec::new(), Vec::new());
    for (row, standing) in of_group {
        let corrected = standing.is_some_and(|unit| unit.flag.outside998);
        match (row.funnel.is_some_and(|f| f.outside998), corrected) {
            (true, false) => only_usual.push(row.name.as_str()),
            (false, true) => only_corrected.push(row.name.as_str()),
            _ => {}
        }
    }
    let said =
        |names: &[&str], words: &str| (!names.is_empty()).then(|| format!("{} {words}", names.join(", ")));
    let parts: Vec<String> =
        [said(&only_usual, "within the 99.8% limits"), said(&only_corrected, "outside the 99.8% limits")]
            .into_iter()
            .flatten()
            .collect();
    (!parts.is_empty()).then(|| format!("Corrected: {}.", parts.join("; ")))
}

/// Which way a metric improves, as control charts know it.
pub fn improvement(metric: &Metric) -> Improvement {
    match metric.direction {
        Direction::Lower => Improvement::Decrease,
        Direction::Higher => Improvement::Increase,
        Direction::Context | Direction::ToZero | Direction::To100 | Direction::Band => Improvement::Neutral,
    }
}

/// What the latest month of a chart says by the Making Data Count rules, in words: "seven months above the mean, since
/// May 2026".
pub fn peer_words(row: &Row, chart: &Xmr) -> String {
    let Some(last) = chart.marks.iter().rposition(Option::is_some) else {
        return "too few data to say".to_owned();
    };
    let short = chart.segments.iter().any(|s| s.points.contains(&last) && s.stage == Stage::LineOnly);
    let label = chart.marks[last].map_or(Label::Common, |m| m.label);
    if short {
        return "too few data to say".to_owned();
    }
    let month = |i: usize| row.months.get(i).map_or(String::new(), |m| m.month.long());
    let same = |i: &usize| chart.marks[*i].is_some_and(|m| m.label == label);
    let first = (0..=last).rev().take_while(same).last().unwrap_or(last);
    let run = last - first + 1;
    match label {
        Label::Common => format!("common cause variation in {}", month(last)),
        Label::ShiftUp | Label::ShiftDown | Label::Rising | Label::Falling => {
            let what = match label {
                Label::ShiftUp => "above the mean",
                Label::ShiftDown => "below the mean",
                Label::Rising => "rising",
                _ => "falling",
            };
            // Seven points make the run; those marked by a stronger rule belong to it too.
            format!(
                "{} months {what}, since {}",
                run.max(RUN),
                month((last + 1).saturating_sub(run.max(RUN)))
            )
        }
        other => format!("{} in {}", other.words(), month(last)),
    }
}

/// One line where the corrected reading of the latest month, over a `history` of months, differs from that of a chart by
/// the Making Data Count rules: in whether there is a signal, or in its direction. None where they agree.
pub fn difference(chart: &Xmr, history: &Row) -> Option<String> {
    let row = history;
    let last = chart.marks.iter().rposition(Option::is_some)?;
    let short = chart.segments.iter().any(|s| s.points.contains(&last) && s.stage == Stage::LineOnly);
    let peer = chart.last().filter(|_| !short).map(|m| m.label.direction());
    let corrected = over_time(row, row.months.len());
    match (peer, corrected) {
        (None, Err(_)) => None,
        (Some(0), Err(_)) => None,
        (Some(_), Err(why)) => Some(format!("Corrected: {}.", why.words())),
        (peer, Ok(judged)) => {
            let direction = judged.latest.direction();
            (peer.unwrap_or(0) != direction).then(|| match direction {
                0 => "Corrected: no more than common cause variation, once peers, season and momentum are allowed for."
                    .to_owned(),
                _ => format!("Corrected: {}.", words(row, &judged)),
            })
        }
    }
}
