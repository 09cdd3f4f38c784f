//! Benefits: what is claimed and what is proved, beside what was planted.
//!
//! The generated region of `wt-demo`, 50 seeds, three measures with pounds. In each, four employers act in month 25 of 36 and
//! nothing comes of it, and four each bring their measure down by 10, 20 and 30% of its level; those who don't act are compared
//! with. Figures of the region hold their level but for chance and season, which is where claims are at their best.
//! Claimed is the year after less the year before, where that is a saving, as most ledgers have it; a quarter of the claims is made by
//! a second team as well. Proved is what `wholetime benefits prove` says. The region's own improver (agency from 7.5% to 4.5% of
//! pay) has a table of its own.

use wt_benchmark::BenefitType;
use wt_benefits::claims::{Base, BaseRow, Book, Claim, Kind, Stage, Take};
use wt_benefits::proof::{Proof, Series, prove};
use wt_stats::dist::t_quantile;
use wt_stats::effect::Verdict;
use wt_units::{Pence, Quantity};

use crate::draw::Draw;

mod region;

use region::{CHANGE, IMPROVED, IMPROVER, MONTHS, Measure, line, measures, read, share};

const SEEDS: u64 = 50;
/// What actions bring, as a share of the level, and how many there are of each.
const FALLS: [f64; 4] = [0.0, 0.1, 0.2, 0.3];
const EACH: usize = 4;

/// One action, its truth, what was claimed and what was proved, in pounds.
struct Tried {
    fall: f64,
    truth: f64,
    claimed: f64,
    twice: bool,
    proof: Proof,
}

impl Tried {
    fn proved(&self) -> f64 {
        self.proof.proved.central.to_pounds()
    }

    fn is(&self, verdict: Verdict) -> bool {
        self.proof.worked.answer.verdict == verdict
    }

    /// Whether the interval holds the truth, at 95% or, by the same test, at 90%.
    fn covers(&self, level: f64) -> bool {
        let freedom = self.proof.worked.answer.donors.len() as f64 / 2.0;
        let times = t_quantile(0.5 + level / 2.0, freedom) / t_quantile(0.975, freedom);
        let half = (self.proof.proved.high - self.proof.proved.central).to_pounds();
        (self.truth - self.proved()).abs() <= half * times
    }
}

/// Prints all tables.
pub fn simulate() {
    let mut all = Vec::new();
    let mut improver = Vec::new();
    for seed in 0..SEEDS {
        let mut draw = Draw::new(9_000 + seed);
        let mut region = Vec::new();
        for measure in measures() {
            let series = read(seed, &measure);
            if measure.metric.id.to_string() == IMPROVED {
                improver.extend(improvers(&series, &measure));
            }
            region.extend(acted(&series, &measure, &mut draw));
        }
        all.push(region);
    }
    totals(&all);
    actions(&all.iter().flatten().collect::<Vec<_>>());
    println!("\n| the region's own improver, {SEEDS} seeds | |\n|---|---|");
    println!("| called 'worked' | {} |", percent(&improver, |t| t.is(Verdict::Worked)));
    println!("| 90% interval holds the truth | {} |", percent(&improver, |t| t.covers(0.9)));
    let ratio = |t: &Tried| t.proved() / t.truth;
    println!(
        "| proved over truth, mean | {:.2} |",
        improver.iter().map(ratio).sum::<f64>() / improver.len() as f64
    );
}

/// Actions at employers drawn without putting back, each on a region in which the others act too.
fn acted(series: &[Series], measure: &Measure, draw: &mut Draw) -> Vec<Tried> {
    let mut order: Vec<usize> = (0..series.len())
        .filter(|i| series[*i].months.len() == MONTHS && series[*i].org.to_string() != IMPROVER)
        .collect();
    for i in (1..order.len()).rev() {
        order.swap(i, (draw.unit() * (i + 1) as f64) as usize);
    }
    let plan: Vec<(usize, f64)> =
        order.into_iter().zip(FALLS.into_iter().flat_map(|fall| [fall; EACH])).collect();
    let mut region = series.to_vec();
    for (at, fall) in &plan {
        for (numerator, _) in region[*at].months.values_mut().skip(CHANGE) {
            *numerator = Quantity::from_f64(numerator.to_f64() * (1.0 - fall)).unwrap_or(*numerator);
        }
    }
    // The ledger knows who acts, the region's own improver among them.
    let own = series.iter().filter(|series| series.org.to_string() == IMPROVER);
    let acting = plan.iter().map(|(at, _)| series[*at].org).chain(own.map(|series| series.org)).collect();
    let one = |(at, fall): (usize, f64)| {
        let (own, without) = (&region[at], &series[at]);
        let pounds = |series: &Series| -> f64 {
            series.months.values().skip(CHANGE).map(|(n, _)| n.to_f64() * measure.price).sum()
        };
        let (before, after) = (share(own, CHANGE - 12..CHANGE), share(own, CHANGE..MONTHS));
        let out_of: f64 = own.months.values().skip(CHANGE).map(|(_, d)| d.to_f64()).sum();
        let claimed = ((before - after) * out_of * measure.price).max(0.0);
        let state = line(own.org, measure, CHANGE);
        let proof = prove(&state, own.org, &measure.metric, &region, &acting, 0).ok()?;
        let twice = draw.unit() < 0.25;
        Some(Tried { fall, truth: pounds(without) - pounds(own), claimed, twice, proof })
    };
    plan.into_iter().filter_map(one).collect()
}

/// The employer whose improvement the region itself holds.
fn improvers(series: &[Series], measure: &Measure) -> Option<Tried> {
    let own = series.iter().find(|series| series.org.to_string() == IMPROVER)?;
    let since = region::ACTION;
    let truth = own.months.values().enumerate().skip(since);
    let truth: f64 = truth.map(|(i, (_, d))| region::improved_by(i) * d.to_f64() * measure.price).sum();
    let proof =
        prove(&line(own.org, measure, since), own.org, &measure.metric, series, &[own.org].into(), 0).ok()?;
    Some(Tried { fall: 0.4, truth, claimed: 0.0, twice: false, proof })
}

/// What a ledger counts of claims on the spending that they cut, each pound once; and what it would be if all were added up.
fn counted(region: &[Tried]) -> (f64, f64) {
    let row = |i: usize| BaseRow {
        id: format!("{i:03}"),
        kind: Kind::OrderLine,
        capacity: Quantity::from_millionths(1_000_000),
        cost: None,
        within: None,
    };
    let claim = |i: usize, team: &str, claimed: f64| Claim {
        id: format!("{i:03} {team}"),
        stage: Stage::Delivered,
        certainty: 50,
        benefit: BenefitType::CashReleasing,
        takes: vec![Take {
            row: format!("{i:03}"),
            quantity: Quantity::from_millionths(1_000_000),
            pounds: Pence::from_pounds(claimed).unwrap_or_default(),
        }],
    };
    let claims = region.iter().enumerate().flat_map(|(i, t)| {
        let teams = if t.twice { &["one", "two"][..] } else { &["one"] };
        teams.iter().map(move |team| claim(i, team, t.claimed))
    });
    let book = Base::new((0..region.len()).map(row)).ok().and_then(|base| Book::new(base, claims).ok());
    let total = book.map(|book| book.total(BenefitType::CashReleasing)).unwrap_or_default();
    (total.claimed.to_pounds(), total.pounds.to_pounds())
}

fn totals(all: &[Vec<Tried>]) {
    println!("## Benefits: claimed against planted truth, {SEEDS} seeds\n");
    println!("| total of a region | over the truth | mean size of error, of the truth |\n|---|---|---|");
    let row = |name: &str, of: &dyn Fn(&[Tried]) -> f64| {
        let truth = |region: &[Tried]| region.iter().map(|t| t.truth).sum::<f64>();
        let ratios: Vec<f64> = all.iter().map(|region| of(region) / truth(region)).collect();
        let n = ratios.len() as f64;
        let mean = ratios.iter().sum::<f64>() / n;
        let error = (ratios.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / (n * (n - 1.0))).sqrt();
        let off = ratios.iter().map(|r| (r - 1.0).abs()).sum::<f64>() / n;
        println!("| {name} | {mean:.3} ± {error:.3} | {:.1}% |", 100.0 * off);
    };
    row("claims added up", &|region| counted(region).0);
    row("claims, each pound once", &|region| counted(region).1);
    row("proved: only what is called 'worked'", &|region| {
        region.iter().filter(|t| t.is(Verdict::Worked)).map(Tried::proved).sum()
    });
    row("proved: every estimate, whatever it is called", &|region| region.iter().map(Tried::proved).sum());
}

fn actions(all: &[&Tried]) {
    println!(
        "\n| what was planted | actions | 90% interval holds it | 95% | 'worked' | 'did not' or worse | can't tell |"
    );
    println!("|---|---|---|---|---|---|---|");
    for fall in FALLS {
        let these: Vec<&Tried> = all.iter().filter(|t| t.fall == fall).copied().collect();
        println!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            if fall == 0.0 { "nothing".to_owned() } else { format!("{:.0}% less", fall * 100.0) },
            these.len(),
            percent(&these, |t| t.covers(0.9)),
            percent(&these, |t| t.covers(0.95)),
            percent(&these, |t| t.is(Verdict::Worked)),
            percent(&these, |t| t.is(Verdict::DidNot) || t.is(Verdict::Worse)),
            percent(&these, |t| t.is(Verdict::CannotTell)),
        );
    }
}

/// A share in percent, with its standard error.
fn percent<T: std::borrow::Borrow<Tried>>(of: &[T], event: impl Fn(&Tried) -> bool) -> String {
    let n = of.len() as f64;
    let p = of.iter().filter(|t| event((*t).borrow())).count() as f64 / n;
    format!("{:.1} ± {:.1}%", 100.0 * p, 100.0 * (p * (1.0 - p) / n).sqrt())
}
