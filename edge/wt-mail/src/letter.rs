//! What is sent: plain text to one person, with files if need be.

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};

use crate::PostError;

/// A letter to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// E-mail address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Files that go with it.
    pub enclosed: Vec<Enclosed>,
}

/// A file that goes with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// Name of the file, such as `signatures.ics`.
    pub name: String,
    /// Its media type, such as `text/calendar`.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Whether this can be written to.
///
/// ```
/// assert!(wt_mail::is_address("director@example.nhs.uk"));
/// assert!(!wt_mail::is_address("director at example"));
/// ```
pub fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

pub(crate) fn mailbox(text: &str) -> Result<Mailbox, PostError> {
    text.parse().map_err(|_| PostError::Address { what: text.to_owned() })
}

impl Letter {
    /// As it goes over the wire.
    pub(crate) fn message(&self, from: &Mailbox) -> Result<Message, PostError> {
        let wrong = |e: &dyn std::fmt::Display| PostError::Letter { why: e.to_string() };
        // A subject is one line, whatever was typed.
        let subject = self.subject.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = Message::builder().from(from.clone()).to(mailbox(&self.to)?).subject(subject);
        if self.enclosed.is_empty() {
            return message.header(ContentType::TEXT_PLAIN).body(self.text.clone()).map_err(|e| wrong(&e));
        }
        let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(self.text.clone()));
        for file in &self.enclosed {
            let media: ContentType = file.media_type.parse().map_err(|e| wrong(&e))?;
            parts = parts.singlepart(Attachment::new(file.name.clone()).body(file.bytes.clone(), media));
        }
        message.multipart(parts).map_err(|e| wrong(&e))
    }
}
