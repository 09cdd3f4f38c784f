//! Who carries letters to the server.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::letter::mailbox;
use crate::{Letter, PostError};

/// A server that does not answer for so long is not there.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server, and in whose name letters go out.
#[derive(Debug, Clone)]
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Postman {
    /// For the server at `url` (`smtps://name:password@host`; `smtp://127.0.0.1:25`), in the name of `from`. Connects only when a
    /// letter is sent.
    ///
    /// # Errors
    /// [`PostError::Server`], [`PostError::Clear`], [`PostError::Address`].
    pub fn new(url: &str, from: &str) -> Result<Self, PostError> {
        if in_the_clear(url) {
            return Err(PostError::Clear);
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            // The library's own words may quote the address, and with it a password.
            .map_err(|_| PostError::Server { why: "it is not of that form".to_owned() })?;
        let transport = builder.timeout(Some(PATIENCE)).build();
        Ok(Self { transport, from: mailbox(from)? })
    }

    /// Hands a letter to the server.
    ///
    /// # Errors
    /// [`PostError::NotNow`] if it may go later; else what is wrong with it.
    pub async fn send(&self, letter: &Letter) -> Result<(), PostError> {
        let message = letter.message(&self.from)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(e) if e.is_permanent() => Err(PostError::Refused { why: e.to_string() }),
            Err(e) => Err(PostError::NotNow { why: e.to_string() }),
        }
    }
}

/// Plain SMTP to another machine.
fn in_the_clear(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("smtp://") else { return false };
    if rest.contains("tls=required") {
        return false;
    }
    let place = rest.rsplit('@').next().unwrap_or_default();
    let place = place.split(['/', '?']).next().unwrap_or_default();
    let host = match place.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    };
    host != "localhost" && !host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_cross_the_network_encrypted_only() {
        for clear in
            ["smtp://mail.example.nhs.uk", "smtp://a:b@10.0.0.1:25", "smtp://x@127.0.0.1@evil.example"]
        {
            assert!(in_the_clear(clear), "{clear}");
        }
        for fine in [
            "smtps://a:b@mail.example.nhs.uk",
            "smtp://mail.example.nhs.uk?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:25",
            "smtp://localhost",
        ] {
            assert!(!in_the_clear(fine), "{fine}");
        }
    }

    #[test]
    fn a_wrong_address_is_named_without_its_password() {
        let e = Postman::new("imap://name:secret@host", "a@example.org").unwrap_err();
        assert!(!e.to_string().contains("secret") && e.to_string().contains("smtps://"), "{e}");
        let e = Postman::new("smtp://127.0.0.1", "nobody").unwrap_err();
        assert!(e.to_string().starts_with("'nobody' is not an e-mail address"), "{e}");
    }
}
