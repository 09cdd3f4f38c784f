//! Integrated care systems: need describes them; capacity and performance are to be predicted.

use std::path::Path;

use super::data::{Data, Metric};
use super::sheet::{ByOrg, Sheet, ratio};

/// The last years with figures for most metrics; each system's mean over them is taken.
const YEARS: [&str; 3] = ["2021", "2022", "2023"];

/// Reads the yearly figures of the 42 systems; none where the file is missing.
pub fn read(nhs: &Path) -> Option<Data> {
    let sheet = Sheet::read(&nhs.join("icb_performance_annual/fpt_full_data.csv"))?
        .filter("year", |year| YEARS.contains(&year))
        .filter("value", |value| value.parse::<f64>().is_ok_and(f64::is_finite));
    let domains = sheet.text("metric", "domain");
    let organisations: Vec<String> = sheet.count("org").into_keys().collect();
    let mean = |name: &str| -> ByOrg {
        let sums = sheet.sum_where("org", "value", |row| row.cell("metric") == name);
        ratio(&sums, &sheet.count_where("org", |row| row.cell("metric") == name))
    };
    let (mut variables, mut metrics) = (Vec::new(), Vec::new());
    for (name, domain) in &domains {
        if domain == "Demand" {
            variables.push((name.clone(), mean(name)));
        } else {
            metrics.push(Metric::new(name, family(name), mean(name)));
        }
    }
    Some(Data::new(&organisations, variables, metrics))
}

/// Metrics that share a numerator or a subject are held out together.
fn family(name: &str) -> &str {
    let families = [
        "A and E Full",
        "spend",
        "FTE days",
        "Primary care",
        "beds",
        "incomplete",
        "A&E",
        "GP app",
        "cancer",
        "Workforce",
    ];
    families.into_iter().find(|family| name.contains(family)).unwrap_or(name)
}
