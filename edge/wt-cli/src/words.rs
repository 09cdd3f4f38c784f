//! Words for a person go to standard error, so that figures can be piped.

use std::io::{ErrorKind, Write};

/// Says a line to the person.
pub(crate) fn say(words: &str) {
    // Somebody who closed standard error does not want to hear; there is nobody left to tell.
    let _ = writeln!(std::io::stderr().lock(), "{words}");
}

/// Prints figures. A closed pipe (`| head`) is a reader who has had enough, not a fault.
pub(crate) fn print(text: &str) -> Result<(), std::io::Error> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
