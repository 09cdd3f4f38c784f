//! Long work in the background: begun by one request, looked at by others, stopped by any of them.
//!
//! A piece of work is a job in the store, so that its record outlives the process; what it is at, and the wish to
//! stop it, are shared in memory. Only the process that began it can do it (the file lies in its memory): where that
//! process is gone, the job's lease runs out and the work is shown as ended.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;
use wt_store::{Job, JobState, NewJob, StoreError};

use crate::permit::{Person, Right};
use crate::progress::{Shared, Step};
use crate::{Engine, EngineError};

/// How long a process may be silent before its work counts as ended.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often it speaks.
const BEAT: Duration = Duration::from_secs(2);

/// The work this process is doing, by the id of its job.
pub(crate) type Doing = Mutex<HashMap<String, Arc<Shared>>>;

/// Why work ended without a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Halt {
    /// Somebody asked for it.
    Asked,
    /// A sentence that says what to do.
    Because(String),
}

/// A piece of work, as far as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// Id of its job.
    pub id: String,
    /// What sort of work, as it was begun.
    pub kind: String,
    /// What it is about, as it was begun.
    pub about: Value,
    /// Where it stands.
    pub stands: Stands,
}

/// Where a piece of work stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Stands {
    /// Being done.
    Doing {
        /// What it is at.
        step: String,
        /// Whether stopping it still means that nothing is kept.
        can_stop: bool,
        /// Whether somebody asked it to stop.
        stopping: bool,
        /// Rows so far.
        rows: u64,
    },
    /// Done, with what came of it.
    Done(Value),
    /// Stopped as asked.
    Stopped,
    /// Ended without a result; why, in a sentence.
    Failed(String),
}

impl Engine {
    /// Begins `task` as a job of this person's and answers once it has ended, or after `patience`, whichever is
    /// first: with its id either way. The task is told to stop through what it is given.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`] if the job can't be recorded.
    pub async fn begin<T>(
        self: &Arc<Self>,
        person: &Person,
        kind: &str,
        about: Value,
        patience: Duration,
        task: impl FnOnce(Arc<Shared>) -> T,
    ) -> Result<String, EngineError>
    where
        T: Future<Output = Result<Value, Halt>> + Send + 'static,
    {
        let viewer = person.may(Right::Load)?;
        let new = NewJob { kind: kind.to_owned(), payload: about };
        let job = self.store().start_job(&viewer, new, LEASE).await?;
        let id = job.id.clone();
        let shared: Arc<Shared> = Arc::default();
        self.doing().insert(id.clone(), Arc::clone(&shared));
        self.turns.fetch_add(1, Ordering::Relaxed);
        let work = task(Arc::clone(&shared));
        let engine = Arc::clone(self);
        let whole = tokio::spawn(async move { engine.see_through(&job, &shared, work).await });
        // Whether it ended in time is for whoever asks next to see.
        let _ = tokio::time::timeout(patience, whole).await;
        Ok(id)
    }

    async fn see_through<T>(&self, job: &Job, shared: &Shared, work: T)
    where
        T: Future<Output = Result<Value, Halt>> + Send + 'static,
    {
        let mut work = tokio::spawn(work);
        let ended = loop {
            tokio::select! {
                ended = &mut work => break ended,
                () = tokio::time::sleep(BEAT) => {
                    let told = self.store().progress(job, LEASE, shared.done(), 0, shared.now().words()).await;
                    if told.unwrap_or(false) {
                        shared.stop();
                    }
                }
            }
        };
        let broken = "Something went wrong on our side. Nothing was kept. Try again.".to_owned();
        let kept = match ended.unwrap_or(Err(Halt::Because(broken))) {
            Ok(result) => self.store().finish(job, &result, "").await,
            Err(Halt::Asked) => self.store().cancelled(job, "stopped as asked").await,
            Err(Halt::Because(why)) => self.store().fail(job, &why).await,
        };
        // If the end can't be written, the lease runs out and the work is shown as ended; the store has said why
        // to whoever asked it for more than this line.
        drop(kept);
        self.doing().remove(&job.id);
        self.turns.fetch_add(1, Ordering::Relaxed);
    }

    /// A piece of work of this person's, as it stands.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] (through the store), [`EngineError::Denied`].
    pub async fn work(&self, person: &Person, id: &str) -> Result<Work, EngineError> {
        let viewer = person.may(Right::See)?;
        let shared = self.doing().get(id).cloned();
        let mut job = self.store().job(&viewer, id).await?;
        let live = shared.filter(|_| !job.state.is_over());
        let silent = job.lease_until.is_some_and(|until| until < self.store().now());
        if live.is_none() && job.state == JobState::Running && silent {
            self.store().requeue_expired(&viewer, 1).await?;
            job = self.store().job(&viewer, id).await?;
        }
        Ok(Work { stands: stands(&job, live.as_deref()), id: job.id, kind: job.kind, about: job.payload })
    }

    /// The work that this process is doing for this person, latest first.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn works(&self, person: &Person) -> Result<Vec<Work>, EngineError> {
        let mut ids: Vec<String> = self.doing().keys().cloned().collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        let mut works = Vec::new();
        for id in ids {
            match self.work(person, &id).await {
                Ok(work) => works.push(work),
                Err(EngineError::Store(StoreError::NotFound { .. })) => {}
                Err(e) => return Err(e),
            }
        }
        Ok(works)
    }

    /// Asks a piece of work to stop. One that has ended stays as it is.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] (through the store), [`EngineError::Denied`].
    pub async fn stop_work(&self, person: &Person, id: &str) -> Result<(), EngineError> {
        let viewer = person.may(Right::Load)?;
        let job = self.store().job(&viewer, id).await?;
        if let Some(shared) = self.doing().get(id) {
            shared.stop();
            return Ok(());
        }
        if job.state.is_over() {
            return Ok(());
        }
        Ok(self.store().request_cancel(&viewer, id).await?)
    }

    fn doing(&self) -> MutexGuard<'_, HashMap<String, Arc<Shared>>> {
        // Whoever panicked while holding it left the map whole: it only inserts and removes.
        self.doing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Live work speaks for itself; the rest is as the record says.
fn stands(job: &Job, live: Option<&Shared>) -> Stands {
    match (job.state, live) {
        (JobState::Done, _) => Stands::Done(job.result.clone().unwrap_or_default()),
        (JobState::Cancelled, _) => Stands::Stopped,
        (JobState::Failed, _) => Stands::Failed(job.words.clone()),
        (JobState::Queued | JobState::Running, Some(live)) => Stands::Doing {
            step: live.now().words().to_owned(),
            can_stop: live.now().can_stop(),
            stopping: live.stopped(),
            rows: live.done(),
        },
        (JobState::Queued | JobState::Running, None) => Stands::Doing {
            step: if job.words.is_empty() { Step::Waiting.words().to_owned() } else { job.words.clone() },
            can_stop: job.words != Step::Counting.words(),
            stopping: job.cancel_requested,
            rows: job.progress_done,
        },
    }
}
