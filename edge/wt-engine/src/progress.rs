//! Progress and cancellation: one small trait for all long work.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Hears how far a piece of work is, and may ask it to stop.
pub trait Progress: Send + Sync {
    /// `done` steps of the work so far (rows, comparisons). True asks the work to stop.
    fn at(&self, done: u64) -> bool;
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
    stop: AtomicBool,
}

impl Shared {
    /// Steps done so far.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
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
}

impl<T: Progress + ?Sized> Progress for std::sync::Arc<T> {
    fn at(&self, done: u64) -> bool {
        (**self).at(done)
    }
}
