//! Pounds as a ledger's file writes them: in full, exact to the penny.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wt_units::{Pence, Quantity};

/// A sum of pounds in full: "120000" or "120000.50". Thousands, millions, signs and separators are refused, so that no figure
/// is read a thousand times too large or too small.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sum(pub Pence);

impl FromStr for Sum {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = || {
            format!(
                "found '{text}', expected pounds in full, such as 120000.50: no thousands, millions, signs or separators"
            )
        };
        let amount: Quantity = text.parse().map_err(|_| refuse())?;
        if amount.millionths() % 10_000 != 0 {
            return Err(refuse());
        }
        Ok(Self(Pence::new(amount.millionths() / 10_000)))
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = self.0.plain();
        to.serialize_str(text.strip_suffix(".00").unwrap_or(&text))
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Reads and writes a quantity as text, since a number of JSON is not exact.
pub(super) mod exact {
    use super::{Deserialize, Deserializer, Quantity, Serializer};

    pub(crate) fn serialize<S: Serializer>(quantity: &Quantity, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(quantity)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Quantity, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;
    use wt_units::Pence;

    #[test]
    fn thousands_are_not_guessed() {
        assert_eq!("120000.5".parse::<Sum>().unwrap().0, Pence::new(12_000_050));
        for bad in ["120k", "£120000", "120,000", "1.2m", "0.001", "£'000", ""] {
            let why = bad.parse::<Sum>().unwrap_err();
            assert!(why.contains("expected pounds in full"), "{why}");
        }
        let written = serde_json::to_string(&Sum(Pence::new(-5))).unwrap();
        assert_eq!(
            (written.as_str(), serde_json::from_str(&written).ok()),
            ("\"-0.05\"", Some(Sum(Pence::new(-5))))
        );
    }
}
