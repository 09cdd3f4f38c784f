//! NHS trusts: what describes them, and what is to be predicted.

use std::path::Path;

use super::data::{Data, Metric};
use super::sheet::{ByOrg, Sheet, add, log, ratio};

const ORG: &str = "REPORTING_ORG_CODE";
const GROUP: &str = "STAFF_GROUP_1_NAME";
const ALL: &str = "All staff groups";
const START: &str = "Denominator at start of period";

/// Reads the folder of published files; none where one is missing.
pub fn read(nhs: &Path) -> Option<Data> {
    let turnover = Sheet::folder(&nhs.join("workforce_turnover_org_staffgroup"), "Turnover")?
        .filter("CLUSTER_GROUP", |group| group != "Integrated Care Board");
    let people = |kind: &str, group: &str, what: &str| {
        turnover.sum_where(ORG, what, |row| row.cell("TYPE") == kind && row.cell(GROUP) == group)
    };
    let fte = people(START, ALL, "FTE");
    let mut variables: Vec<(String, ByOrg)> = vec![("staff (log)".into(), log(&fte))];
    for (name, groups) in MIX {
        let parts: Vec<ByOrg> = groups.iter().map(|group| people(START, group, "FTE")).collect();
        let share = ratio(&add(&parts.iter().chain([&zeros(&fte)]).collect::<Vec<_>>()), &fte);
        variables.push(((*name).into(), share));
    }
    let marks = [
        ("acute", "CLUSTER_GROUP", "Acute"),
        ("mental health", "CLUSTER_GROUP", "Mental Health"),
        ("community", "CLUSTER_GROUP", "Community Provider Trust"),
        ("ambulance", "CLUSTER_GROUP", "Ambulance"),
        ("teaching", "BENCHMARK_GROUP", "Acute - Teaching"),
        ("specialist", "BENCHMARK_GROUP", "Acute - Specialist"),
        ("London", "NHSE_REGION_CODE", "Y56"),
        ("North", "NHSE_REGION_CODE", "Y62 / Y63"),
        ("South", "NHSE_REGION_CODE", "Y58 / Y59"),
        ("South West", "NHSE_REGION_CODE", "Y58"),
        ("Midlands", "NHSE_REGION_CODE", "Y60"),
        ("East", "NHSE_REGION_CODE", "Y61"),
        ("North West", "NHSE_REGION_CODE", "Y62"),
        ("large", "BENCHMARK_GROUP", "Acute - Large"),
        ("small", "BENCHMARK_GROUP", "Acute - Small"),
    ];
    for (name, heading, is) in marks {
        let text = turnover.text(ORG, heading);
        let mark = |(org, text): (&String, &String)| {
            (org.clone(), f64::from(u8::from(is.split(" / ").any(|one| one == text))))
        };
        variables.push((name.into(), text.iter().map(mark).collect()));
    }
    let mut metrics = Vec::new();
    for (name, group) in [
        ("all", ALL),
        ("nurses", "Nurses & health visitors"),
        ("therapeutic", "Scientific, therapeutic & technical staff"),
        ("central", "Central functions"),
        ("clinical support", "Support to doctors, nurses & midwives"),
    ] {
        let heads = people(START, group, "HC");
        let leavers = add(&[&people("Leavers", group, "HC"), &zeros(&heads)]);
        metrics.push(Metric::new(&format!("leavers, {name}"), "turnover", ratio(&leavers, &heads)));
        metrics.push(Metric::new(
            &format!("time worked a head, {name}"),
            "part time",
            ratio(&people(START, group, "FTE"), &heads),
        ));
    }
    sickness(nhs, &mut metrics)?;
    emergency(nhs, &mut variables, &mut metrics)?;
    beds(nhs, &mut variables, &mut metrics)?;
    estates(nhs, &fte, &mut variables, &mut metrics)?;
    waiting(nhs, &mut metrics)?;
    weekend(nhs, &mut metrics)?;
    Some(Data::new(&fte.keys().cloned().collect::<Vec<_>>(), variables, metrics))
}

const MIX: &[(&str, &[&str])] = &[
    ("nurses", &["Nurses & health visitors"]),
    ("doctors", &["HCHS Doctors (exc. Resident doctors and equivalents)"]),
    ("midwives", &["Midwives"]),
    ("therapeutic staff", &["Scientific, therapeutic & technical staff"]),
    ("clinical support", &["Support to doctors, nurses & midwives", "Support to ST&T staff"]),
    ("central functions", &["Central functions"]),
    ("estates staff", &["Hotel, property & estates"]),
    ("managers", &["Managers", "Senior managers"]),
];

fn zeros(like: &ByOrg) -> ByOrg {
    like.keys().map(|org| (org.clone(), 0.0)).collect()
}

fn sickness(nhs: &Path, metrics: &mut Vec<Metric>) -> Option<()> {
    let sheet = Sheet::folder(&nhs.join("sickness_org_month"), "nhs_sickness")?;
    let rate = ratio(&sheet.sum("ORG_CODE", "FTE_DAYS_LOST"), &sheet.sum("ORG_CODE", "FTE_DAYS_AVAILABLE"));
    metrics.push(Metric::new("sickness absence", "sickness", rate));
    Some(())
}

fn emergency(nhs: &Path, variables: &mut Vec<(String, ByOrg)>, metrics: &mut Vec<Metric>) -> Option<()> {
    let sheet = Sheet::folder(&nhs.join("ae_monthly_csv"), "ae_activity")?;
    let sum = |heading: &str| sheet.sum("Org Code", heading);
    let first = sum("A&E attendances Type 1");
    let all = add(&[&first, &sum("A&E attendances Type 2"), &sum("A&E attendances Other A&E")]);
    let late = sum("Attendances over 4hrs Type 1");
    let admitted = sum("Emergency admissions via A&E - Type 1");
    variables.push(("major A&E attendances (log)".into(), log(&first)));
    variables.push(("major A&E share".into(), ratio(&first, &all)));
    metrics.push(Metric::new("A&E over four hours", "A&E", ratio(&late, &first)));
    let waits = sum("Patients who have waited 12+ hrs");
    metrics.push(Metric::new("twelve hours for a bed", "A&E", ratio(&waits, &admitted)));
    let short = sum("Patients who have waited 4-12 hs");
    metrics.push(Metric::new("four to twelve hours for a bed", "A&E", ratio(&short, &admitted)));
    metrics.push(Metric::new("admitted from major A&E", "A&E admission", ratio(&admitted, &first)));
    Some(())
}

fn beds(nhs: &Path, variables: &mut Vec<(String, ByOrg)>, metrics: &mut Vec<Metric>) -> Option<()> {
    let sheet = Sheet::read(&nhs.join("beds_kh03/overnight_day_beds_2010_24_clean.csv"))?
        .filter("year", |year| year == "2024" || year == "2023");
    let sum = |heading: &str| sheet.sum("org_code", heading);
    let all = sum("total_on_beds_available");
    variables.push(("beds (log)".into(), log(&all)));
    for (name, heading) in [
        ("acute beds", "general_acute"),
        ("maternity beds", "maternity"),
        ("mental health beds", "mental_illness"),
    ] {
        let available = sum(&format!("{heading}_on_beds_available"));
        variables.push((name.into(), ratio(&available, &all)));
        let occupied = sum(&format!("{heading}_on_beds_occupied"));
        metrics.push(Metric::new(&format!("occupancy, {name}"), "beds", ratio(&occupied, &available)));
    }
    let day = sum("total_day_beds_available");
    metrics.push(Metric::new("occupancy, day beds", "beds", ratio(&sum("total_day_beds_occupied"), &day)));
    metrics.push(Metric::new("day beds a night bed", "day beds", ratio(&day, &all)));
    Some(())
}

fn estates(
    nhs: &Path,
    fte: &ByOrg,
    variables: &mut Vec<(String, ByOrg)>,
    metrics: &mut Vec<Metric>,
) -> Option<()> {
    let sheet = Sheet::folder(&nhs.join("eric_estates"), "ERIC")?;
    let sum = |heading: &str| sheet.sum("Trust Code", heading);
    let area = sum("Gross internal floor area");
    let full_area = sheet.sum_product("Trust Code", "Gross internal floor area", "NHS estate occupied");
    variables.push(("floor area (log)".into(), log(&area)));
    variables.push(("sites (log)".into(), log(&sheet.count("Trust Code"))));
    let old = sheet.sum_product("Trust Code", "Gross internal floor area", "Age profile - pre 1948");
    variables.push(("built before 1948".into(), ratio(&old, &area)));
    for (name, is) in [
        ("general hospitals", "1."),
        ("specialist hospitals", "2."),
        ("mixed hospitals", "3."),
        ("mental health hospitals", "4. M"),
        ("community hospitals", "5."),
        ("other sites", "7."),
    ] {
        let some = sheet.sum_where("Trust Code", "Gross internal floor area", |row| {
            row.cell("Site Type").starts_with(is)
        });
        variables.push((name.into(), ratio(&add(&[&some, &zeros(&area)]), &area)));
    }
    for heading in ["Age profile - 2015", "Age profile - 2005", "Age profile - 1985", "Age profile - 1965"] {
        variables.push((
            heading.into(),
            ratio(&sheet.sum_product("Trust Code", "Gross internal floor area", heading), &area),
        ));
    }
    variables.push(("volume an area".into(), ratio(&sum("Site heated volume"), &area)));
    variables.push(("land an area".into(), ratio(&sum("Land area owned"), &area)));
    variables.push(("clinical space".into(), ratio(&sum("Clinical space - other"), &area)));
    variables.push((
        "area a bed".into(),
        ratio(
            &area,
            &Sheet::read(&nhs.join("beds_kh03/overnight_day_beds_2010_24_clean.csv"))?
                .filter("year", |year| year == "2019")
                .sum("org_code", "total_on_beds_available"),
        ),
    ));
    let private = sum("PFI Contractor");
    variables.push(("PFI cost an area".into(), ratio(&private, &area)));
    let energy = add(&[&sum("Electricity consumed (kWh)"), &sum("Gas consumed (kWh)")]);
    for (family, one, other) in RATIOS {
        let name = format!("{} / {}", one.trim_end_matches(" ("), other.trim_end_matches(" ("));
        metrics.push(Metric::new(&name, family, ratio(&sum(one), &sum(other))));
    }
    metrics.push(Metric::new("energy an area", "energy", ratio(&energy, &area)));
    metrics.push(Metric::new("area a member of staff", "area", ratio(&area, fte)));
    metrics.push(Metric::new("area in use", "area", ratio(&full_area, &area)));
    for heading in ["Not functionally suitable - occupied", "Floor area - empty", "Floor area - under used"] {
        let share = ratio(&sheet.sum_product("Trust Code", "Gross internal floor area", heading), &area);
        metrics.push(Metric::new(heading, "area", share));
    }
    let records = Sheet::folder(&nhs.join("eric_estates"), "trust_medical")?;
    metrics.push(Metric::new(
        "medical records cost a member of staff",
        "records",
        ratio(&records.sum("trust_code", "mrc_total_202324"), fte),
    ));
    Some(())
}

/// Family, what is divided, and by what.
const RATIOS: &[(&str, &str, &str)] = &[
    ("energy", "Electricity costs (", "Electricity consumed (kWh)"),
    ("energy", "Gas costs (", "Gas consumed (kWh)"),
    ("water", "Water and sewerage cost", "Water volume"),
    ("clinical waste", "Incineration (clinical waste) cost", "Incineration (clinical waste) volume"),
    ("domestic waste", "Domestic waste (recycling) cost", "Domestic waste (recycling) volume"),
    ("domestic waste", "Domestic waste (landfill) cost", "Domestic waste (landfill) volume"),
    ("cleaning", "Cleaning service cost", "Cleaning staff (WTE)"),
    ("cleaning", "Cleaning service cost", "Gross internal floor area"),
    ("food", "Inpatient food service cost", "Inpatient main meals"),
    ("laundry", "Laundry service cost", "Laundered pieces"),
    ("portering", "Portering service cost", "Portering staff (WTE)"),
    ("portering", "Portering service cost", "Gross internal floor area"),
    ("maintenance", "Estates and property maintenance", "Gross internal floor area"),
    ("maintenance", "Other Hard FM", "Gross internal floor area"),
    ("management", "Management (Hard and Soft FM)", "Gross internal floor area"),
    ("backlog", "Cost to eradicate high risk", "Gross internal floor area"),
    ("backlog", "Cost to eradicate significant risk", "Gross internal floor area"),
    ("water", "Water volume", "Gross internal floor area"),
    ("parking", "Car parking services cost", "Parking spaces available"),
    ("rooms", "Single bedrooms for patients with en-suite", "Gross internal floor area"),
    ("clinical waste", "Incineration (clinical waste) volume", "Gross internal floor area"),
    ("laundry", "Laundered pieces", "Gross internal floor area"),
    ("rates", "Rates (", "Gross internal floor area"),
];

fn waiting(nhs: &Path, metrics: &mut Vec<Metric>) -> Option<()> {
    let folder = std::fs::read_dir(nhs.join("rtt_waiting_times")).ok()?;
    let path = folder
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|e| e == "zip"))?;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).ok()?).ok()?;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_index(0).ok()?, &mut bytes).ok()?;
    let sheet = Sheet::of(&bytes)?
        .filter("RTT Part Type", |part| part == "Part_2")
        .filter("Treatment Function Code", |code| code == "C_999");
    let weeks = |from: usize, to: usize| {
        let parts: Vec<ByOrg> =
            (from..to).map(|week| sheet.sum("Provider Org Code", &format!("Gt {week:02} To"))).collect();
        add(&parts.iter().collect::<Vec<_>>())
    };
    let all = sheet.sum("Provider Org Code", "Total All");
    metrics.push(Metric::new("waiting over 18 weeks", "waiting", ratio(&weeks(18, 104), &all)));
    metrics.push(Metric::new("waiting over 52 weeks", "waiting", ratio(&weeks(52, 104), &all)));
    Some(())
}

fn weekend(nhs: &Path, metrics: &mut Vec<Metric>) -> Option<()> {
    let sheet = Sheet::folder(&nhs.join("admissions_by_day_trust"), "all_admissions")?;
    // 11 June 2020 was a Thursday; days are counted from 1 June, a Monday.
    let weekend = |row: &super::sheet::Row<'_>| {
        let date = row.cell("SpellStart");
        let part = |from: usize, to: usize| {
            date.get(from..to).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0)
        };
        let before: usize = [0, 30, 61, 92, 122, 153].get(part(5, 7).saturating_sub(6)).copied().unwrap_or(0);
        (before + part(8, 10) + 6) % 7 >= 5
    };
    let days = sheet.sum_where("Procode", "n", weekend);
    metrics.push(Metric::new("weekend admissions", "weekend", ratio(&days, &sheet.sum("Procode", "n"))));
    Some(())
}
