//! Letters out by SMTP, and nothing else: what they say, and to whom, is decided elsewhere.
//!
//! ```no_run
//! # async fn post() -> Result<(), wt_mail::PostError> {
//! let postman = wt_mail::Postman::new("smtps://wholetime:secret@mail.example.nhs.uk", "Wholetime <wholetime@example.nhs.uk>")?;
//! postman.send(&wt_mail::Letter {
//!     to: "director@example.nhs.uk".to_owned(),
//!     subject: "One employer pays above the card".to_owned(),
//!     text: "What was seen, and where to look.\n".to_owned(),
//!     enclosed: Vec::new(),
//! }).await
//! # }
//! ```

mod error;
mod letter;
mod postman;

pub use error::PostError;
pub use letter::{Enclosed, Letter, is_address};
pub use postman::Postman;
