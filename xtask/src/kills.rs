//! `cargo xtask kills`: writers load files over the API, the server is ended at a random moment without a chance to say goodbye, is
//! started again, and everything it acknowledged must be there; at the end the chain of the audit log must be whole.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::Value;

use crate::Outcome;

/// How to try.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The program.
    #[arg(long)]
    program: PathBuf,
    /// A store where nothing is kept: a folder, or a postgres:// address.
    #[arg(long)]
    store: String,
    /// How often the server is ended.
    #[arg(long, default_value_t = 200)]
    times: u32,
    /// Writers at once.
    #[arg(long, default_value_t = 4)]
    writers: u32,
    /// The longest that a server lives once it answers, in milliseconds.
    #[arg(long, default_value_t = 1500)]
    longest: u64,
    /// Where the moments begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A server that is running.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(options: &Options) -> Outcome<Self> {
        let mut child = Command::new(&options.program)
            .args(["serve", "--addr", "127.0.0.1:0", "--store", &options.store])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("the server has no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        if address.is_empty() {
            return Err("the server did not start".into());
        }
        Ok(Self { child, address })
    }

    /// Ends it with SIGKILL: it gets no chance to finish anything.
    fn end(&mut self) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `end` there is nothing left to end.
        let _ = self.end();
    }
}

/// Status and body of an answer that came whole; none where the server went away in the middle of it.
fn ask(address: &str, method: &str, path: &str, body: &str) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    let mut all = String::new();
    stream.read_to_string(&mut all).ok()?;
    let (head, body) = all.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).ok()?))
}

/// One file after another until the server is gone; each that was acknowledged is noted.
fn write(address: &str, next: &AtomicU64, kept: &Mutex<Vec<String>>, refused: &Mutex<Vec<String>>) {
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let file = format!(
            "organisation,unit,staff_group,period,metric,numerator,denominator\nX01,Unit {n},,2024-04,appraisal-rate,{},100\n",
            n % 100
        );
        let path = format!("/api/v1/loads?name=unit-{n}.csv&owner=X01");
        match ask(address, "POST", &path, &file) {
            None => return,
            Some((201, body)) => {
                let id = body["load"]["id"].as_str().unwrap_or_default().to_owned();
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(id);
            }
            Some((status, body)) => {
                refused.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{status} {body}"));
            }
        }
    }
}

/// A step of Knuth's MMIX generator; its high bits are what is used.
fn step(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

pub(crate) fn run(options: &Options) -> Outcome<()> {
    let (kept, refused) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<Vec<String>>>::default());
    let next = Arc::<AtomicU64>::default();
    let (mut random, mut looked) = (options.seed, 0);
    let mut slowest = Duration::ZERO;
    for round in 1..=options.times {
        let started = Instant::now();
        let mut server = Server::start(options)?;
        slowest = slowest.max(started.elapsed());
        // What the last server acknowledged before it ended, and nobody has looked for since.
        let all = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for id in all.get(looked..).unwrap_or_default() {
            found(&server.address, id, round)?;
        }
        looked = all.len();
        let writers: Vec<_> = (0..options.writers)
            .map(|_| {
                let (address, next) = (server.address.clone(), Arc::clone(&next));
                let (kept, refused) = (Arc::clone(&kept), Arc::clone(&refused));
                std::thread::spawn(move || write(&address, &next, &kept, &refused))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(step(&mut random) % options.longest.max(1)));
        server.end()?;
        for writer in writers {
            writer.join().map_err(|_| "a writer panicked")?;
        }
        if round % 10 == 0 {
            let acknowledged = kept.lock().unwrap_or_else(PoisonError::into_inner).len();
            println!("{round} times ended, {acknowledged} loads acknowledged");
        }
    }
    let server = Server::start(options)?;
    let all = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for id in &all {
        found(&server.address, id, options.times)?;
    }
    let (_, chain) =
        ask(&server.address, "GET", "/api/v1/audit/chain", "").ok_or("the chain was not answered")?;
    if !chain["broken_at"].is_null() || chain["lines"].as_u64() < Some(all.len() as u64) {
        return Err(format!("the chain of the audit log is not whole: {chain}").into());
    }
    let refused = refused.lock().unwrap_or_else(PoisonError::into_inner);
    println!(
        "{} times ended, seed {}: {} loads acknowledged, none lost; {} refused; the chain of {} lines holds; slowest start {:.1} s",
        options.times,
        options.seed,
        all.len(),
        refused.len(),
        chain["lines"],
        slowest.as_secs_f64()
    );
    match refused.first() {
        Some(first) => Err(format!("a load was refused: {first}").into()),
        None => Ok(()),
    }
}

/// Whether an acknowledged load is there and counts.
fn found(address: &str, id: &str, round: u32) -> Outcome<()> {
    match ask(address, "GET", &format!("/api/v1/loads/{id}"), "") {
        Some((200, load)) if load["state"] == "kept" => Ok(()),
        other => Err(format!("round {round}: the acknowledged load {id} is not there: {other:?}").into()),
    }
}
