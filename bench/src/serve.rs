//! How long the program takes to its first page, and each page of the demonstration for 50 people at once.
//!
//! The budgets are 1 s and 50 ms at the 99th percentile, on loopback. Clients keep their connection and send their
//! next request when the last answer is complete.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::{self, Outcome};

const CLIENTS: usize = 50;
const REQUESTS: usize = 40;
const PATIENCE: Duration = Duration::from_secs(30);
const PAGES: [&str; 13] = [
    "/",
    "/compare",
    "/compare/sickness-absence",
    "/compare/sickness-absence?own=DEMO07",
    "/signals",
    "/signals/icons?own=DEMO11",
    "/opportunities",
    "/evidence",
    "/evidence?q=roster",
    "/evidence/agency-price-caps-2015-16",
    "/metrics/sickness-absence",
    "/data",
    "/help",
];

/// Ends the program whatever happens.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Makes a demonstration, serves it, asks every page.
pub(crate) fn run(program: &Path) -> Outcome<()> {
    let store = process::fresh("serve-store")?;
    let made = Command::new(program).args(["demo", "--no-serve", "--store"]).arg(&store).output()?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let addr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(["serve", "--addr", &addr.to_string(), "--store"]).arg(&store);
    let _served = Served(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
    first_page(addr, start)?;
    println!("start to first page {:.3} s", start.elapsed().as_secs_f64());
    println!("{:<42} {:>8} {:>8} {:>8} {:>8}", "page", "KB", "p50 ms", "p95 ms", "p99 ms");
    for page in PAGES {
        let bytes = answered(&mut connect(addr)?, page)?;
        let mut waits = crowd(addr, page)?;
        waits.sort();
        let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
        let (p50, p95, p99) = (at(50), at(95), at(99));
        println!("{page:<42} {:>8} {p50:>8.1} {p95:>8.1} {p99:>8.1}", bytes / 1024);
    }
    Ok(())
}

fn first_page(addr: SocketAddr, start: Instant) -> Outcome<()> {
    while start.elapsed() < PATIENCE {
        if let Ok(mut stream) = connect(addr) {
            answered(&mut stream, "/")?;
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Err("no page within 30 seconds".into())
}

fn crowd(addr: SocketAddr, page: &str) -> Outcome<Vec<Duration>> {
    let one = || -> Result<Vec<Duration>, String> {
        let mut stream = connect(addr).map_err(|e| e.to_string())?;
        let mut waits = Vec::with_capacity(REQUESTS);
        for _ in 0..REQUESTS {
            let start = Instant::now();
            answered(&mut stream, page).map_err(|e| e.to_string())?;
            waits.push(start.elapsed());
        }
        Ok(waits)
    };
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(one)).collect();
        let mut all = Vec::new();
        for client in clients {
            all.extend(client.join().map_err(|_| "a client ended early")??);
        }
        Ok(all)
    })
}

fn connect(addr: SocketAddr) -> Outcome<BufReader<TcpStream>> {
    let stream = TcpStream::connect(addr)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

/// The length of a page that is answered as it should be; a fast refusal is no measurement.
fn answered(stream: &mut BufReader<TcpStream>, page: &str) -> Outcome<usize> {
    match ask(stream, page)? {
        (200, bytes) => Ok(bytes),
        (status, _) => Err(format!("{page} answered {status}").into()),
    }
}

/// Asks for a page and reads it to its end: its status and length.
fn ask(stream: &mut BufReader<TcpStream>, page: &str) -> Outcome<(u16, usize)> {
    write!(stream.get_mut(), "GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n")?;
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split_whitespace().nth(1).ok_or("no status")?.parse()?;
    let (mut length, mut chunked) = (0_usize, false);
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err("the answer ended in its head".into());
        }
        let header = line.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
        chunked |= header.starts_with("transfer-encoding:") && header.ends_with("chunked");
    }
    if !chunked {
        skip(stream, length)?;
        return Ok((status, length));
    }
    let mut total = 0;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16)?;
        skip(stream, size + 2)?;
        total += size;
        if size == 0 {
            return Ok((status, total));
        }
    }
}

fn skip(stream: &mut BufReader<TcpStream>, bytes: usize) -> Outcome<()> {
    let read = std::io::copy(&mut stream.take(bytes as u64), &mut std::io::sink())?;
    if read == bytes as u64 { Ok(()) } else { Err("the answer ended early".into()) }
}
