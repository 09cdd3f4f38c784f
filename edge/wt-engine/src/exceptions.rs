//! Residents' exception reports: written by the doctor, seen by medical HR, the director of medical education and the guardian
//! of safe working hours, and by nobody else but the doctor.
//!
//! Hours go to medical HR and education to the director of medical education; the guardian oversees both (terms of 2016, version
//! 13, from 4 February 2026). Who reported stands in the report and not in the audit log, which others read; everybody else sees
//! counts of quarters that are over, small ones hidden ([`Published`]).

mod counts;
mod report;
mod review;

use serde_json::json;
use uuid::Uuid;
use wt_store::{AuditEntry, NewRecord, OrgScope, Record, RecordSharing, Viewer};
use wt_units::OdsCode;

use crate::permit::{Action, Object, Person, Right, Whose};
use crate::{Engine, EngineError};

pub use counts::{Published, Quarter};
pub use report::{Body, Decision, Event, Kind, LIMITS, NewReport, Outcome, Report, Stands};
pub use review::Step;

/// The kind of these records.
const KIND: &str = "exception-report";
/// What the audit log calls a doctor who reports.
const DOCTOR: &str = "a resident doctor";

impl Engine {
    /// Takes a report. The audit log says that there is one, not whose.
    ///
    /// # Errors
    /// [`EngineError::Denied`]; [`EngineError::Question`] for a day to come, or what is too long or says nothing.
    pub async fn report_exception(&self, person: &Person, new: &NewReport) -> Result<Report, EngineError> {
        let viewer = person.viewer(Object::ExceptionReports, Action::Write)?;
        if let OrgScope::Only(orgs) = &viewer.orgs
            && !orgs.contains(&new.org)
        {
            return Err(EngineError::Denied(format!(
                "You may not report to {}: you don't work there.",
                new.org
            )));
        }
        let body = new.body(person.name(), self.today())?;
        let slug = Uuid::now_v7().to_string();
        let record = NewRecord {
            kind: KIND,
            slug: &slug,
            owner: Some(&new.org),
            sharing: RecordSharing::Own,
            state: Stands::Reported.word(),
            body: &json!(body),
        };
        let audit = AuditEntry::new("exception.reported", slug.clone()).of(Some(new.org));
        let kept = self.store().add_record(&masked(viewer), &record, audit).await?;
        read(&kept)
    }

    /// The reports that this person wrote, latest first.
    ///
    /// # Errors
    /// [`EngineError::Denied`] for who may not write any.
    pub async fn own_exceptions(&self, person: &Person) -> Result<Vec<Report>, EngineError> {
        let viewer = person.viewer(Object::ExceptionReports, Action::Write)?;
        let mut reports = self.exceptions_seen_by(&viewer).await?;
        reports.retain(|report| report.body.by == person.name());
        Ok(reports)
    }

    /// All reports of the organisations where this person may see them: concerns for safety first, then those that wait, then the
    /// latest.
    ///
    /// # Errors
    /// [`EngineError::Denied`] for everybody but medical HR, the director of medical education and the guardian.
    pub async fn exceptions(&self, person: &Person) -> Result<Vec<Report>, EngineError> {
        let viewer = person.viewer(Object::ExceptionReports, Action::See)?;
        let mut reports = self.exceptions_seen_by(&viewer).await?;
        let may = |org: &OdsCode| person.can(Object::ExceptionReports, Action::See, &Whose::org(org)).is_ok();
        reports.retain(|report| may(&report.org));
        reports.sort_by_key(|report| (!report.waits(), !(report.waits() && report.body.safety)));
        Ok(reports)
    }

    /// One report, to those who may see it and to the doctor who wrote it. To anybody else there is no such report.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Denied`].
    pub async fn exception(&self, person: &Person, slug: &str) -> Result<Report, EngineError> {
        self.exception_for(person, slug).await.map(|(report, _)| report)
    }

    /// The same, with the viewer by whose right it was found.
    async fn exception_for(&self, person: &Person, slug: &str) -> Result<(Report, Viewer), EngineError> {
        let sees = person.viewer(Object::ExceptionReports, Action::See);
        let writes = person.viewer(Object::ExceptionReports, Action::Write);
        if let (Err(e), Err(_)) = (&sees, &writes) {
            return Err(EngineError::Denied(e.to_string()));
        }
        for (viewer, all) in sees.ok().map(|v| (v, true)).into_iter().chain(writes.ok().map(|v| (v, false))) {
            let Some(record) = self.store().record(&viewer, KIND, slug).await? else { continue };
            let report = read(&record)?;
            let whose = Whose::org(&report.org);
            let may = all && person.can(Object::ExceptionReports, Action::See, &whose).is_ok();
            if may || report.body.by == person.name() {
                return Ok((report, viewer));
            }
        }
        Err(EngineError::NotFound("There is no such report. Check the address.".to_owned()))
    }

    /// Counts of reports by quarter and kind, for everybody who sees figures of the organisation: quarters that are over, small
    /// counts hidden so that no sum gives them back.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn exception_counts(&self, person: &Person, org: &OdsCode) -> Result<Published, EngineError> {
        person.can(Object::Aggregates, Action::See, &Whose::org(org))?;
        // Counted by the program itself: whoever asks sees no report by it.
        let viewer = Viewer::of_orgs("wholetime", vec![*org]);
        counts::published(org, &self.exceptions_seen_by(&viewer).await?, self.today())
    }

    /// Organisations whose counts this person may ask for: their own; for the user of a store of their own, all with reports.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn exception_orgs(&self, person: &Person) -> Result<Vec<OdsCode>, EngineError> {
        let mut orgs = match person.may(Right::See)?.orgs {
            OrgScope::Only(orgs) => orgs,
            OrgScope::All => {
                let all = self.exceptions_seen_by(&Viewer::of_all("wholetime")).await?;
                all.into_iter().map(|report| report.org).collect()
            }
        };
        orgs.sort_unstable();
        orgs.dedup();
        orgs.retain(|org| person.can(Object::Aggregates, Action::See, &Whose::org(org)).is_ok());
        Ok(orgs)
    }

    async fn exceptions_seen_by(&self, viewer: &Viewer) -> Result<Vec<Report>, EngineError> {
        let records = self.store().records(viewer, KIND).await?;
        let mut reports = records.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        // Slugs go up with time.
        reports.sort_by(|one, other| other.slug.cmp(&one.slug));
        Ok(reports)
    }
}

/// The same viewer under a name that says nothing of who it is.
fn masked(viewer: Viewer) -> Viewer {
    Viewer { who: DOCTOR.to_owned(), ..viewer }
}

fn read(record: &Record) -> Result<Report, EngineError> {
    let damaged = |why: String| EngineError::Builtin(format!("exception report {}: {why}", record.slug));
    let body = serde_json::from_value(record.body.clone()).map_err(|e| damaged(e.to_string()))?;
    let stands = Stands::read(&record.state).ok_or_else(|| damaged(format!("stands '{}'", record.state)))?;
    let org = record.owner.ok_or_else(|| damaged("of no organisation".to_owned()))?;
    Ok(Report {
        id: record.id.clone(),
        slug: record.slug.clone(),
        version: record.version,
        org,
        stands,
        body,
    })
}
