//! Long bookings that would be cheaper as posts, in pounds.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use wt_facts::{FactSet, NoFigure, Ratio};
use wt_pay::{Employment, Point, Pricer, Settings, Shift, Zone};
use wt_units::Pence;

use crate::booking::{Booking, Channel, Grade, Group, Id, Names, TimeBand, rounded};
use crate::cost::Costs;
use crate::extract::{Civil, date_of};
use crate::gather::{Gather, moved};

/// Worker, employer, staff group, grade, zone.
type Key = (u64, Id, Group, Grade, Zone);

/// A week: minutes by time band, and cost in pence.
#[derive(Debug, Clone, Copy, Default)]
struct Week {
    minutes: [u64; 3],
    cost: i64,
}

/// Gathers weeks of agency and directly engaged workers.
pub struct Posts<'f> {
    weeks: FxHashMap<Key, FxHashMap<i32, Week>>,
    costs: Costs<'f>,
}

impl<'f> Posts<'f> {
    /// Costs by these facts.
    #[must_use]
    pub fn new(facts: &'f FactSet) -> Self {
        Self { weeks: FxHashMap::default(), costs: Costs::new(facts) }
    }
}

impl Gather for Posts<'_> {
    fn take(&mut self, booking: &Booking, _: &Names) {
        let company = matches!(booking.channel, Channel::Agency | Channel::DirectEngagement);
        let (true, Some(worker)) = (company, booking.worker) else { return };
        let Some(cost) = self.costs.of(booking) else { return };
        let cell = booking.cell;
        let weeks =
            self.weeks.entry((worker, booking.employer, cell.group, cell.grade, cell.zone)).or_default();
        // Weeks from Monday: the first of 1970 was a Thursday.
        let week = weeks.entry((booking.day + 3).div_euclid(7)).or_default();
        week.minutes[cell.time as usize] += u64::from(booking.minutes);
        week.cost += cost.total().get();
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        for ((worker, employer, group, grade, zone), weeks) in other.weeks {
            let known = self.weeks.entry((worker, moved(to, employer), group, grade, zone)).or_default();
            for (at, found) in weeks {
                let week = known.entry(at).or_default();
                week.minutes.iter_mut().zip(found.minutes).for_each(|(sum, more)| *sum += more);
                week.cost += found.cost;
            }
        }
    }
}

/// When a booking is long, and what a post's leave adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Weeks on end.
    pub weeks: i32,
    /// Hours a week.
    pub hours: u64,
    /// Share of paid hours a post is away.
    headroom: Ratio,
}

impl Rule {
    /// By the settings of a day.
    ///
    /// # Errors
    /// [`NoFigure`] where one is missing.
    pub fn of(facts: &FactSet, day: Date) -> Result<Self, NoFigure> {
        let whole = |id: &str| facts.at(id, day).map(|figure| figure.value.to_f64());
        Ok(Self {
            weeks: whole("long-booking-weeks")? as i32,
            hours: whole("long-booking-hours")? as u64,
            headroom: facts.at("post-headroom", day).map(|figure| Ratio::percent(figure.value))?,
        })
    }
}

/// A long booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostLine {
    /// Employer.
    pub employer: String,
    /// Hash of the worker's pseudonym.
    pub worker: u64,
    /// Staff group.
    pub group: Group,
    /// Grade.
    pub grade: Grade,
    /// Monday of its first week.
    pub from: Date,
    /// Weeks from first to last.
    pub weeks: i32,
    /// Minutes worked.
    pub minutes: u64,
    /// What it cost, in pence.
    pub cost: i64,
    /// What the same worked hours cost in a post at the top of the band, leave and other absence included; none where no pay table
    /// holds the grade and day (doctors).
    pub as_post: Option<i64>,
    /// The pay tables that a post was priced by, where the booking is later: "priced at 2025/26 rates".
    pub stale: Option<String>,
}

/// Long bookings, dearest beside a post first. A gap of one week doesn't end one.
#[must_use]
pub fn long(posts: &Posts<'_>, names: &Names, facts: &FactSet, rule: Rule) -> Vec<PostLine> {
    let mut pricer = Pricer::new(facts, Settings::default());
    let mut lines = Vec::new();
    for ((worker, employer, group, grade, zone), weeks) in &posts.weeks {
        let mut weeks: Vec<(i32, Week)> = weeks.iter().map(|(at, week)| (*at, *week)).collect();
        weeks.sort_unstable_by_key(|(at, _)| *at);
        for run in weeks.chunk_by(|a, b| b.0 - a.0 <= 2) {
            let (first, last) = (run[0].0, run[run.len() - 1].0);
            let minutes: u64 = run.iter().flat_map(|(_, week)| week.minutes).sum();
            let length = last - first + 1;
            if length < rule.weeks || minutes < rule.hours * 60 * u64::try_from(length).unwrap_or(0) {
                continue;
            }
            let priced = as_post(&mut pricer, run, *grade, *zone, rule);
            lines.push(PostLine {
                employer: names.name(*employer).to_owned(),
                worker: *worker,
                group: *group,
                grade: *grade,
                from: date_of(first * 7 - 3),
                weeks: length,
                minutes,
                cost: run.iter().map(|(_, week)| week.cost).sum(),
                as_post: priced.as_ref().map(|(cost, _)| *cost),
                stale: priced.and_then(|(_, stale)| stale),
            });
        }
    }
    lines.sort_by_key(|line| {
        let less = line.as_post.map_or(i64::MIN, |post| line.cost - post);
        (std::cmp::Reverse(less), line.employer.clone(), line.worker, line.from)
    });
    lines
}

/// The worked minutes of a run at what an hour of a post costs the trust, by time band, with what it is paid while away.
fn as_post(
    pricer: &mut Pricer<'_>,
    run: &[(i32, Week)],
    grade: Grade,
    zone: Zone,
    rule: Rule,
) -> Option<(i64, Option<String>)> {
    let Grade::Band(band) = grade else { return None };
    let monday = run.last()?.0 * 7 - 3;
    let (mut sum, mut stale) = (0_i128, None);
    // A shift by day on Monday, Saturday and Sunday of the last week.
    for (time, day) in TimeBand::ALL.iter().zip([monday, monday + 5, monday + 6]) {
        let minutes: u64 = run.iter().map(|(_, week)| week.minutes[*time as usize]).sum();
        if minutes == 0 {
            continue;
        }
        let at = |hour: i64| Civil { minute: i64::from(day) * 1_440 + hour * 60, offset: None }.moment();
        let shift = Shift {
            start: at(8)?,
            end: at(18)?,
            unpaid_break_minutes: 0,
            band,
            point: Point::Top,
            zone,
            employment: Employment::Substantive,
        };
        let priced = pricer.price(&shift).ok()?;
        stale = stale.or_else(|| priced.stale_words());
        sum += i128::from(priced.trust_cost_of_an_hour()?.get()) * i128::from(minutes);
    }
    // Paid hours are worked hours / (1 − headroom).
    let present = rule.headroom.denominator() - rule.headroom.numerator();
    (present > 0).then(|| (rounded(sum * rule.headroom.denominator(), 60 * present), stale))
}

impl PostLine {
    /// What a post would have cost less; below zero where it would have cost more.
    #[must_use]
    pub fn less(&self) -> Option<Pence> {
        self.as_post.map(|post| Pence::new(self.cost - post))
    }
}
