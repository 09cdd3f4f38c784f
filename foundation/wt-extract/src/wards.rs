//! Published safe-staffing files: planned and worked hours of each ward in a month, and its patients at midnight.
//!
//! Such a file holds many rows that are no wards, names that change, the same row twice, and counts of patients from which
//! some nights are missing. [`read`] hands over each ward once a month and says what it did; a row whose published care hours
//! per patient day are not those of its hours and patients is refused.
//!
//! ```
//! use wt_extract::table::{Limits, Source};
//! use wt_extract::wards::{Census, read};
//!
//! let text = "Ward,Month,Day Reg Planned Hrs,Day Reg Actual Hrs,Day Unreg Planned Hrs,Day Unreg Actual Hrs,\
//!     Night Reg Planned Hrs,Night Reg Actual Hrs,Night Unreg Planned Hrs,Night Unreg Actual Hrs,\
//!     Patient Count At Midnight,Missing Census Count\n\
//!     Ward 7,01/04/2026,\"1,500\",\"1,400\",900,800,1000,900,500,500,600,0\n";
//! let mut source = Source::open("wards.csv", text.as_bytes(), &Limits::default()).unwrap();
//! let file = read(&mut source, None, jiff::civil::date(2026, 11, 23)).unwrap();
//! let ward = &file.wards[0];
//! assert_eq!(ward.worked().to_string(), "3600");
//! assert_eq!((ward.census, ward.chppd().unwrap().to_string()), (Census::Complete, "6".to_owned()));
//! ```

mod chppd;
pub(crate) mod columns;
mod month;
mod reader;
mod settle;

pub use chppd::{LARGEST, care_hours};
pub use month::{Census, Part, Planned, WardMonth};
pub use reader::{WardFile, read};

pub(crate) use reader::Held;
