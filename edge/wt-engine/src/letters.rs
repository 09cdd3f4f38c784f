//! Letters: who wants to hear of what, and what waits to be sent. Nobody hears of anything they did not ask for.
//!
//! A letter is a job in the store's queue, so that it outlives the process, is sent once by whichever process has a mail
//! server, and is tried again where the server was busy. The log knows topics and counts, never an address.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
pub use wt_mail::Postman;
use wt_mail::{Letter, is_address};
use wt_store::{AuditEntry, NewJob, NewRecord, Record, RecordSharing, StoreError, Viewer};
use wt_units::OdsCode;

use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// Kind of the record that holds a wish.
const KIND: &str = "subscription";
/// Kind of the job that holds a letter.
const JOB: &str = "letter";
/// A server that was busy is asked again after so long.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// A letter that was not taken so often is given up.
const TRIES: u64 = 12;

/// What one can ask to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// The regional rate card: an employer above it, and what warns of that.
    Rates,
    /// The month's end of the value programme: what is late, what changed, what waits for a signature.
    Benefits,
    /// The week's new evidence, standards and asks.
    Network,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rates, Self::Benefits, Self::Network];

    /// As in addresses and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rates => "rates",
            Self::Benefits => "benefits",
            Self::Network => "network",
        }
    }

    /// What it is, for a list of choices.
    pub fn words(self) -> &'static str {
        match self {
            Self::Rates => "warnings about the regional rate card, each month they change",
            Self::Benefits => "the month's end of the value programme",
            Self::Network => "the week's new evidence, standards and policy asks",
        }
    }
}

impl std::str::FromStr for Topic {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|topic| topic.word() == word).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|topic| topic.word()).collect();
            format!("There is no topic '{word}'. There are: {}.", known.join(", "))
        })
    }
}

/// Somebody's wish to hear of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Where letters go.
    pub address: String,
    /// Of what.
    pub topic: Topic,
    /// Whose affairs; none: the region's.
    pub org: Option<OdsCode>,
}

/// What became of the letters that waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Taken by the server.
    pub sent: u64,
    /// Not taken for now; tried again in five minutes.
    pub later: u64,
    /// Refused for good; the job says why.
    pub failed: u64,
}

impl Engine {
    /// Notes that somebody wants to hear of something. Asking twice changes nothing.
    ///
    /// # Errors
    /// [`EngineError::Question`] for what is no address; [`EngineError::Store`] for another employer's affairs.
    pub async fn subscribe(&self, person: &Person, wish: &Subscription) -> Result<(), EngineError> {
        let viewer = person.may(Right::See)?;
        if !is_address(&wish.address) {
            let words =
                format!("'{}' is not an e-mail address. Write it as name@example.nhs.uk.", wish.address);
            return Err(EngineError::Question(words));
        }
        let new = NewRecord {
            kind: KIND,
            slug: &slug(wish),
            owner: wish.org.as_ref(),
            sharing: RecordSharing::Own,
            state: "on",
            body: &json!(wish),
        };
        match self.store().add_record(&viewer, &new, audit("letters.wanted", wish)).await {
            Ok(_) | Err(StoreError::Taken { .. }) => Ok(()),
            Err(e) => Err(e.into()),
        }
    }

    /// Ends a wish and forgets the address; none there is no fault.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn unsubscribe(&self, person: &Person, wish: &Subscription) -> Result<(), EngineError> {
        let viewer = person.may(Right::See)?;
        if let Some(found) = self.store().record(&viewer, KIND, &slug(wish)).await? {
            self.store().erase_record(&viewer, &found.id, audit("letters.unwanted", wish)).await?;
        }
        Ok(())
    }

    /// The wishes that this person may see, by topic and employer.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn subscriptions(&self, person: &Person) -> Result<Vec<Subscription>, EngineError> {
        self.wishes(&person.may(Right::See)?).await
    }

    /// The wishes that a viewer sees, by topic and employer.
    pub(crate) async fn wishes(&self, viewer: &Viewer) -> Result<Vec<Subscription>, EngineError> {
        let records = self.store().records(viewer, KIND).await?;
        let read = |record: Record| serde_json::from_value::<Subscription>(record.body).ok();
        let mut wishes: Vec<Subscription> = records.into_iter().filter_map(read).collect();
        wishes.sort_by(|a, b| (a.topic, &a.org, &a.address).cmp(&(b.topic, &b.org, &b.address)));
        Ok(wishes)
    }

    /// Puts a letter in the queue for everybody who asked to hear of `topic` for `org` (and for those who asked for the region's, if
    /// it is the region's). Answers how many.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn tell(
        &self,
        person: &Person,
        topic: Topic,
        org: Option<&OdsCode>,
        subject: &str,
        text: &str,
    ) -> Result<u64, EngineError> {
        self.queue(&person.may(Right::See)?, topic, org, subject, text).await
    }

    /// The same in the name of a viewer that a use case chose.
    pub(crate) async fn queue(
        &self,
        viewer: &Viewer,
        topic: Topic,
        org: Option<&OdsCode>,
        subject: &str,
        text: &str,
    ) -> Result<u64, EngineError> {
        let mut told = 0;
        for wish in self.wishes(viewer).await? {
            if wish.topic == topic && wish.org.as_ref() == org {
                let payload = json!({ "to": wish.address, "subject": subject, "text": text });
                self.store().enqueue(viewer, NewJob { kind: JOB.to_owned(), payload }).await?;
                told += 1;
            }
        }
        if told > 0 {
            let entry = AuditEntry::new("letters.told", topic.word()).of(org.copied());
            self.store().audit(viewer, entry.with(json!({ "letters": told }))).await?;
        }
        Ok(told)
    }

    /// Sends what waits, until nothing does.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`]; a letter that is not taken is counted, not an error.
    pub async fn deliver(&self, person: &Person, postman: &Postman) -> Result<Delivered, EngineError> {
        let worker = person.may(Right::Run)?;
        self.store().requeue_expired(&worker, TRIES).await?;
        let mut done = Delivered::default();
        while let Some(job) = self.store().claim(&worker, LEASE).await? {
            let text = |key: &str| job.payload[key].as_str().unwrap_or_default().to_owned();
            if job.kind != JOB {
                self.store().fail(&job, "There is no such work in this version of the program.").await?;
                continue;
            }
            let letter =
                Letter { to: text("to"), subject: text("subject"), text: text("text"), enclosed: Vec::new() };
            match postman.send(&letter).await {
                Ok(()) => {
                    self.store().finish(&job, &json!(null), "sent").await?;
                    done.sent += 1;
                }
                // Left to its lease: it comes back when that has run out.
                Err(e) if e.may_pass() => done.later += 1,
                Err(e) => {
                    self.store().fail(&job, &e.to_string()).await?;
                    done.failed += 1;
                }
            }
        }
        Ok(done)
    }
}

/// The address of a wish: a hash, so that no e-mail address stands in a log.
fn slug(wish: &Subscription) -> String {
    let org = wish.org.as_ref().map(OdsCode::as_str).unwrap_or_default();
    let text = format!("{}|{org}|{}", wish.topic.word(), wish.address.trim().to_lowercase());
    Sha256::digest(text).iter().take(16).map(|b| format!("{b:02x}")).collect()
}

fn audit(what: &str, wish: &Subscription) -> AuditEntry {
    AuditEntry::new(what, wish.topic.word()).of(wish.org)
}
