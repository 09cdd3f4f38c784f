//! A mapping in one line, for `--map` and for people to read.

use std::fmt;

use crate::kinds::KindId;

use super::{From, Mapping};

impl Mapping {
    /// Reads `organisation=Trust Code,metric='sickness-absence',numerator=heads(Staff Number)`.
    ///
    /// # Errors
    /// A sentence that says which part could not be read.
    pub fn parse(kind: KindId, text: &str) -> Result<Self, String> {
        let mut columns: Vec<(String, From)> = Vec::new();
        for part in split(text) {
            let Some((name, value)) = part.split_once('=') else {
                return Err(format!("'{}' has no '='. Write it as organisation=Trust Code.", part.trim()));
            };
            let name = name.trim().to_lowercase();
            if columns.iter().any(|(known, _)| *known == name) {
                return Err(format!("The mapping names '{name}' twice."));
            }
            let from =
                from(value.trim()).ok_or_else(|| format!("'{name}=' says nothing. Write {name}=HEADING."))?;
            columns.push((name, from));
        }
        if columns.is_empty() {
            return Err("The mapping is empty. Write it as organisation=Trust Code,period=Month.".to_owned());
        }
        Ok(Self { kind, columns })
    }
}

/// Cuts at commas outside quotation marks.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut quote) = (Vec::new(), 0, None);
    let mut before = '=';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            // An apostrophe inside a heading opens nothing.
            (None, '"' | '\'') if before == '=' => quote = Some(c),
            (None, ',') => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    parts.push(&text[from..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn from(value: &str) -> Option<From> {
    let inside = |open: &str, close: &str| value.strip_prefix(open).and_then(|v| v.strip_suffix(close));
    let from = match () {
        () if value.is_empty() => return None,
        () if value.eq_ignore_ascii_case("rows()") => From::Rows,
        () if inside("'", "'").is_some() => From::Constant(inside("'", "'")?.to_owned()),
        () if inside("\"", "\"").is_some() => From::Heading(inside("\"", "\"")?.to_owned()),
        () if inside("heads(", ")").is_some() => From::Heads(inside("heads(", ")")?.trim().to_owned()),
        () => From::Heading(value.to_owned()),
    };
    Some(from)
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (name, from)) in self.columns.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            match from {
                From::Heading(heading) if heading.contains([',', '\'', '(']) => {
                    write!(f, "{comma}{name}=\"{heading}\"")?;
                }
                From::Heading(heading) => write!(f, "{comma}{name}={heading}")?,
                From::Constant(value) => write!(f, "{comma}{name}='{value}'")?,
                From::Heads(heading) => write!(f, "{comma}{name}=heads({heading})")?,
                From::Rows => write!(f, "{comma}{name}=rows()")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_reads_and_prints() {
        let text = "organisation=Trust Code,period=\"Month, ending\",metric='sickness-absence',numerator=heads(Staff No),denominator=rows()";
        let mapping = Mapping::parse(KindId::Template, text).unwrap();
        assert_eq!(mapping.to_string(), text);
        assert_eq!(mapping.columns[1].1, From::Heading("Month, ending".into()));
        assert_eq!(mapping.columns[2].1, From::Constant("sickness-absence".into()));
        assert_eq!(mapping.columns[3].1, From::Heads("Staff No".into()));
    }

    #[test]
    fn a_mapping_that_says_nothing_is_refused() {
        for bad in ["", "organisation", "organisation=", "unit=A,unit=B"] {
            assert!(Mapping::parse(KindId::Template, bad).is_err(), "{bad}");
        }
    }
}
