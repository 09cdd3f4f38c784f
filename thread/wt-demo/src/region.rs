//! The employers: 36 in the generated region, and five ambulance trusts elsewhere so that a type with too few peers
//! can widen.

use wt_units::OrgType;

use crate::noise::Noise;

/// A region as files write it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

/// Where the 36 employers are.
pub(crate) const HOME: Region = Region { code: "DEMO", name: "Demo region (generated)" };
/// Where other ambulance trusts are.
pub(crate) const AWAY: Region = Region { code: "DEMOX", name: "Elsewhere (generated)" };

/// A fictional employer.
#[derive(Debug, Clone)]
pub(crate) struct Employer {
    /// `DEMO01`: longer than any real trust's code, and spelt out.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) org_type: OrgType,
    /// As the turnover file writes it: `Acute - Large`.
    pub(crate) benchmark: &'static str,
    pub(crate) region: Region,
    /// Integrated care system, from 1.
    pub(crate) system: usize,
    /// Whole-time equivalents in the first month.
    pub(crate) fte: i64,
}

impl Employer {
    /// The type as the turnover file writes it.
    pub(crate) fn cluster(&self) -> &'static str {
        match self.org_type {
            OrgType::Ambulance => "Ambulance Trust",
            other => other.name(),
        }
    }

    /// Code of its integrated care system.
    pub(crate) fn system_code(&self) -> String {
        format!("{}{}", self.region.code, self.system)
    }

    /// Name of its integrated care system.
    pub(crate) fn system_name(&self) -> String {
        format!(
            "{} {} (generated)",
            if self.region.code == HOME.code { "Demo system" } else { "Other system" },
            self.system
        )
    }

    /// Whole-time equivalents in the month at position `i`, growing by a fifth of a percent a month.
    pub(crate) fn fte_at(&self, i: i32) -> f64 {
        self.fte as f64 * (1.0 + 0.002 * f64::from(i))
    }
}

/// Fictional places; none is the name of a real trust.
const PLACES: [&str; 41] = [
    "Alderwick",
    "Brambleford",
    "Cranmoor",
    "Dunwater",
    "Elmstead Vale",
    "Farrowdale",
    "Glenmarsh",
    "Hartlow",
    "Ivybrook",
    "Juniper Hill",
    "Kestrel Bay",
    "Larkmere",
    "Millhaven",
    "Nettlecombe Cross",
    "Oakhurst Park",
    "Pinebeck",
    "Quarrydown",
    "Rookwood Heath",
    "Silverleaf",
    "Thornwell",
    "Umberley",
    "Violet Moor",
    "Willowmead",
    "Yarrowgate",
    "Zephyr Coast",
    "Ashcombe Fen",
    "Birchover Dale",
    "Cloverfield",
    "Dovestone",
    "Emberlea",
    "Foxglove",
    "Greenwater",
    "Harebell",
    "Inglewick",
    "Jasmine Vale",
    "Kingcup",
    "Lavender Hills",
    "Marigold",
    "Northfen",
    "Orchard Plains",
    "Peregrine",
];

/// All employers, sizes drawn from the seed.
pub(crate) fn employers(seed: u64) -> Vec<Employer> {
    PLACES.iter().enumerate().map(|(at, place)| employer(seed, at + 1, place)).collect()
}

fn employer(seed: u64, number: usize, place: &str) -> Employer {
    let code = format!("DEMO{number:02}");
    let (org_type, kind, benchmark, least, most) = shape(number);
    let drawn = Noise::of(seed, &["size", &code]).unit();
    let fte = match code.as_str() {
        // Large, so that a small gap is many pounds.
        crate::truth::LARGE => 14_000,
        // Of ordinary size, so that its gap and not its size stands out.
        crate::truth::OUTLIER => 5_200,
        _ => least + (drawn * (most - least) as f64) as i64,
    };
    let region = if number <= 36 { HOME } else { AWAY };
    let name = format!("{place} {kind} (generated)");
    Employer { code, name, org_type, benchmark, region, system: 1 + number % 4, fte }
}

/// Type, words of the name, benchmark group, and sizes between which the seed draws.
fn shape(number: usize) -> (OrgType, &'static str, &'static str, i64, i64) {
    match number {
        18 => (OrgType::Acute, "Orthopaedic Hospital NHS Trust", "Acute - Specialist", 1_100, 1_300),
        1..=5 => {
            (OrgType::Acute, "University Hospitals NHS Foundation Trust", "Acute - Teaching", 7_000, 11_000)
        }
        6..=11 => (OrgType::Acute, "Hospitals NHS Trust", "Acute - Large", 4_500, 6_500),
        12..=17 => (OrgType::Acute, "Hospital NHS Foundation Trust", "Acute - Medium", 2_500, 4_200),
        19..=26 => {
            (OrgType::MentalHealth, "Mental Health NHS Foundation Trust", "Mental Health", 2_000, 5_000)
        }
        27..=32 => {
            (OrgType::Community, "Community Healthcare NHS Trust", "Community Provider Trust", 1_200, 3_000)
        }
        34..=36 => (OrgType::IntegratedCareBoard, "Integrated Care Board", "Integrated Care Board", 300, 700),
        _ => (OrgType::Ambulance, "Ambulance Service NHS Trust", "Ambulance Trust", 3_500, 6_000),
    }
}
