//! Charts of a comparison: which of its rows and months each chart shows.

use wt_benchmark::{Comparison, Direction, Group, Level, Metric, Row, Worked, reading};
use wt_units::{OdsCode, Pence, Quantity};

use wt_charts::{
    Bar, Control, Effect, FunnelPlot, Limits, Line, Order, Point, Ranked, Step, Times, Trend, Waterfall,
};

pub(crate) use wt_charts::{Chart, Icon, SummaryRow, summary};

/// Who stands where in group `at` of a comparison.
pub(crate) fn ranked(
    metric: &Metric,
    c: &Comparison,
    at: usize,
    own: Option<OdsCode>,
    prefix: &str,
) -> Chart {
    let Some(group) = c.groups.get(at) else { return nothing(prefix) };
    let bars = rows(c, at, group).map(|r| Bar {
        name: r.name.clone(),
        code: code(c, r),
        share: r.share,
        interval: interval(r),
        own: is_own(c, r, own),
    });
    let order = match metric.direction {
        Direction::Context | Direction::Band => Order::Highest,
        _ => Order::LeastFavourable,
    };
    let mut bars: Vec<Bar> = bars.collect();
    let key = |b: &Bar| metric.direction.badness(b.share, metric.unit).unwrap_or(b.share);
    bars.sort_by(|a, b| key(b).total_cmp(&key(a)));
    Ranked {
        title: format!("{}, {}, {}", metric.name, group.scope, c.question.period.long()),
        unit: metric.unit,
        bars,
        order,
        quartiles: [group.q1, group.median, group.q3],
        peers: group.n,
    }
    .chart(prefix)
}

/// The value of a row month by month.
pub(crate) fn trend_of_value(metric: &Metric, row: &Row, prefix: &str) -> Chart {
    value(metric, row, Control::Rules(row.value_chart.clone()), prefix)
}

/// The value of a row month by month, in the corrected reading.
pub(crate) fn trend_corrected(metric: &Metric, row: &Row, prefix: &str) -> Chart {
    let control = match reading::over_time(row, row.months.len()) {
        Ok(judged) => Control::Corrected(judged),
        Err(why) => Control::None(why.words()),
    };
    value(metric, row, control, prefix)
}

fn value(metric: &Metric, row: &Row, control: Control, prefix: &str) -> Chart {
    let peers: Vec<Option<f64>> = row.months.iter().map(|m| m.peer_median).collect();
    Trend {
        title: format!("{}, {}, by month", metric.name, row.name),
        unit: metric.unit.into(),
        gaps: false,
        times: Times::Months(row.months.iter().map(|m| m.month).collect()),
        values: row.months.iter().map(|m| m.share).collect(),
        peers: if peers.iter().any(Option::is_some) { peers } else { Vec::new() },
        control,
    }
    .chart(prefix)
}

/// The gap of a row to the peer median of each month.
pub(crate) fn trend_of_gap(metric: &Metric, row: &Row, prefix: &str) -> Chart {
    Trend {
        title: format!("{}, {}, gap to the peer median by month", metric.name, row.name),
        unit: metric.unit.into(),
        gaps: true,
        times: Times::Months(row.months.iter().map(|m| m.month).collect()),
        values: row.months.iter().map(wt_benchmark::MonthFigure::gap).collect(),
        peers: Vec::new(),
        control: Control::Rules(row.gap_chart.clone()),
    }
    .chart(prefix)
}

/// Size and value in group `at` of a comparison, within the limits of one reading: its rows, and small the peers without
/// a row, since the limits are made from all.
pub(crate) fn funnel(
    metric: &Metric,
    c: &Comparison,
    at: usize,
    own: Option<OdsCode>,
    corrected: bool,
    prefix: &str,
) -> Chart {
    let limits = |group: &Group| match corrected {
        true => reading::funnel(metric, group).map(Limits::Corrected),
        false => group.funnel.clone().map(Limits::Peer),
    };
    let Some((group, limits)) = c.groups.get(at).and_then(|g| Some((g, limits(g)?))) else {
        return nothing(prefix);
    };
    let points = rows(c, at, group).map(|r| Point {
        name: r.name.clone(),
        label: code(c, r),
        size: r.denominator.to_f64(),
        share: r.share,
        own: is_own(c, r, own),
        elsewhere: false,
    });
    FunnelPlot {
        title: format!("{} by size, {}, {}", metric.name, group.scope, c.question.period.long()),
        unit: metric.unit.into(),
        size_unit: metric.denominator.words.clone(),
        who: "Peers",
        points: points.chain(elsewhere(c, group)).collect(),
        limits,
    }
    .chart(prefix)
}

/// A figure before and since a change, and what was expected without it.
pub(crate) fn effect(metric: &Metric, worked: &Worked, prefix: &str) -> Chart {
    let months: Vec<wt_units::Month> = worked.period.months().collect();
    let (mut values, mut expected) = (vec![None; months.len()], vec![None; months.len()]);
    for month in worked.answer.path.iter().filter(|m| m.month < months.len()) {
        values[month.month] = Some(month.value);
        let limits = month.range.map(|r| (r.low, r.high));
        expected[month.month] = Some(Line { centre: month.expected, limits });
    }
    Effect {
        title: format!("{}, {}, before and since {}", metric.name, worked.name, worked.since.long()),
        unit: metric.unit.into(),
        values,
        expected,
        change: usize::try_from(worked.since.since(worked.period.from())).unwrap_or(0),
        times: Times::Months(months),
    }
    .chart(prefix)
}

/// A stated gap and what closes it, from the surest pounds to the least sure.
pub(crate) fn waterfall(covers: &str, gap: Pence, steps: &[(&str, Pence)], prefix: &str) -> Chart {
    let step = |(label, pounds): &(&str, Pence)| Step { label: (*label).to_owned(), pounds: *pounds };
    Waterfall {
        title: format!("The gap of {covers} and what is left of it"),
        covers: covers.to_owned(),
        gap: Some(gap),
        steps: steps.iter().map(step).collect(),
    }
    .chart(prefix)
}

fn nothing(prefix: &str) -> Chart {
    let words = "There are no peers to draw.";
    Chart::of_words(prefix, words)
}

/// Rows of a group: its members by code, since under a peer set each row points to a group of its own; for units
/// and staff groups, those that point to it.
fn rows<'a>(c: &'a Comparison, at: usize, group: &'a Group) -> impl Iterator<Item = &'a Row> {
    c.rows.iter().filter(move |r| match r.code {
        Some(code) if !group.members.is_empty() && c.question.level == Level::Employers => {
            group.members.contains(&code)
        }
        _ => r.group == Some(at),
    })
}

/// Members of a group of employers that have no row, since they lie outside the region asked for: their codes alone.
fn elsewhere(c: &Comparison, group: &Group) -> Vec<Point> {
    let of_employers = c.question.level == Level::Employers && group.members.len() == group.months.len();
    let members = group.members.iter().zip(&group.months).filter(|_| of_employers);
    let without = members.filter(|(code, _)| !c.rows.iter().any(|r| r.code == Some(**code)));
    let point = |(code, months): (&OdsCode, &Vec<Option<(Quantity, Quantity)>>)| {
        let sum = |part: fn(&(Quantity, Quantity)) -> Quantity| {
            months.iter().flatten().map(part).sum::<Quantity>().to_f64()
        };
        let (n, d) = (sum(|m| m.0), sum(|m| m.1));
        let (name, label) = (code.to_string(), Some(code.to_string()));
        (d > 0.0).then(|| Point { name, label, size: d, share: n / d, own: false, elsewhere: true })
    };
    without.filter_map(point).collect()
}

/// The code where employers are compared: units and staff groups have their names alone.
fn code(c: &Comparison, r: &Row) -> Option<String> {
    r.code.filter(|_| c.question.level == Level::Employers).map(|c| c.to_string())
}

fn is_own(c: &Comparison, r: &Row, own: Option<OdsCode>) -> bool {
    own.is_some() && r.code == own && c.question.level == Level::Employers
}

/// The interval of the gap, laid around the value.
fn interval(r: &Row) -> Option<(f64, f64)> {
    let (gap, i) = (r.gap?, r.gap_interval?);
    Some((r.share - gap + i.low, r.share - gap + i.high))
}
