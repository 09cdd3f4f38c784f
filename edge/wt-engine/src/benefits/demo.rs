//! A generated ledger for the generated region, so that every page has something to show: an action that worked (what was planted
//! is known), one that awaits finance, one that did nothing, one that awaits approval, and an opportunity that was put aside.

use jiff::civil::Date;
use wt_benchmark::BenefitType;
use wt_benefits::ledger::{
    Account, Baseline, Entry, Event, Evidence, Impact, Ledger, Milestone, Opportunity, Role, Rows, Sum,
};
use wt_benefits::proof::Proof;
use wt_units::{MetricId, Month, OdsCode, Pence, Quantity};

use super::base::Row;
use super::plan::events;
use super::{Base, Book, Offer, Plan, ceilings, offer, proved};
use crate::compare::Ask;
use crate::permit::Person;
use crate::{Engine, EngineError, Snapshot};

/// Pence that a pound less of agency spend saves: what agency costs above bank, as made up as the rest.
const PREMIUM: i64 = 35;
/// Percent of its agency spend that the planted action takes away.
const LESS: i64 = 40;

const PEOPLE: [(&str, &str, Role); 6] = [
    ("programme", "Programme director (generated)", Role::Programme),
    ("owner", "HR director (generated)", Role::Owner),
    ("finance", "Finance lead (generated)", Role::Finance),
    ("finance-2", "Finance deputy (generated)", Role::Finance),
    ("nurse", "Chief nurse (generated)", Role::ChiefNurse),
    ("doctor", "Medical director (generated)", Role::MedicalDirector),
];

/// Entries as they come, and the ledger they make.
struct Story {
    ledger: Ledger,
    told: Vec<Entry>,
    /// What its claims stand on.
    rows: Vec<Row>,
}

impl Story {
    fn tell(&mut self, on: Date, by: &str, event: Event) -> Result<(), EngineError> {
        let entry = Entry { on, by: by.to_owned(), event };
        self.ledger.apply(entry.clone()).map_err(|why| {
            EngineError::Builtin(format!("the generated ledger, {}: {why}", serde_json::json!(entry.event)))
        })?;
        self.told.push(entry);
        Ok(())
    }

    /// Accepts an opportunity and plans its action.
    fn plan(&mut self, on: Date, found: &Opportunity, plan: &Plan) -> Result<(String, String), EngineError> {
        if !self.ledger.opportunities().contains_key(&found.id) {
            self.tell(on, "programme", Event::Opportunity(found.clone()))?;
        }
        self.tell(on, "programme", Event::Accepted { opportunity: found.id.clone() })?;
        let book = Book { ledger: self.ledger.clone(), base: Base::default().into(), last: 0 };
        let (action, events) = events(&book, plan)?;
        for event in events {
            self.tell(on, "owner", event)?;
        }
        let line = self.ledger.lines().keys().find(|id| self.ledger.lines()[*id].line.action == action);
        Ok((action.clone(), line.cloned().unwrap_or_default()))
    }

    fn start(&mut self, on: Date, action: &str) -> Result<(), EngineError> {
        for by in ["nurse", "doctor"] {
            for impact in [Impact::Quality, Impact::Equality] {
                self.tell(on, by, Event::Approved { action: action.to_owned(), impact })?;
            }
        }
        self.tell(on, "owner", Event::Started { action: action.to_owned() })
    }

    fn actual(&mut self, on: Date, line: &str, month: Month, pounds: Pence) -> Result<(), EngineError> {
        let (line, pounds) = (line.to_owned(), Sum(pounds));
        self.tell(on, "owner", Event::Actual { line, month, pounds, reason: None, in_full: true })
    }

    fn verify(&mut self, on: Date, line: &str, through: Month, virement: &str) -> Result<(), EngineError> {
        let proof = Evidence::Virement {
            reference: virement.to_owned(),
            cost_centre: "10707".to_owned(),
            account_code: "31120".to_owned(),
        };
        let line = line.to_owned();
        self.tell(on, "finance", Event::Verified { line, through, proof: Some(proof) })
    }
}

impl Engine {
    /// Fills the ledger of a generated region, `last` being the last month with figures.
    pub(crate) async fn fill_ledger(&self, person: &Person, last: Month) -> Result<(), EngineError> {
        let snapshot = self.snapshot(person).await?;
        let found = self.opportunities(person, &Ask::default(), None).await?;
        let offers = self.offers(&found);
        let today = self.today();
        let Some(now) = Month::of(today) else { return Ok(()) };
        let acted = last.plus(wt_demo::ACTED - wt_demo::MONTHS + 1);
        let mut story =
            Story { ledger: Ledger::new(ceilings(self.facts())), told: Vec::new(), rows: Vec::new() };
        for (id, name, role) in PEOPLE {
            let (id, name) = (id.to_owned(), name.to_owned());
            story.tell(acted.plus(-2).first_day(), "programme", Event::Person { id, name, role })?;
        }
        let (worked, proof) = story.improvement(&snapshot, acted)?;
        let of = |month: Month| proof.months.iter().find(|m| m.month == month).map(|m| m.pounds);
        let early = now.plus(-5);
        for month in proof.months.iter().map(|m| m.month).filter(|m| *m < early.plus(-2)) {
            story.actual(
                month.plus(2).first_day().min(today),
                &worked,
                month,
                of(month).unwrap_or_default(),
            )?;
        }
        let kind = |kind| offers.iter().filter(move |o: &&Offer| o.found.benefit == kind);
        let cash: Vec<&Offer> = kind(BenefitType::CashReleasing).collect();
        let started = [
            (cash.first().copied(), "One price for what all wards buy"),
            (kind(BenefitType::TimeReleased).next_back(), "A wellbeing app"),
        ];
        let started = story.started(&snapshot, &started, early)?;
        for month in (0..=5).rev().map(|back| last.plus(-back)) {
            for (line, pounds) in started.iter().filter(|_| month >= early) {
                story.actual(month.plus(1).first_day().max(story.last(today)), line, month, *pounds)?;
            }
            if let Some(pounds) = of(month) {
                story.actual(story.last(today), &worked, month, pounds)?;
            }
            if month == last.plus(-1) {
                story.verify(story.last(today), &worked, last.plus(-2), "V-2204")?;
            }
        }
        // What this month brought: the close of the last, one action that awaits approval, one opportunity put aside.
        story.verify(now.first_day(), &worked, last.plus(-1), "V-2304")?;
        story.this_month(&snapshot, cash.get(1).copied(), cash.get(2).copied(), now)?;
        self.add_base(person, &story.rows).await?;
        self.enter_dated(person, &story.told).await?;
        Ok(())
    }
}

impl Story {
    /// The day of the last entry.
    fn last(&self, today: Date) -> Date {
        self.ledger.last().unwrap_or(today)
    }

    fn stands_on(&mut self, offer: &Offer) {
        self.rows.extend(std::iter::once(&offer.row).chain(&offer.outer).cloned());
    }

    /// The planted improvement, proved by its measure: its line, and what is proved.
    fn improvement(&mut self, snapshot: &Snapshot, acted: Month) -> Result<(String, Proof), EngineError> {
        let agency: MetricId = parsed("agency-share-of-pay")?;
        let improver: OdsCode = parsed(wt_demo::IMPROVER)?;
        let (opportunity, row) = premium(snapshot, &agency, improver, acted);
        self.rows.push(row);
        let baseline = offer::baseline(snapshot, &agency, improver, "", acted);
        let mut plan = planned(&opportunity, acted, baseline, "Bank first, agency by exception");
        plan.price = Some(Sum(Pence::new(PREMIUM)));
        let (action, line) = self.plan(acted.first_day(), &opportunity, &plan)?;
        self.start(acted.first_day(), &action)?;
        for (at, milestone) in (1..).zip(plan.milestones) {
            let reached = Event::Reached { action: action.clone(), milestone: milestone.name };
            self.tell(acted.plus(at).first_day(), "owner", reached)?;
        }
        let state = self.ledger.lines().get(&line).cloned();
        let state =
            state.ok_or_else(|| EngineError::Builtin("the generated ledger has no line".to_owned()))?;
        let proof = proved::proved(snapshot, &self.ledger, &state, 0).map_err(EngineError::Builtin)?;
        Ok((line, proof))
    }

    /// Actions that began in a month, with what their lines claim a month.
    fn started(
        &mut self,
        snapshot: &Snapshot,
        offers: &[(Option<&Offer>, &str)],
        month: Month,
    ) -> Result<Vec<(String, Pence)>, EngineError> {
        let mut lines = Vec::new();
        for (offer, name) in offers {
            let Some(offer) = offer else { continue };
            let plan = self.of_offer(snapshot, offer, month, month, name);
            let (action, line) = self.plan(month.first_day(), &offer.found, &plan)?;
            self.start(month.first_day(), &action)?;
            lines.push((line, Pence::new(offer.found.central.0.get() / 12)));
        }
        Ok(lines)
    }

    fn of_offer(&mut self, snapshot: &Snapshot, offer: &Offer, start: Month, now: Month, name: &str) -> Plan {
        self.stands_on(offer);
        let metric = offer.found.metric.as_ref();
        let base = metric.and_then(|m| offer::baseline(snapshot, m, offer.found.org, "", now));
        Plan { price: Some(offer.price), ..planned(&offer.found, start, base, name) }
    }

    fn this_month(
        &mut self,
        snapshot: &Snapshot,
        waits: Option<&Offer>,
        parked: Option<&Offer>,
        now: Month,
    ) -> Result<(), EngineError> {
        if let Some(offer) = waits {
            let plan = self.of_offer(snapshot, offer, now.plus(1), now, "Rates agreed with the neighbours");
            self.plan(now.first_day(), &offer.found, &plan)?;
        }
        if let Some(offer) = parked {
            self.stands_on(offer);
            let reason = "The contract runs to next June; looked at again in May.".to_owned();
            let opportunity = offer.found.id.clone();
            self.tell(now.first_day(), "programme", Event::Opportunity(offer.found.clone()))?;
            self.tell(now.first_day(), "programme", Event::Parked { opportunity, reason })?;
        }
        Ok(())
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, EngineError> {
    text.parse().map_err(|_| EngineError::Builtin(format!("'{text}' in the generated ledger")))
}

/// The planted action's opportunity: so much less agency spend than in the year before, at what agency costs above bank.
fn premium(snapshot: &Snapshot, metric: &MetricId, org: OdsCode, start: Month) -> (Opportunity, Row) {
    let own = snapshot
        .cube
        .series(metric)
        .iter()
        .find(|s| s.org == org && s.unit.is_none() && s.staff_group.is_none());
    let year =
        own.into_iter().flat_map(|s| &s.points).filter(|p| p.month < start && p.month >= start.plus(-12));
    let spend: Quantity = year.map(|p| p.numerator).sum();
    let part =
        |of: i64, percent: i64| i64::try_from(i128::from(of) * i128::from(percent) / 100).unwrap_or(i64::MAX);
    let less = Quantity::from_millionths(part(spend.millionths(), LESS));
    let central = Pence::new(part(less.millionths() / 10_000, PREMIUM));
    let name = format!("{org} {metric}");
    let opportunity = Opportunity {
        id: offer::address(org, metric),
        name: format!("{}: agency premium", snapshot.directory.label(org)),
        org,
        metric: Some(metric.clone()),
        area: None,
        benefit: BenefitType::CashReleasing,
        low: Sum(Pence::new(central.get() / 2)),
        central: Sum(central),
        high: Sum(Pence::new(central.get() / 2 * 3)),
        certainty: 80,
        rows: vec![Rows { row: name.clone(), quantity: less }],
    };
    let row = Row {
        row: name,
        kind: "spend".to_owned(),
        capacity: less.to_string(),
        cost: Pence::new(spend.millionths() / 10_000).plain(),
        source: format!("{metric}, the year before {start}"),
        ..Row::default()
    };
    (opportunity, row)
}

fn planned(found: &Opportunity, start: Month, baseline: Option<Baseline>, name: &str) -> Plan {
    let before = Baseline {
        line: String::new(),
        version: 1,
        from: start.plus(-12),
        to: start.plus(-1),
        figure: "As reported in the year before".to_owned(),
        reason: None,
    };
    let milestone =
        |name: &str, months: i32| Milestone { name: name.to_owned(), due: start.plus(months).last_day() };
    Plan {
        opportunity: found.id.clone(),
        name: name.to_owned(),
        owner: "owner".to_owned(),
        tool: "Compare".to_owned(),
        evidence: "Generated, as all of this region".to_owned(),
        start,
        milestones: vec![milestone("Agreed with every ward", 1), milestone("In use everywhere", 4)],
        balance_patients: "Red flags raised on wards".to_owned(),
        balance_staff: "Staff who would recommend it as a place to work".to_owned(),
        quality: "No ward falls below its planned hours; red flags are watched monthly.".to_owned(),
        equality: "No group of staff or patients is worse placed; looked at again after six months."
            .to_owned(),
        gain: format!("{}: {name}", found.org),
        account: if found.benefit == BenefitType::TimeReleased { Account::Pay } else { Account::NonPay },
        recurrent: true,
        full_year: found.central,
        price: None,
        baseline: baseline.unwrap_or(before),
    }
}
