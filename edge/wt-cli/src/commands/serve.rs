//! `wholetime serve`: the pages, until Ctrl-C.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use wt_engine::Engine;
use wt_web::{Hosts, Site};

use super::{Answer, open};
use crate::args::Serve;
use crate::words::{print, say};

pub(super) async fn run(args: &Serve) -> Answer {
    let engine = open(&args.at).await?;
    pages(engine, args.addr, &args.allow_host).await
}

/// Serves an engine's pages until Ctrl-C, once their address is said; under which names, see [`Hosts::of`].
pub(super) async fn pages(engine: Engine, addr: SocketAddr, names: &[String]) -> Answer {
    let secure = !addr.ip().is_loopback();
    if secure && engine.has_accounts().await? {
        say(
            "This address is open to the network. Those who sign in need an encrypted line: put a proxy with a certificate in \
             front, or browsers will not keep them signed in.",
        );
    } else if secure {
        say(
            "This address is open to the network: everybody who reaches it sees and may change the store. Give the first \
             account with `wholetime users add`, and everybody must sign in.",
        );
    }
    let listener = tokio::net::TcpListener::bind(addr).await?;
    print(&format!("http://{}/\n", listener.local_addr()?))?;
    say("Ctrl-C stops.");
    let engine = Arc::new(engine);
    let site = Site { hosts: Hosts::of(addr, names), secure, ..Site::default() };
    wt_web::serve(listener, engine, site, async {
        // Without a signal to wait for, the pages stay until the process is ended.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}
