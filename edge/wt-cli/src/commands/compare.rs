//! `wholetime compare METRIC`.

use wt_benchmark::metric::Unit;
use wt_benchmark::{Level, Row};
use wt_engine::compare::Compared;
use wt_opportunity::{Opportunity, Target, sum};
use wt_units::{Pence, Pounds};

use super::{Answer, Failure, ask, figures, open_existing, person};
use crate::args::Compare;
use crate::report::{Cell, Report};
use crate::words::say;

/// The first 21 are a contract named in the documentation; more may follow them.
const COLUMNS: [&str; 31] = [
    "code",
    "name",
    "org_type",
    "numerator",
    "denominator",
    "value_pct",
    "peer_scope",
    "peer_n",
    "peer_q1_pct",
    "peer_median_pct",
    "peer_q3_pct",
    "rank",
    "gap_pp",
    "fte_days_to_median",
    "wte_to_median",
    "pounds_to_median",
    "pounds_to_best_quartile",
    "funnel_z",
    "funnel_flag95",
    "funnel_flag998",
    "persistent_gap",
    "gap_low_pp",
    "gap_high_pp",
    "pounds_low",
    "pounds_high",
    "units_to_median",
    "unit",
    "staff_group",
    "reported_as",
    "months",
    "months_missing",
];

pub(super) async fn run(args: Compare) -> Answer {
    let engine = open_existing(&args.at).await?;
    let mut asked = ask(&args.scope);
    asked.level = match (args.units_of, args.staff_groups_of) {
        (Some(of), _) => Level::UnitsOf(of),
        (_, Some(of)) => Level::StaffGroupsOf(Some(of)),
        _ => Level::Employers,
    };
    let compared = engine.compare(&person(), &args.metric, &asked).await?;
    engine.close().await;
    if let Some(code) = args.rows {
        let row = compared.row_of(code).ok_or_else(|| {
            Failure::Input(format!(
                "{code} has no figures in this comparison. Leave out --region, or check the code."
            ))
        })?;
        return figures(&trace(&compared, row).print(args.format));
    }
    let mut report = Report::new(&COLUMNS);
    for row in &compared.comparison.rows {
        report.push(cells(&compared, row));
    }
    tell(&compared);
    figures(&report.print(args.format))
}

fn cells(c: &Compared, row: &Row) -> Vec<Cell> {
    let group = row.group.and_then(|g| c.comparison.groups.get(g));
    let share = |x: f64| Cell::decimals(scaled(c.metric.unit, x), 6);
    let worth = |target| c.opportunity(row, target);
    let to_median = worth(Target::PeerMedian);
    let priced = c.no_pounds.is_none();
    let pounds = |o: Option<&Opportunity>| match (priced, group, o) {
        (true, Some(_), o) => Cell::Number(o.map_or(Pence::ZERO, |o| o.pounds).plain()),
        _ => Cell::Missing,
    };
    let range = |end: fn((Pence, Pence)) -> Pence| {
        Cell::maybe(to_median.and_then(|o| o.pounds_range), |r| Cell::Number(end(r).plain()))
    };
    let days = c.metric.numerator.unit == "FTE days";
    let excess = row.excess_to_median;
    vec![
        Cell::maybe(row.code, |c| Cell::text(c.to_string())),
        Cell::text(&row.name),
        Cell::maybe(row.org_type, |t| Cell::text(t.name())),
        Cell::number(row.numerator),
        Cell::number(row.denominator),
        share(row.share),
        Cell::maybe(group, |g| Cell::text(&g.scope)),
        Cell::maybe(group, |g| Cell::number(g.n)),
        Cell::maybe(group, |g| share(g.q1)),
        Cell::maybe(group, |g| share(g.median)),
        Cell::maybe(group, |g| share(g.q3)),
        Cell::maybe(row.rank, Cell::number),
        Cell::maybe(row.gap, share),
        Cell::maybe(excess.filter(|_| days), |x| Cell::decimals(x, 4)),
        Cell::maybe(wte(c, row), |x| Cell::decimals(x, 4)),
        pounds(to_median),
        pounds(worth(Target::BestQuartile)),
        Cell::maybe(row.funnel, |f| Cell::decimals(f.z, 4)),
        Cell::maybe(row.funnel, |f| Cell::Flag(f.outside95)),
        Cell::maybe(row.funnel, |f| Cell::Flag(f.outside998)),
        Cell::text(row.persistent_gap.words()),
        Cell::maybe(row.gap_interval, |i| share(i.low)),
        Cell::maybe(row.gap_interval, |i| share(i.high)),
        range(|r| r.0),
        range(|r| r.1),
        Cell::maybe(excess, |x| Cell::decimals(x, 4)),
        Cell::maybe(row.unit.as_ref(), |u| Cell::text(u.as_str())),
        Cell::maybe(row.staff_group.as_ref(), |s| Cell::text(s.as_str())),
        Cell::text(row.reported_as.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        Cell::number(row.months.len() - row.missing().count()),
        Cell::text(row.missing().map(|m| m.to_string()).collect::<Vec<_>>().join(" ")),
    ]
}

/// Whole-time equivalents to the median: 0 on the better side, as FTE days are.
fn wte(c: &Compared, row: &Row) -> Option<f64> {
    let excess = row.excess_to_median.filter(|_| c.metric.numerator.unit == "FTE days")?;
    let days: u32 =
        row.months.iter().filter(|m| m.figures.is_some()).map(|m| u32::from(m.month.days())).sum();
    (days > 0).then(|| excess / f64::from(days))
}

/// Percentages for percentages; other metrics in their own unit, as `wholetime metrics show` says.
fn scaled(unit: Unit, share: f64) -> f64 {
    share * unit.scale()
}

fn trace(c: &Compared, row: &Row) -> Report {
    let mut report =
        Report::new(&["file", "row", "month", "code", "unit", "staff_group", "numerator", "denominator"]);
    for t in c.trace(row) {
        report.push(vec![
            Cell::text(t.file),
            Cell::number(t.row),
            Cell::text(t.month.to_string()),
            Cell::text(t.org.to_string()),
            Cell::maybe(t.unit, Cell::text),
            Cell::maybe(t.staff_group, Cell::text),
            Cell::number(t.numerator),
            Cell::number(t.denominator),
        ]);
    }
    report
}

/// What a reader must know, on standard error.
fn tell(c: &Compared) {
    let q = &c.comparison.question;
    let place = q.region.as_deref().unwrap_or("every region");
    say(&format!("{}, {}, {place}.", c.metric.name, q.period.long()));
    say(&c.sentence());
    for note in &c.comparison.notes {
        say(note);
    }
    for group in &c.comparison.groups {
        let funnel = group.funnel.as_ref().map_or(String::new(), |f| {
            format!("; funnel phi {:.2}, tau\u{b2} {:.4e}, 10% winsorised", f.phi, f.tau2)
        });
        say(&format!("Peers: {}{funnel}.", group.scope));
    }
    if !c.comparison.left_out.is_empty() {
        let n = c.comparison.left_out.len();
        say(&format!("{n} without a row (use --bodies all to see every organisation)."));
    }
    if let Some(why) = &c.no_pounds {
        say(&format!("No pounds: {why}"));
        return;
    }
    let totals = sum(&c.to_median);
    for total in &totals.totals {
        let wte = total.wte.map_or(String::new(), |w| format!(", {:.1} WTE", w.to_f64()));
        say(&format!(
            "Total to the peer median, {}: {} ({} organisations{wte}).",
            total.benefit_type.words(),
            total.pounds,
            total.organisations
        ));
    }
    let best: Pence = c.to_best_quartile.iter().map(|o| o.pounds).sum();
    say(&format!("To the best quartile: {}, an upper bound inflated by selection.", Pounds(best).sentence()));
    for note in &totals.notes {
        say(note);
    }
    if let Some(o) = c.to_median.first() {
        o.price.words.iter().for_each(|w| say(&format!("Price: {w}")));
        say(&o.not);
    }
}
