//! The little XML that solution files need: elements one within another, an attribute, text. No other parser would say the line.

use super::text::ReadError;

/// An element: where it stands and what is in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    /// Line of its opening tag, from 1.
    pub(super) line: usize,
    /// What stands in its opening tag after its name.
    attributes: &'a str,
    /// What stands between its tags.
    inner: &'a str,
}

/// A whole text as one element, to look for elements in.
pub(super) fn document(text: &str) -> Element<'_> {
    Element { line: 1, attributes: "", inner: text }
}

impl<'a> Element<'a> {
    /// The elements of a name within this one, in their order.
    ///
    /// # Errors
    /// For an opening tag that never closes.
    pub(super) fn all(&self, name: &str) -> Result<Vec<Element<'a>>, ReadError> {
        let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
        let (mut found, mut rest, mut line) = (Vec::new(), self.inner, self.line);
        while let Some(at) = rest.find(&opening) {
            line += count(&rest[..at]);
            let tag = &rest[at + opening.len()..];
            // <Day is not <DayOff.
            if !tag.starts_with(['>', '/', ' ', '\t', '\r', '\n']) {
                rest = tag;
                continue;
            }
            let unclosed = || ReadError::new(line, &opening, &format!("{closing} after it"));
            let end = tag.find('>').ok_or_else(unclosed)?;
            let (attributes, after) = (&tag[..end], &tag[end + 1..]);
            if let Some(attributes) = attributes.strip_suffix('/') {
                found.push(Element { line, attributes, inner: "" });
                line += count(&tag[..end]);
                rest = after;
                continue;
            }
            let close = after.find(&closing).ok_or_else(unclosed)?;
            let inner = &after[..close];
            found.push(Element { line: line + count(attributes), attributes, inner });
            line += count(attributes) + count(inner);
            rest = &after[close + closing.len()..];
        }
        Ok(found)
    }

    /// The text of the one element of that name within this one.
    pub(super) fn text(&self, name: &str) -> Result<&'a str, ReadError> {
        match self.all(name)?[..] {
            [one] if !one.inner.trim().is_empty() => Ok(one.inner.trim()),
            _ => Err(self.refuse("", &format!("one <{name}> with a text"))),
        }
    }

    /// An attribute.
    pub(super) fn attribute(&self, name: &str) -> Result<&'a str, ReadError> {
        let missing = || self.refuse(self.attributes.trim(), &format!("the attribute {name}"));
        let at = self.attributes.find(&format!("{name}=\"")).ok_or_else(missing)?;
        let value = &self.attributes[at + name.len() + 2..];
        value.split('"').next().filter(|_| value.contains('"')).ok_or_else(missing)
    }

    pub(super) fn refuse(&self, found: &str, expected: &str) -> ReadError {
        ReadError::new(self.line, found, expected)
    }
}

fn count(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// A text as it may stand in an element or attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The text that was meant.
pub(super) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}
