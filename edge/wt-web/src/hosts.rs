//! Under which names pages answer.
//!
//! A site elsewhere can let its own name point to this machine (DNS rebinding), and its pages would then count as ours
//! to the browser. The name they ask for is still theirs, so on a machine's own address only its own names are taken.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::Failure;

/// Names of this machine for itself.
const OWN: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The names under which pages may be asked for, whatever the port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hosts {
    /// Any.
    Any,
    /// These, and this machine's own.
    Only(Vec<String>),
}

impl Hosts {
    /// For pages at `addr`: on this machine's own address its own names and the `named` ones. On an address that is
    /// open to the network any name, unless some are named.
    pub fn of(addr: SocketAddr, named: &[String]) -> Self {
        if !addr.ip().is_loopback() && named.is_empty() {
            return Self::Any;
        }
        let ip = if addr.is_ipv6() { format!("[{}]", addr.ip()) } else { addr.ip().to_string() };
        let named = named.iter().map(|name| name.trim().to_ascii_lowercase());
        Self::Only(named.chain([ip]).collect())
    }

    /// Whether `host`, with or without a port, is one of them.
    fn hold(&self, host: &str) -> bool {
        let Self::Only(named) = self else { return true };
        let host = host.to_ascii_lowercase();
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host.as_str(),
        };
        let name = name.strip_suffix('.').unwrap_or(name);
        OWN.contains(&name) || named.iter().any(|n| n == name)
    }
}

/// Answers under known names only.
pub(crate) async fn known(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    let said = request.headers().get(header::HOST).and_then(|v| v.to_str().ok());
    let host = said.or_else(|| request.uri().host()).unwrap_or_default();
    if hosts.hold(host) {
        return next.run(request).await;
    }
    let what = "These pages are not served under this name. Open them under the address that Wholetime said when it \
                was started; whoever runs it can add a name with --allow-host.";
    Failure::misdirected(what).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_its_own_address_a_machine_answers_to_its_own_names() {
        let hosts = Hosts::of("127.0.0.1:7710".parse().unwrap(), &[]);
        for host in ["localhost:7710", "LOCALHOST", "127.0.0.1:80", "[::1]:7710", "[::1]", "localhost."] {
            assert!(hosts.hold(host), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:7710",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "",
            ":1",
        ] {
            assert!(!hosts.hold(host), "{host}");
        }
        assert!(Hosts::of("127.0.0.2:1".parse().unwrap(), &[]).hold("127.0.0.2:1"));
        assert!(
            Hosts::of("[::1]:1".parse().unwrap(), &["Desk.Trust.nhs.uk".into()]).hold("desk.trust.nhs.uk:1")
        );
    }

    #[test]
    fn on_an_open_address_any_name_will_do_unless_some_are_named() {
        let open = "192.0.2.7:7710".parse().unwrap();
        assert_eq!(Hosts::of(open, &[]), Hosts::Any);
        let named = Hosts::of(open, &["wholetime.trust.nhs.uk".into()]);
        assert!(
            named.hold("wholetime.trust.nhs.uk") && named.hold("192.0.2.7:7710") && named.hold("localhost")
        );
        assert!(!named.hold("evil.example"));
    }
}
