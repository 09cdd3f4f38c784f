//! Published payments ("spend over £25,000"): files of any trust, whatever its headings, order of columns and dates.
//!
//! [`Headings`] come from a data file, so a new dialect is a new line there; a file is known by what its columns are
//! called, never by its name. [`read`] takes every sheet that has the columns. Each row below the headings is a
//! [`Payment`], or it is refused with a reason, or it is left out because it is no payment (a total, headings again, a
//! note): rows = payments + refused rows. Money is whole pence.
//!
//! ```
//! use wt_extract::payments::{Headings, read};
//! use wt_extract::table::{Limits, Source};
//!
//! let headings = Headings::parse("[[column]]\nid = 'supplier'\nrequired = true\nheadings = ['Supplier']\n\
//!     [[column]]\nid = 'amount'\nrequired = true\nheadings = ['Amount']\n").unwrap();
//! let bytes = "Supplier,Amount\nA Ltd,\"£1,234.50\"\nB Ltd,(10)\nC Ltd,ten\n".as_bytes();
//! let mut source = Source::open("paid.csv", bytes, &Limits::default()).unwrap();
//! let file = read(&mut source, &headings).unwrap();
//! assert_eq!((file.rows(), file.payments.len(), file.refused_rows), (3, 2, 1));
//! assert_eq!(file.total().get(), 123_450 - 1_000);
//! assert_eq!(file.refusals[0].at.row, Some(4));
//! ```

mod amount;
mod days;
mod headings;
mod reader;
mod row;

pub use headings::{Column, Headings};
pub use reader::read;
pub use row::{LeftOut, Payment, PaymentFile};
