//! A PostgreSQL server for tests: the one that is named, else one started from the system's packages.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};

/// Names a server on which databases may be made, as `postgres://postgres@127.0.0.1:5432`.
const NAMED: &str = "WHOLETIME_TEST_POSTGRES";

pub struct Server {
    url: String,
    /// Programs and data of the one that was started here.
    own: Option<(PathBuf, String)>,
}

impl Server {
    pub async fn find_or_start() -> Result<Self, String> {
        sqlx::any::install_default_drivers();
        if let Ok(url) = std::env::var(NAMED) {
            return Ok(Self { url: url.trim_end_matches('/').to_owned(), own: None });
        }
        let bin = programs().ok_or(format!("no PostgreSQL here: neither {NAMED} nor initdb"))?;
        let data = run("mktemp", &["-d"])?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|l| l.local_addr())
            .map_err(|e| e.to_string())?
            .port();
        let server = Self {
            url: format!("postgres://postgres@127.0.0.1:{port}"),
            own: Some((bin.clone(), data.clone())),
        };
        run(
            &bin.join("initdb").display().to_string(),
            &["-D", &data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"],
        )?;
        let options = format!("-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off");
        run(
            &bin.join("pg_ctl").display().to_string(),
            &["-D", &data, "-w", "-l", &format!("{data}/log"), "-o", &options, "start"],
        )?;
        Ok(server)
    }

    /// The address of a new, empty database.
    pub async fn fresh_database(&self) -> String {
        let name = format!("wt_{}", uuid::Uuid::now_v7().simple());
        let mut conn = AnyConnection::connect(&format!("{}/postgres", self.url)).await.unwrap();
        conn.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
        format!("{}/{name}", self.url)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((bin, data)) = &self.own {
            let _ = run(&bin.join("pg_ctl").display().to_string(), &["-D", data, "-m", "immediate", "stop"]);
            let _ = run("rm", &["-r", data]);
        }
    }
}

/// The newest set of server programs that Debian's packages put in place.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let bins = versions.flatten().map(|v| v.path().join("bin")).filter(|b| b.join("initdb").exists());
    bins.max_by_key(|b| {
        let version = b.parent().and_then(|v| v.file_name()).map(|v| v.to_string_lossy().into_owned());
        version.and_then(|v| v.parse::<u32>().ok())
    })
}

/// Runs a program as a user that PostgreSQL accepts: it refuses root.
fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n");
    let mut command = Command::new(if root { "setpriv" } else { program });
    if root {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", program]);
    }
    // The server must not hold on to our output, or we would wait for it for ever.
    let keep = if program == "mktemp" { Stdio::piped() } else { Stdio::null() };
    let done =
        command.args(arguments).current_dir("/").stdin(Stdio::null()).stdout(keep).stderr(Stdio::null());
    let done = done.spawn().and_then(|c| c.wait_with_output()).map_err(|e| format!("{program}: {e}"))?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
    } else {
        Err(format!("{program} ended with {}", done.status))
    }
}
