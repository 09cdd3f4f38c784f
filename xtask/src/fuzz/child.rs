//! The child: throws inputs until time is up; a watchman ends it when one input takes too long or too much.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::corpus::Sample;
use super::{input, subject};
use crate::Outcome;

/// No small file may keep a person waiting longer.
const PATIENCE: Duration = Duration::from_secs(2);
/// No small file may take more memory, in KiB.
const MEMORY: u64 = 1024 * 1024;

/// Throws from number `from` on.
pub(super) fn run(samples: &[Sample], folder: &Path, seed: u64, from: u64, time: Duration) -> Outcome<()> {
    // A panic that the reader itself catches is not a finding, and would only fill the screen.
    std::panic::set_hook(Box::new(|_| {}));
    let mut at = File::create(folder.join("at"))?;
    let started = Instant::now();
    let since = Arc::new(AtomicU64::new(0));
    watch(Arc::clone(&since), started);
    let mut seen = BTreeSet::new();
    let mut number = from;
    while started.elapsed() < time {
        at.seek(SeekFrom::Start(0))?;
        at.write_all(&number.to_le_bytes())?;
        let sample = input(samples, seed, number);
        since.store(millis(started).max(1), Ordering::Relaxed);
        let outcome = catch_unwind(AssertUnwindSafe(|| subject::throw(&sample.name, &sample.bytes)));
        since.store(0, Ordering::Relaxed);
        if let Err(why) = outcome {
            let words = words(&*why);
            if seen.insert(words.clone()) {
                let file = keep(folder, seed, number, &sample)?;
                println!("finding: panic '{words}', {}", file.display());
            }
        }
        number += 1;
    }
    Ok(())
}

/// The number the last child worked on.
pub(super) fn reached(folder: &Path) -> Outcome<u64> {
    let bytes = std::fs::read(folder.join("at"))?;
    Ok(bytes.first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight)))
}

/// Keeps an input for looking at.
pub(super) fn keep(folder: &Path, seed: u64, number: u64, sample: &Sample) -> Outcome<PathBuf> {
    // A name without blanks, so that it can be typed after `--replay`.
    let name = sample.name.replace(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '.'), "-");
    let file = folder.join(format!("{seed}-{number}-{name}"));
    std::fs::write(&file, &sample.bytes)?;
    Ok(file)
}

fn millis(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn words(why: &(dyn std::any::Any + Send)) -> String {
    let text = why.downcast_ref::<&str>().map(|words| (*words).to_owned());
    text.or_else(|| why.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no words".to_owned())
}

fn watch(since: Arc<AtomicU64>, started: Instant) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(25));
            let began = since.load(Ordering::Relaxed);
            let waited = if began == 0 { 0 } else { millis(started).saturating_sub(began) };
            if u128::from(waited) > PATIENCE.as_millis() {
                eprintln!("fuzz: one input took more than {} seconds", PATIENCE.as_secs());
                std::process::exit(3);
            }
            if resident().is_some_and(|kib| kib > MEMORY) {
                eprintln!("fuzz: more than {} MiB of memory", MEMORY / 1024);
                std::process::exit(4);
            }
        }
    });
}

/// Memory in use, in KiB, where the system tells it as Linux does.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
