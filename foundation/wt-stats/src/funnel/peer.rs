//! Funnels as FunnelPlotR 0.6.0 draws them: standardised ratios, proportions and ratios of counts (§2.3).
//!
//! Its limits are narrower than the noise in several modes, as §3 of the reference shows: [`super::corrected`] decides; this is
//! for whoever asks "does it give the same?".

use super::spread::{phi, tau2, truncated, winsorised};
use super::{Flag, Level};
use crate::dist::gamma_quantile;

mod limits;

/// What is compared, on which scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Observed over expected by ln(O/E), z-scores truncated, E rounded to two decimals if asked (SHMI).
    Shmi {
        /// Round the expected values, as the tool does unless told otherwise.
        rounding: bool,
    },
    /// Observed over expected by √(O/E), z-scores winsorised (Care Quality Commission; Spiegelhalter 2012).
    Cqc,
    /// A proportion by asin √p.
    Proportion,
    /// A ratio of two counts by its logarithm.
    Counts,
}

/// How to draw a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// What is compared.
    pub kind: Kind,
    /// Share winsorised or truncated at each end, 0 to 0.5.
    pub trim: f64,
    /// What values and limits are multiplied by, such as 100.
    pub multiplier: f64,
    /// Widen limits for overdispersion, where there is any.
    pub adjusted: bool,
}

impl Options {
    /// The tool's own choices for a kind: a tenth at each end, no multiplier, limits widened.
    pub fn of(kind: Kind) -> Self {
        Self { kind, trim: super::TRIM, multiplier: 1.0, adjusted: true }
    }
}

/// Why there is no funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer than two organisations have a usable numerator and denominator.
    TooFew,
    /// Nothing was counted anywhere, so that there is no centre to compare with.
    NoEvents,
    /// The trim is not between 0 and 0.5, or leaves no organisation.
    Trim,
    /// The multiplier is not a positive number.
    Multiplier,
    /// An organisation without events is left after truncation, and its logarithm is infinite.
    LogOfZero,
}

impl Refusal {
    /// As a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::TooFew => "fewer than two organisations have a usable numerator and denominator",
            Self::NoEvents => "nothing was counted, so there is no centre to compare with",
            Self::Trim => "the trim must lie between 0 and 0.5 and leave some organisations",
            Self::Multiplier => "the multiplier must be a positive number",
            Self::LogOfZero => "an organisation counted nothing, and this scale takes the logarithm",
        }
    }
}

/// One organisation in a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// Its denominator, rounded where the kind says so: the place on the horizontal axis.
    pub denominator: f64,
    /// Its value, multiplied.
    pub value: f64,
    /// z from size alone, before trimming; none where it counted nothing and the scale is a logarithm.
    pub raw_z: Option<f64>,
    /// The same winsorised; none where truncated.
    pub trimmed_z: Option<f64>,
    /// Outside which of the limits in use.
    pub flag: Flag,
}

/// A funnel as the tool draws it.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerFunnel {
    options: Options,
    /// Distinct denominators in ascending order.
    denominators: Vec<f64>,
    /// The centre line on the kind's scale.
    middle: f64,
    /// Centre line before multiplying: 1 for standardised ratios, else Σx/Σn.
    pub centre: f64,
    /// Mean squared trimmed z; 0 where limits were not to be widened, as the tool has it.
    pub phi: f64,
    /// Spread between organisations, squared; 0 where limits were not to be widened.
    pub tau2: f64,
    /// Whether the limits in use are the widened ones: asked for, and phi above 1.
    pub adjusted: bool,
    /// The organisations in the order given; none where numerator or denominator is missing, not finite, negative,
    /// zero below the line, or above one as a proportion.
    pub units: Vec<Option<Unit>>,
}

/// Draws the funnel of (numerator, denominator or expected) pairs, one an organisation.
///
/// ```
/// use wt_stats::funnel::peer::{Kind, Options, peer};
/// let pairs = [(100.0, 108.0), (150.0, 112.0), (180.0, 165.0), (80.0, 95.0), (120.0, 100.0), (225.0, 220.0)];
/// let funnel = peer(&pairs, &Options::of(Kind::Cqc)).unwrap();
/// assert!((funnel.phi - 2.327_178_257_594_12).abs() < 1e-12 && funnel.adjusted);
/// assert!(funnel.units[1].unwrap().flag.outside998);
/// ```
///
/// # Errors
/// [`Refusal`] says why there is no funnel.
pub fn peer(pairs: &[(f64, f64)], options: &Options) -> Result<PeerFunnel, Refusal> {
    let kind = options.kind;
    if !(0.0..=0.5).contains(&options.trim) {
        return Err(Refusal::Trim);
    }
    if !(options.multiplier > 0.0 && options.multiplier.is_finite()) {
        return Err(Refusal::Multiplier);
    }
    let pairs: Vec<Option<(f64, f64)>> = pairs.iter().map(|pair| usable(kind, *pair)).collect();
    let (count, x, n) = pairs.iter().flatten().fold((0, 0.0, 0.0), |a, p| (a.0 + 1, a.1 + p.0, a.2 + p.1));
    if count < 2 {
        return Err(Refusal::TooFew);
    }
    let centre = if matches!(kind, Kind::Shmi { .. } | Kind::Cqc) { 1.0 } else { x / n };
    if kind == Kind::Counts && x == 0.0 {
        return Err(Refusal::NoEvents);
    }
    let middle = kind.middle(centre);
    let raw: Vec<f64> = pairs.iter().flatten().map(|(x, n)| kind.raw_z(*x, *n, middle)).collect();
    let variances = pairs.iter().flatten().map(|(x, n)| kind.variance(*x, *n));
    let (trimmed, phi, tau2) = spread(kind, &raw, variances, options.trim)?;
    let mut denominators: Vec<f64> = pairs.iter().flatten().map(|p| p.1).collect();
    denominators.sort_unstable_by(f64::total_cmp);
    denominators.dedup();
    let mut funnel = PeerFunnel {
        options: *options,
        denominators,
        middle,
        centre,
        phi: if options.adjusted { phi } else { 0.0 },
        tau2: if options.adjusted { tau2 } else { 0.0 },
        adjusted: options.adjusted && phi > 1.0,
        units: Vec::new(),
    };
    let mut z = raw.into_iter().zip(trimmed);
    funnel.units =
        pairs.iter().map(|pair| pair.and_then(|pair| Some(funnel.unit(pair, z.next()?)))).collect();
    Ok(funnel)
}

impl PeerFunnel {
    fn unit(&self, (x, n): (f64, f64), (raw, trimmed): (f64, Option<f64>)) -> Unit {
        let value = x / n * self.options.multiplier;
        let outside = |level| {
            let limits = self.limits(n, level, self.adjusted);
            limits.is_some_and(|limits| !(limits.low..=limits.high).contains(&value))
        };
        let flag = Flag { outside95: outside(Level::P95), outside998: outside(Level::P998) };
        Unit { denominator: n, value, raw_z: Some(raw).filter(|z| z.is_finite()), trimmed_z: trimmed, flag }
    }
}

/// Trimmed z-scores, phi and tau².
fn spread(
    kind: Kind,
    raw: &[f64],
    variances: impl Iterator<Item = f64>,
    trim: f64,
) -> Result<(Vec<Option<f64>>, f64, f64), Refusal> {
    if !matches!(kind, Kind::Shmi { .. }) {
        let trimmed = winsorised(raw, trim).ok_or(Refusal::Trim)?;
        let phi = phi(trimmed.iter().copied());
        return Ok((trimmed.into_iter().map(Some).collect(), phi, tau2(phi, variances.map(f64::recip))));
    }
    let kept = truncated(raw, trim);
    let trimmed: Vec<Option<f64>> = raw.iter().zip(&kept).map(|(z, kept)| kept.then_some(*z)).collect();
    let left: Vec<f64> = trimmed.iter().flatten().copied().collect();
    if left.is_empty() {
        return Err(Refusal::Trim);
    }
    if left.iter().any(|z| z.is_infinite()) {
        return Err(Refusal::LogOfZero);
    }
    let phi = phi(left.iter().copied());
    let weights = variances.zip(kept).filter_map(|(v, kept)| kept.then_some(v.recip()));
    Ok((trimmed, phi, tau2(phi, weights)))
}

impl Kind {
    /// A centre line on its scale.
    fn middle(self, centre: f64) -> f64 {
        match self {
            Self::Shmi { .. } => 0.0,
            Self::Cqc => 1.0,
            Self::Proportion => centre.sqrt().min(1.0).asin(),
            Self::Counts => centre.ln(),
        }
    }

    /// z from size alone.
    fn raw_z(self, x: f64, n: f64, middle: f64) -> f64 {
        match self {
            Self::Shmi { .. } => n.sqrt() * (x / n).ln(),
            Self::Cqc => ((x / n).sqrt() - middle) / self.variance(x, n).sqrt(),
            Self::Proportion => ((x / n).sqrt().asin() - middle) / self.variance(x, n).sqrt(),
            Self::Counts => (((x + 0.5) / (n + 0.5)).ln() - middle) / self.variance(x, n).sqrt(),
        }
    }

    /// Variance within an organisation on its scale.
    fn variance(self, x: f64, n: f64) -> f64 {
        match self {
            Self::Shmi { .. } => n.recip(),
            Self::Cqc | Self::Proportion => 0.25 / n,
            Self::Counts => x / (x + 0.5).powi(2) + n / (n + 0.5).powi(2),
        }
    }
}

/// A pair with its denominator rounded where the kind says so; none if it is not one.
fn usable(kind: Kind, (x, n): (f64, f64)) -> Option<(f64, f64)> {
    let n = if kind == (Kind::Shmi { rounding: true }) { hundredths(n) } else { n };
    let top = if kind == Kind::Proportion { n } else { f64::MAX };
    (n.is_finite() && n > 0.0 && (0.0..=top).contains(&x)).then_some((x, n))
}

/// To two decimals as R rounds from version 4 on: the nearer of the two hundredths as doubles, the even one of equals.
fn hundredths(x: f64) -> f64 {
    let below = (x * 100.0).floor();
    let (low, high) = (below / 100.0, (below + 1.0) / 100.0);
    let nearer_low = x - low < high - x || (x - low == high - x && below % 2.0 == 0.0);
    if nearer_low { low } else { high }
}
