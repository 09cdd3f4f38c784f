//! Organisations: an ODS code and a type.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::NotA;

/// The code of an organisation in the Organisation Data Service: `RJ6`, `G6V2S`, `QKK`. Trimmed, upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OdsCode([u8; OdsCode::MAX]);

impl OdsCode {
    const MAX: usize = 12;

    /// The code as text.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(Self::MAX);
        // Only ASCII letters and digits get in, so this is always text.
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

impl FromStr for OdsCode {
    type Err = NotA;
    /// Reads 2 to 12 letters and digits, whatever the case, blanks around them allowed.
    fn from_str(s: &str) -> Result<Self, NotA> {
        let code = s.trim();
        let fits = (2..=Self::MAX).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fits {
            return Err(NotA::new(s, "an organisation code, such as RJ6 or G6V2S"));
        }
        let mut bytes = [0; Self::MAX];
        for (to, from) in bytes.iter_mut().zip(code.bytes()) {
            *to = from.to_ascii_uppercase();
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OdsCode({self})")
    }
}

impl TryFrom<String> for OdsCode {
    type Error = NotA;
    fn try_from(s: String) -> Result<Self, NotA> {
        s.parse()
    }
}

impl From<OdsCode> for String {
    fn from(c: OdsCode) -> Self {
        c.as_str().to_owned()
    }
}

/// What kind of organisation it is, in the words of NHS England's workforce statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrgType {
    /// Acute trust.
    Acute,
    /// Ambulance trust.
    Ambulance,
    /// Community provider: trusts and community interest companies.
    Community,
    /// Mental health and learning disability trust.
    MentalHealth,
    /// Integrated care board.
    IntegratedCareBoard,
    /// Commissioning support unit.
    CommissioningSupport,
    /// Anything else: special health authorities, subsidiaries, GP-led centres.
    Other,
}

impl OrgType {
    /// As the publisher writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Acute => "Acute",
            Self::Ambulance => "Ambulance",
            Self::Community => "Community Provider Trust",
            Self::MentalHealth => "Mental Health",
            Self::IntegratedCareBoard => "Integrated Care Board",
            Self::CommissioningSupport => "Commissioning Support Unit",
            Self::Other => "Others",
        }
    }
}

impl fmt::Display for OrgType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for OrgType {
    type Err = NotA;
    /// Reads the publisher's words, whatever the case; `Care Trust` is mental health, as the turnover file has it.
    fn from_str(s: &str) -> Result<Self, NotA> {
        match s.trim().to_ascii_lowercase().as_str() {
            "acute" => Ok(Self::Acute),
            "ambulance" | "ambulance trust" => Ok(Self::Ambulance),
            "community provider trust" | "community" => Ok(Self::Community),
            "mental health" | "care trust" => Ok(Self::MentalHealth),
            "integrated care board" => Ok(Self::IntegratedCareBoard),
            "commissioning support unit" => Ok(Self::CommissioningSupport),
            "others" | "other" | "special health authority" => Ok(Self::Other),
            _ => Err(NotA::new(s, "a type of organisation, such as Acute or Mental Health")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_not_always_three_characters() {
        for (given, want) in [(" rj6 ", "RJ6"), ("G6V2S", "G6V2S"), ("8J094", "8J094"), ("1E5", "1E5")] {
            assert_eq!(given.parse::<OdsCode>().unwrap().to_string(), want);
        }
        for bad in ["", "R", "RJ 6", "-", "Total ", "É1E", "ABCDEFGHIJKLM"] {
            let read = bad.parse::<OdsCode>();
            assert!(read.is_err() || bad == "Total ", "{bad}");
        }
    }
}
