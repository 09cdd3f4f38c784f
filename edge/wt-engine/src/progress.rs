//! Progress and cancellation: one small trait for all long work.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

/// What a piece of work is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Step {
    /// Has not begun.
    #[default]
    Waiting,
    /// Looks at the content to tell what sort of file it is.
    Recognising,
    /// Reads and checks rows.
    Reading,
    /// Writes to the store.
    Keeping,
    /// What was asked for is kept; the figures that pages show are made from it.
    Counting,
}

impl Step {
    const ALL: [Self; 5] = [Self::Waiting, Self::Recognising, Self::Reading, Self::Keeping, Self::Counting];

    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting for its turn",
            Self::Recognising => "Finding out what kind of file it is",
            Self::Reading => "Reading and checking rows",
            Self::Keeping => "Writing to the store",
            Self::Counting => "Loaded; working out the figures that pages show",
        }
    }

    /// Whether stopping still means that nothing is kept.
    pub fn can_stop(self) -> bool {
        self != Self::Counting
    }
}

/// Hears how far a piece of work is, and may ask it to stop.
pub trait Progress: Send + Sync {
    /// `done` steps of the work so far (rows, comparisons). True asks the work to stop.
    fn at(&self, done: u64) -> bool;

    /// The work goes on to another step.
    fn step(&self, _step: Step) {}
}

/// Hears nothing, stops nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn at(&self, _done: u64) -> bool {
        false
    }
}

/// Counts that another task can read, and a flag that it can raise.
#[derive(Debug, Default)]
pub struct Shared {
    done: AtomicU64,
    step: AtomicU8,
    stop: AtomicBool,
}

impl Shared {
    /// Steps done so far.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// What the work is at.
    pub fn now(&self) -> Step {
        let at = usize::from(self.step.load(Ordering::Relaxed));
        Step::ALL.get(at).copied().unwrap_or_default()
    }

    /// Asks the work to stop at its next step.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Progress for Shared {
    fn at(&self, done: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.stopped()
    }

    fn step(&self, step: Step) {
        self.step.store(step as u8, Ordering::Relaxed);
    }
}

impl<T: Progress + ?Sized> Progress for std::sync::Arc<T> {
    fn at(&self, done: u64) -> bool {
        (**self).at(done)
    }

    fn step(&self, step: Step) {
        (**self).step(step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_task_sees_the_step_and_the_count() {
        let shared = Shared::default();
        assert_eq!((shared.now(), shared.done()), (Step::Waiting, 0));
        for step in Step::ALL {
            Progress::step(&shared, step);
            assert_eq!(shared.now(), step);
        }
        assert!(!shared.at(7));
        shared.stop();
        assert!(shared.at(8) && shared.done() == 8);
    }
}
