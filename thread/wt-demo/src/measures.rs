//! What employers fill into the template: ten metrics, every employer that is a trust, every month.

use std::collections::BTreeMap;

use wt_units::{Month, OrgType};

use crate::World;
use crate::noise::Noise;
use crate::region::Employer;
use crate::sheet::{TemplateRow, template};
use crate::truth;

/// How a metric is generated.
struct Recipe {
    metric: &'static str,
    /// Denominator for each whole-time equivalent in a month.
    per_wte: f64,
    /// Level as numerator over denominator.
    level: f64,
    /// Spread of employers' own levels.
    between: f64,
    /// Spread from month to month; none where the numerator is a count of the denominator, drawn by chance.
    monthly: Option<f64>,
}

const fn recipe(
    metric: &'static str,
    per_wte: f64,
    level: f64,
    between: f64,
    monthly: Option<f64>,
) -> Recipe {
    Recipe { metric, per_wte, level, between, monthly }
}

const RECIPES: [Recipe; 10] = [
    recipe("appraisal-rate", 1.0, 0.84, 0.05, None),
    recipe("stat-mand-compliance", 12.0, 0.90, 0.02, None),
    recipe("stability-index", 1.05, 0.86, 0.015, None),
    recipe(truth::NOISE_ONLY.0, 1.4, truth::NOISE_ONLY.1, 0.0, None),
    recipe(truth::SEASONAL, 1.4, 0.12, 0.02, None),
    recipe("agency-share-of-pay", 4_600.0, 0.035, 0.007, Some(0.0025)),
    recipe("vacancy-rate", 1.09, 0.085, 0.02, Some(0.003)),
    recipe("time-to-hire", 0.011, 58.0, 6.0, Some(3.0)),
    recipe("rate-premium", 380.0, 0.11, 0.03, Some(0.012)),
    recipe("unused-hours", 162.95, 0.018, 0.005, Some(0.002)),
];

/// All ten metrics of all employers in one file.
pub(crate) fn file(world: &World) -> (String, String) {
    let mut sums: BTreeMap<(&str, &str, Month), (i64, i64)> = BTreeMap::new();
    let trusts = world.employers.iter().filter(|e| e.org_type != OrgType::IntegratedCareBoard);
    for employer in trusts {
        for recipe in &RECIPES {
            // The employer with directorates gives this metric in a file of its own, which would replace it here.
            if employer.code == truth::WITH_UNITS && recipe.metric == crate::units::OWN_METRIC {
                continue;
            }
            for (i, month) in world.months() {
                let (numerator, denominator) = figures(world.seed, employer, recipe, i, month);
                let who = world.reports(employer, month);
                let sum = sums.entry((&who.code, recipe.metric, month)).or_default();
                *sum = (sum.0 + numerator, sum.1 + denominator);
            }
        }
    }
    let rows = sums.into_iter().map(|((org, metric, month), (numerator, denominator))| TemplateRow {
        org: org.to_owned(),
        unit: "",
        staff_group: "",
        month,
        metric,
        numerator: numerator.to_string(),
        denominator: denominator.to_string(),
    });
    template("generated_measures_employers.csv", rows)
}

fn figures(seed: u64, employer: &Employer, recipe: &Recipe, i: i32, month: Month) -> (i64, i64) {
    let denominator = ((employer.fte_at(i) * recipe.per_wte) as i64).max(1);
    let mut noise = Noise::of(seed, &[recipe.metric, &employer.code, &month.to_string()]);
    let level = level(seed, employer, recipe, i, month);
    let numerator = match recipe.monthly {
        None => noise.count(denominator, level),
        Some(spread) => ((level + noise.bell() * spread) * denominator as f64).max(0.0) as i64,
    };
    (numerator, denominator)
}

fn level(seed: u64, employer: &Employer, recipe: &Recipe, i: i32, month: Month) -> f64 {
    if employer.code == truth::IMPROVER && recipe.metric == "agency-share-of-pay" {
        return truth::improver_agency(i);
    }
    let own = Noise::of(seed, &[recipe.metric, &employer.code]).bell().clamp(-2.0, 2.0);
    let level = recipe.level + own * recipe.between;
    if recipe.metric == truth::SEASONAL {
        let season = truth::YEAR[usize::from(month.number()).saturating_sub(1) % 12];
        return level * (1.0 + truth::SEASON * season);
    }
    level
}
