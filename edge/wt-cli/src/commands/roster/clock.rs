//! The time a search has, Ctrl-C, and one line a second at most on standard error.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use wt_roster::{Progress, Watch};

use crate::words;

/// Asked for by Ctrl-C.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for it.
    pub(super) fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Watches one search.
#[derive(Debug)]
pub(super) struct Clock {
    pub(super) started: Instant,
    time: Duration,
    stop: Stop,
    seen: Mutex<Seen>,
    loud: bool,
}

/// What was found when.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Seen {
    progress: Progress,
    pub(super) first: Option<Duration>,
    pub(super) best: Option<Duration>,
    said: Option<Duration>,
}

impl Clock {
    /// Starts now. A stop ends the search, the best so far is kept; one that is `loud` tells of what is found.
    pub(super) fn new(time: Duration, stop: &Stop, loud: bool) -> Self {
        Self { started: Instant::now(), time, stop: stop.clone(), seen: Mutex::default(), loud }
    }

    /// What was found when.
    pub(super) fn seen(&self) -> Seen {
        self.seen.lock().map_or_else(|poisoned| *poisoned.into_inner(), |seen| *seen)
    }
}

impl Watch for Clock {
    fn spent(&self) -> u32 {
        if self.stop.is_asked() {
            return 1_000_000;
        }
        let share =
            self.started.elapsed().as_micros().saturating_mul(1_000_000) / self.time.as_micros().max(1);
        u32::try_from(share).unwrap_or(u32::MAX)
    }

    fn improved(&self, progress: &Progress) {
        let Ok(mut seen) = self.seen.lock() else { return };
        let now = self.started.elapsed();
        if progress.objective.is_some() {
            seen.first = seen.first.or(Some(now));
            if progress.objective != seen.progress.objective {
                seen.best = Some(now);
            }
        }
        seen.progress = *progress;
        if self.loud && seen.said.is_none_or(|said| now - said >= Duration::from_secs(1)) {
            seen.said = Some(now);
            let objective = progress.objective.map_or_else(|| "none yet".to_owned(), |best| best.to_string());
            words::say(&format!(
                "{:.1} s: penalty {objective}, none below {}",
                now.as_secs_f64(),
                progress.bound
            ));
        }
    }
}

/// Reads a time such as 60s, 10m or 500ms.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let at = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let expected = || format!("found '{text}', expected a time such as 60s, 10m or 500ms");
    let number: u64 = text[..at].parse().map_err(|_| expected())?;
    match &text[at..] {
        "ms" => Ok(Duration::from_millis(number)),
        "s" | "" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number.saturating_mul(60))),
        _ => Err(expected()),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;
    use std::time::Duration;

    #[test]
    fn times_are_read() {
        assert_eq!(duration("60s"), Ok(Duration::from_secs(60)));
        assert_eq!(duration("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("5h").unwrap_err(), "found '5h', expected a time such as 60s, 10m or 500ms");
    }
}
