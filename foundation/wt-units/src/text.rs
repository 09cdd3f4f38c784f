//! Short names that must not be mixed up: a metric, a staff group, a unit of an employer.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::NotA;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl FromStr for $name {
            type Err = NotA;
            fn from_str(s: &str) -> Result<Self, NotA> {
                let t = s.trim();
                let check: fn(&str) -> bool = $check;
                if check(t) { Ok(Self(Arc::from(t))) } else { Err(NotA::new(s, $expected)) }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(&self.0) }
        }
        impl TryFrom<String> for $name {
            type Error = NotA;
            fn try_from(s: String) -> Result<Self, NotA> { s.parse() }
        }
        impl From<$name> for String {
            fn from(n: $name) -> Self { n.0.as_ref().to_owned() }
        }
    };
}

fn short(s: &str) -> bool {
    !s.is_empty() && s.chars().count() <= 120 && !s.chars().any(char::is_control)
}

name!(
    /// The slug of a metric, as in addresses and files: `sickness-absence`.
    MetricId,
    "the name of a metric in lower case with hyphens, such as sickness-absence",
    |s| short(s) && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);
name!(
    /// A staff group in the words of its source: `Nurses & health visitors`.
    StaffGroup,
    "a staff group of at most 120 characters, such as Nurses & health visitors",
    short
);
name!(
    /// A directorate, ward or team of one employer, in its own words.
    UnitName,
    "a directorate, ward or team of at most 120 characters",
    short
);
