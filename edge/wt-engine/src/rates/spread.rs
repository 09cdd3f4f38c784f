//! What is paid for the same work: the spread within each cell, and charges against the caps in force.

use wt_rates::agreement::Caps;
use wt_rates::booking::{Cell, Names};
use wt_rates::breaches::{Breaches, Kind, Run, history, implausible, runs};
use wt_rates::cells::{Cells, Part};
use wt_rates::compare::{EmployerLine, Line, Rule, employers, lines};
use wt_rates::extract::month_number;
use wt_store::OrgScope;
use wt_units::{FinancialYear, Month};

use super::{Held, everything, own_only};
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// The setting under which the caps in force were loaded.
const CAPS: &str = "rates-caps";

/// Where one's own employer stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnRate {
    /// Pay of an hour, pence.
    pub pay: Option<i64>,
    /// Cost of a worked hour, pence.
    pub cost: Option<i64>,
    /// Minutes worked.
    pub minutes: u64,
}

/// A cell, and one's own place in it.
#[derive(Debug, Clone)]
pub struct CellLine {
    /// The cell, or why it is not shown.
    pub line: Line,
    /// One's own; none where the employer bought nothing in it.
    pub own: Option<OwnRate>,
}

/// What is paid for the same work.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Cells in the order of a card.
    pub cells: Vec<CellLine>,
    /// Employers by name: one's own, and all once the basis in law is recorded.
    pub employers: Vec<EmployerLine>,
    /// The rule that the cells are held to.
    pub rule: Rule,
    /// Worked bookings without a cost, in no sum.
    pub uncosted: u64,
    /// Bookings too new to be shown to others.
    pub too_new: u64,
    /// Said of every total where tables end before the bookings do: "priced at 2025/26 rates".
    pub stale: Option<String>,
}

/// Charges against caps.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Whether the caps are those that were loaded, or the published ones of 2015 and 2016.
    pub loaded: bool,
    /// Caps that hold on the day, by words of the line and pence an hour.
    pub in_force: Vec<(String, i64)>,
    /// Caps over half away from the formula: they look mistyped.
    pub implausible: usize,
    /// Agency bookings looked at.
    pub agency: u64,
    /// Of them without a cap on their day.
    pub uncapped: u64,
    /// Above the cap: bookings, with an override, pence above.
    pub above: (u64, u64, i64),
    /// Off framework.
    pub off: u64,
    /// Runs of overrides, those that never ended first.
    pub runs: Vec<Run>,
    /// Whose bookings these are; all that one may see where none is named.
    pub employer: Option<String>,
}

impl Engine {
    /// What is paid for the same work, as `own` may see it.
    ///
    /// # Errors
    /// [`EngineError::Denied`] for another's employer, [`EngineError::Store`].
    pub async fn rates_compared(&self, person: &Person, own: Option<&str>) -> Result<Compared, EngineError> {
        if let Some(own) = own {
            own_only(&person.may(Right::See)?, own)?;
        }
        let (held, open) = (self.held(person).await?, self.basis(person).await?.is_some());
        let today = self.today();
        let rule = if open { Rule::own(2) } else { self.sharing_rule()? };
        let until = (rule.months_old > 0).then(|| month_number(today) - rule.months_old - 1);
        let cells = held.gather(Cells::new(self.facts(), None, until));
        let mut named = employers(&cells, &held.names);
        if !open {
            named.retain(|line| own == Some(line.employer.as_str()));
        }
        let found = lines(&cells, &held.names, rule);
        Ok(Compared {
            cells: found
                .into_iter()
                .map(|line| CellLine {
                    own: own.and_then(|own| place(&cells, &held.names, &line, own)),
                    line,
                })
                .collect(),
            employers: named,
            rule,
            uncosted: cells.uncosted,
            too_new: cells.too_new,
            stale: self.priced_at(&held),
        })
    }

    /// Charges against the caps in force, and overrides that never ended: of `own`, or of every employer once the basis in law is
    /// recorded and none is named.
    ///
    /// # Errors
    /// [`EngineError::Denied`] for another's employer, [`EngineError::Store`].
    pub async fn rates_broken(&self, person: &Person, own: Option<&str>) -> Result<Broken, EngineError> {
        let viewer = person.may(Right::See)?;
        let open = self.basis(person).await?.is_some();
        if let Some(own) = own {
            own_only(&viewer, own)?;
        }
        let held = self.held(person).await?;
        let (caps, loaded) = self.caps(person).await?;
        let mut breaches = Breaches::new(&caps);
        let only = own.map(|own| held.names.find(own));
        let mine = |employer| match only {
            Some(id) => id == Some(employer),
            None => open,
        };
        let gather = held.bookings.iter().filter(|b| mine(b.employer));
        gather.for_each(|b| wt_rates::gather::Gather::take(&mut breaches, b, &held.names));
        let above = breaches.found.iter().filter(|b| b.kind == Kind::AboveCap);
        let above = above.fold((0, 0, 0), |(all, over, pence), b| {
            let more = b.allowed.map_or(0, |allowed| b.charge - allowed);
            (all + 1, over + u64::from(b.booking.override_rate), pence + more)
        });
        let mut runs = runs(&breaches, &held.names);
        runs.sort_by_key(|run| (!run.never_ended, std::cmp::Reverse(run.months)));
        Ok(Broken {
            loaded,
            in_force: in_force(&caps, self.today()),
            implausible: implausible(&caps, self.facts()).0.len(),
            agency: breaches.agency,
            uncapped: breaches.uncapped,
            above,
            off: breaches.found.iter().filter(|b| b.kind == Kind::OffFramework).count() as u64,
            runs,
            employer: own.map(str::to_owned),
        })
    }

    /// Loads the caps in force: a CSV with staff_group, grade, time_band, zone, cap_pence, effective_from.
    ///
    /// # Errors
    /// [`EngineError::File`] with the row that can't be read, [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn load_caps(&self, person: &Person, text: &str) -> Result<(), EngineError> {
        let viewer = person.may(Right::Load)?;
        Caps::parse("caps", text.as_bytes())?;
        let body = serde_json::json!(text);
        let entry = super::audit("rates.caps", CAPS, serde_json::json!({ "lines": text.lines().count() }));
        Ok(self.store().save_setting(&viewer, CAPS, &body, entry).await?)
    }

    async fn caps(&self, person: &Person) -> Result<(Caps, bool), EngineError> {
        let kept = self.store().setting(&everything(person)?, CAPS).await?;
        match kept.as_ref().and_then(serde_json::Value::as_str) {
            Some(text) => Ok((Caps::parse("caps", text.as_bytes())?, true)),
            None => Ok((history(self.facts()), false)),
        }
    }

    /// The rule by which an employer sees others before the basis in law is recorded.
    pub(super) fn sharing_rule(&self) -> Result<Rule, EngineError> {
        Rule::shared(self.facts(), self.today()).map_err(|why| EngineError::Builtin(why.to_string()))
    }

    /// Said where the newest table of pay ends before the bookings do.
    pub(super) fn priced_at(&self, held: &Held) -> Option<String> {
        let (_, last) = held.months()?;
        let year = |month: Month| FinancialYear::of(month);
        let priced = self.facts().prices().find_map(|recipe| {
            let ended = self.facts().price(&recipe.id, year(last)).ok()?.stale_since?;
            Some(year(Month::of(ended)?))
        })?;
        Some(format!("Priced at {priced} rates: no later table of pay and on-costs is loaded."))
    }

    /// Said of every total of pounds where tables end before the bookings do; none where they don't.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn rates_stale(&self, person: &Person) -> Result<Option<String>, EngineError> {
        Ok(self.priced_at(&*self.held(person).await?))
    }

    /// Codes of employers with bookings that this person may call their own.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn rates_employers(&self, person: &Person) -> Result<Vec<String>, EngineError> {
        let viewer = person.may(Right::See)?;
        let held = self.held(person).await?;
        let mine = |code: &&String| match &viewer.orgs {
            OrgScope::All => true,
            OrgScope::Only(orgs) => orgs.iter().any(|org| org.as_str() == code.as_str()),
        };
        Ok(held.employers.iter().filter(mine).cloned().collect())
    }

    /// First to last month of the bookings that count, how many there are, and from how many employers; none before any.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn rates_span(
        &self,
        person: &Person,
    ) -> Result<Option<(Month, Month, usize, usize)>, EngineError> {
        let held = self.held(person).await?;
        Ok(held.months().map(|(first, last)| (first, last, held.bookings.len(), held.employers.len())))
    }
}

/// One's own place in a cell.
fn place(cells: &Cells<'_>, names: &Names, line: &Line, own: &str) -> Option<OwnRate> {
    let (tier, own) = (names.find(&line.tier)?, names.find(own)?);
    let cell = Cell { group: line.group, grade: line.grade, tier, time: line.time, zone: line.zone };
    let part: &Part = cells.sums.get(&cell)?.parts.get(&own).filter(|part| part.minutes > 0)?;
    Some(OwnRate { pay: part.pay_of_an_hour(), cost: part.cost_of_an_hour(), minutes: part.minutes })
}

/// Caps that hold on a day, each with its line in words.
fn in_force(caps: &Caps, today: jiff::civil::Date) -> Vec<(String, i64)> {
    let mut latest = std::collections::BTreeMap::new();
    for (group, grade, time, zone, from, cap) in caps.all().filter(|(.., from, _)| *from <= today) {
        let known = latest.entry((group, grade, time, zone)).or_insert((from, cap));
        if from >= known.0 {
            *known = (from, cap);
        }
    }
    let words = |(group, grade, time, zone): &(_, _, _, _)| {
        let (group, grade, time, zone): (&wt_rates::booking::Group, &wt_rates::booking::Grade, _, _) =
            (group, grade, time, zone);
        let (time, zone): (&wt_rates::booking::TimeBand, &wt_pay::Zone) = (time, zone);
        format!("{group}, {grade}, {time}, {zone}")
    };
    latest.iter().map(|(line, (_, cap))| (words(line), *cap)).collect()
}
