//! Long work: a queue in one table. Any process may work; a worker that dies loses its lease and another takes over.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

use crate::load::{count, json, kept, maybe_instant};
use crate::{Store, StoreError, Viewer, clock, sql};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waits for a worker.
    Queued,
    /// A worker has it.
    Running,
    /// Finished, with a result.
    Done,
    /// Ended with a fault.
    Failed,
    /// Stopped because somebody asked.
    Cancelled,
}

impl JobState {
    fn read(word: &str) -> Result<Self, StoreError> {
        match word {
            "queued" => Ok(Self::Queued),
            "running" => Ok(Self::Running),
            "done" => Ok(Self::Done),
            "failed" => Ok(Self::Failed),
            "cancelled" => Ok(Self::Cancelled),
            _ => Err(StoreError::damaged(format!("'{word}' is not a state of a job"))),
        }
    }

    /// Whether it will not change any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// Work to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// What sort of work.
    pub kind: String,
    /// What the worker needs to know.
    pub payload: Value,
}

/// A job as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// UUID v7.
    pub id: String,
    /// What sort of work.
    pub kind: String,
    /// What the worker needs to know.
    pub payload: Value,
    /// Account that asked for it.
    pub owner: String,
    /// Where it stands.
    pub state: JobState,
    /// How often a worker took it; also the worker's token, so that one whose lease ran out can't write any more.
    pub attempts: u64,
    /// When the worker's hold on it ends.
    pub lease_until: Option<Timestamp>,
    /// Steps done.
    pub progress_done: u64,
    /// Steps in all; 0 if not known.
    pub progress_total: u64,
    /// What it is doing, or why it ended, in a few words.
    pub words: String,
    /// What came out.
    pub result: Option<Value>,
    /// Somebody asked it to stop.
    pub cancel_requested: bool,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the present attempt began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

impl Job {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        let result = row.try_get::<Option<String>, _>("result")?.map(|_| json(row, "result")).transpose()?;
        Ok(Self {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            payload: json(row, "payload")?,
            owner: row.try_get("owner")?,
            state: JobState::read(&row.try_get::<String, _>("state")?)?,
            attempts: count(row, "attempts")?,
            lease_until: maybe_instant(row, "lease_until")?,
            progress_done: count(row, "progress_done")?,
            progress_total: count(row, "progress_total")?,
            words: row.try_get("words")?,
            result,
            cancel_requested: row.try_get::<i64, _>("cancel_requested")? != 0,
            created_at: clock::instant(&row.try_get::<String, _>("created_at")?)?,
            started_at: maybe_instant(row, "started_at")?,
            finished_at: maybe_instant(row, "finished_at")?,
        })
    }
}

impl Store {
    /// Puts a job in the queue, in the viewer's name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn enqueue(&self, viewer: &Viewer, new: NewJob) -> Result<Job, StoreError> {
        let _turn = self.take_turn().await?;
        let row = sql::JOB_INSERT
            .query()
            .bind(Uuid::now_v7().to_string())
            .bind(new.kind)
            .bind(new.payload.to_string())
            .bind(viewer.who.clone())
            .bind(clock::text(self.now()))
            .fetch_one(&self.pool)
            .await?;
        Job::read(&row)
    }

    /// Records a job that this process does itself, at once, because it alone holds what the work needs (a file that
    /// was just sent). Nobody else can claim it; if the process goes silent for longer than `lease`,
    /// [`requeue_expired`](Self::requeue_expired) with one attempt ends it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn start_job(
        &self,
        viewer: &Viewer,
        new: NewJob,
        lease: SignedDuration,
    ) -> Result<Job, StoreError> {
        let _turn = self.take_turn().await?;
        let now = self.now();
        let row = sql::JOB_START
            .query()
            .bind(Uuid::now_v7().to_string())
            .bind(new.kind)
            .bind(new.payload.to_string())
            .bind(viewer.who.clone())
            .bind(clock::text(now))
            .bind(clock::text(until(now, lease)))
            .fetch_one(&self.pool)
            .await?;
        Job::read(&row)
    }

    /// Takes the oldest waiting job for `lease`; none if nothing waits. Keep the lease alive with
    /// [`progress`](Self::progress).
    ///
    /// # Errors
    /// Those of the database.
    pub async fn claim(&self, _worker: &Viewer, lease: SignedDuration) -> Result<Option<Job>, StoreError> {
        // Two workers may meet at the same job; the loser looks again for as long as something waits.
        while count(&sql::JOB_WAITING.query().fetch_one(&self.pool).await?, "n")? > 0 {
            let _turn = self.take_turn().await?;
            let now = self.now();
            let query = sql::JOB_CLAIM.query().bind(clock::text(until(now, lease))).bind(clock::text(now));
            if let Some(row) = query.fetch_optional(&self.pool).await? {
                return Job::read(&row).map(Some);
            }
        }
        Ok(None)
    }

    /// Says how far the job is and extends its lease. True: stop, somebody asked for it or the job was given to
    /// another worker. While this process keeps a load, nothing is written and the answer is false, so that a
    /// worker may report from within its own load.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn progress(
        &self,
        job: &Job,
        lease: SignedDuration,
        done: u64,
        total: u64,
        words: &str,
    ) -> Result<bool, StoreError> {
        let Ok(_turn) = self.turn.try_lock() else { return Ok(false) };
        let row = sql::JOB_PROGRESS
            .query()
            .bind(job.id.clone())
            .bind(kept(job.attempts))
            .bind(clock::text(until(self.now(), lease)))
            .bind(kept(done))
            .bind(kept(total))
            .bind(words.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        match row {
            Some(row) => Ok(row.try_get::<i64, _>("cancel_requested")? != 0),
            None => Ok(true),
        }
    }

    /// Ends a job with its result. False if it was no longer this worker's.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn finish(&self, job: &Job, result: &Value, words: &str) -> Result<bool, StoreError> {
        self.close_job(job, "done", Some(result), words).await
    }

    /// Ends a job with a fault, in words. False if it was no longer this worker's.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn fail(&self, job: &Job, words: &str) -> Result<bool, StoreError> {
        self.close_job(job, "failed", None, words).await
    }

    /// Ends a job that was asked to stop. False if it was no longer this worker's.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn cancelled(&self, job: &Job, words: &str) -> Result<bool, StoreError> {
        self.close_job(job, "cancelled", None, words).await
    }

    async fn close_job(
        &self,
        job: &Job,
        state: &'static str,
        result: Option<&Value>,
        words: &str,
    ) -> Result<bool, StoreError> {
        let _turn = self.take_turn().await?;
        let done = sql::JOB_CLOSE
            .query()
            .bind(job.id.clone())
            .bind(kept(job.attempts))
            .bind(state)
            .bind(result.map(ToString::to_string))
            .bind(words.to_owned())
            .bind(clock::text(self.now()))
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Asks a job to stop: a waiting one is cancelled at once, a running one when its worker next looks.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such unfinished job of this viewer's.
    pub async fn request_cancel(&self, viewer: &Viewer, id: &str) -> Result<(), StoreError> {
        let _turn = self.take_turn().await?;
        let query = sql::JOB_CANCEL.query().bind(viewer.all()).bind(viewer.who.clone()).bind(id.to_owned());
        let done = query.bind(clock::text(self.now())).execute(&self.pool).await?;
        if done.rows_affected() > 0 {
            Ok(())
        } else {
            Err(StoreError::not_found(format!("unfinished job {id}")))
        }
    }

    /// One job.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such job of this viewer's.
    pub async fn job(&self, viewer: &Viewer, id: &str) -> Result<Job, StoreError> {
        let query = sql::JOB_BY_ID.query().bind(viewer.all()).bind(viewer.who.clone()).bind(id.to_owned());
        let row = query.fetch_optional(&self.pool).await?;
        row.as_ref().map(Job::read).transpose()?.ok_or_else(|| StoreError::not_found(format!("job {id}")))
    }

    /// The viewer's jobs, latest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn jobs(&self, viewer: &Viewer, limit: u64) -> Result<Vec<Job>, StoreError> {
        let query = sql::JOBS.query().bind(viewer.all()).bind(viewer.who.clone()).bind(kept(limit));
        query.fetch_all(&self.pool).await?.iter().map(Job::read).collect()
    }

    /// Puts jobs whose worker went silent back in the queue, or ends them after `most` attempts; answers how many.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn requeue_expired(&self, _worker: &Viewer, most: u64) -> Result<u64, StoreError> {
        let words = match most {
            0 | 1 => {
                "The program ended before the work was done. Nothing was kept; start it again.".to_owned()
            }
            _ => format!("stopped {most} times before it ended; look at the input, then start it again"),
        };
        let _turn = self.take_turn().await?;
        let done = sql::JOBS_REQUEUE
            .query()
            .bind(clock::text(self.now()))
            .bind(kept(most))
            .bind(words)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }
}

fn until(now: Timestamp, lease: SignedDuration) -> Timestamp {
    now.checked_add(lease).unwrap_or(Timestamp::MAX)
}
