//! HTML as a browser takes it, so that two spellings of one element compare equal.
//!
//! The fixtures of the NHS design system are printed by another template language, with other white space and another
//! order of attributes than ours. Here a fragment becomes a list of tokens in which those differences are gone:
//! attributes in order of name, classes in order of letters, character references decoded, comments dropped,
//! white space kept (as one space) only where it would be seen, which is between words and elements of text.
//! Used by tests only; it reads well-formed fragments and is no parser of the web at large.

use std::fmt;

/// Elements that stand inside a line, so that a space beside them is seen.
const INLINE: [&str; 12] =
    ["a", "abbr", "b", "button", "code", "em", "i", "label", "mark", "span", "strong", "time"];

/// Elements that never have an end tag.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// One piece of a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A start tag with its attributes in order of name.
    Open { tag: String, attributes: Vec<(String, String)> },
    /// An end tag.
    Close(String),
    /// Words between tags.
    Text(String),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { tag, attributes } => {
                write!(f, "<{tag}")?;
                for (name, value) in attributes {
                    write!(f, " {name}={value:?}")?;
                }
                f.write_str(">")
            }
            Self::Close(tag) => write!(f, "</{tag}>"),
            Self::Text(text) => write!(f, "{text:?}"),
        }
    }
}

/// The tokens of a fragment.
pub(crate) fn normal(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&rest[..at], &mut tokens);
        rest = if let Some(comment) = rest[at..].strip_prefix("<!--") {
            comment.split_once("-->").map_or("", |(_, after)| after)
        } else {
            tag(&rest[at + 1..], &mut tokens)
        };
    }
    text(rest, &mut tokens);
    without_unseen_space(&tokens)
}

/// The first place where two fragments differ, with what stands before it, for a message; `None` where they agree.
pub(crate) fn difference(ours: &str, theirs: &str) -> Option<String> {
    let (ours, theirs) = (normal(ours), normal(theirs));
    let same = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    if same == ours.len() && same == theirs.len() {
        return None;
    }
    let say = |tokens: &[Token]| {
        let from = same.saturating_sub(2).min(tokens.len());
        let to = (same + 3).min(tokens.len());
        tokens[from..to].iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    Some(format!("  ours    {}\n  package {}", say(&ours), say(&theirs)))
}

/// Adds words, with each run of white space as one space and references decoded.
fn text(raw: &str, tokens: &mut Vec<Token>) {
    let mut out = String::new();
    for c in raw.chars() {
        // A non-breaking space is a character of its own and stays.
        if !matches!(c, ' ' | '\n' | '\t' | '\r') {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.is_empty() {
        return;
    }
    // Words on both sides of a comment are one text.
    match tokens.last_mut() {
        Some(Token::Text(before)) => before.push_str(&decode(&out)),
        _ => tokens.push(Token::Text(decode(&out))),
    }
}

/// Adds the tag that starts `after` its "<"; what follows the tag.
fn tag<'a>(after: &'a str, tokens: &mut Vec<Token>) -> &'a str {
    if let Some(end) = after.strip_prefix('/') {
        let (name, rest) = end.split_once('>').unwrap_or((end, ""));
        tokens.push(Token::Close(name.trim().to_ascii_lowercase()));
        return rest;
    }
    let cut = after.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(after.len());
    let name = after[..cut].to_ascii_lowercase();
    let mut rest = after[cut..].trim_start();
    let mut attributes = Vec::new();
    let mut shut = false;
    while !rest.is_empty() {
        if let Some(r) = rest.strip_prefix('>') {
            rest = r;
            break;
        }
        if let Some(r) = rest.strip_prefix('/') {
            shut = true;
            rest = r.trim_start();
            continue;
        }
        let (attribute, r) = attribute(rest);
        attributes.push(attribute);
        rest = r.trim_start();
    }
    attributes.sort();
    // In SVG `<path/>` is a whole element; as HTML `<input/>` is just `<input>`.
    let shut = shut && !VOID.contains(&name.as_str());
    tokens.push(Token::Open { tag: name.clone(), attributes });
    if shut {
        tokens.push(Token::Close(name));
    }
    rest
}

/// The attribute at the start of `s`, and what follows it. `disabled` and `disabled=""` say the same.
fn attribute(s: &str) -> ((String, String), &str) {
    let cut = s.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')).unwrap_or(s.len());
    let name = s[..cut].to_owned();
    let Some(value) = s[cut..].strip_prefix('=') else { return ((name, String::new()), &s[cut..]) };
    let (raw, rest) = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
        _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
    };
    let mut value = decode(raw);
    if name == "class" {
        let mut classes: Vec<&str> = value.split_whitespace().collect();
        classes.sort_unstable();
        value = classes.join(" ");
    }
    ((name, value), rest)
}

/// Takes away the spaces nobody sees: at the edges of elements, and beside those that start a line of their own.
fn without_unseen_space(tokens: &[Token]) -> Vec<Token> {
    let inline = |token: Option<&Token>, opening: bool| match token {
        Some(Token::Open { tag, .. }) => opening && INLINE.contains(&tag.as_str()),
        Some(Token::Close(tag)) => !opening && INLINE.contains(&tag.as_str()),
        _ => false,
    };
    let mut out = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        let Token::Text(text) = token else {
            out.push(token.clone());
            continue;
        };
        let before = i.checked_sub(1).and_then(|b| tokens.get(b));
        let mut seen = text.as_str();
        if !inline(before, false) {
            seen = seen.trim_start_matches(' ');
        }
        if !inline(tokens.get(i + 1), true) {
            seen = seen.trim_end_matches(' ');
        }
        if !seen.is_empty() {
            out.push(Token::Text(seen.to_owned()));
        }
    }
    out
}

/// Decodes the character references that occur: named ones of mark-up, decimal and hexadecimal ones.
fn decode(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut rest = s;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        match after.split_once(';').and_then(|(name, r)| Some((reference(name)?, r))) {
            Some((c, r)) => {
                out.push(c);
                rest = r;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "ctdot" => Some('⋯'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_count() {
        for (a, b) in [
            ("<p class=\"b a\" id=x>\n  Hi  there\n</p>", "<p id='x' class='a b'>Hi there</p>"),
            ("<input disabled=\"\" />", "<input disabled>"),
            ("<p>St Ann&#39;s &amp; Co</p>", "<p>St Ann's &#x26; Co</p>"),
            ("<div><!-- why --> <p>a</p>\n</div>", "<div><p>a</p></div>"),
            ("<path d=\"M0 0\" />", "<path d=\"M0 0\"></path>"),
        ] {
            assert_eq!(difference(a, b), None, "{a} and {b}");
        }
    }

    #[test]
    fn what_a_reader_or_a_browser_would_notice_counts() {
        for (a, b) in [
            ("<p>a <b>b</b></p>", "<p>a<b>b</b></p>"),
            ("<p class=\"a\">x</p>", "<p>x</p>"),
            ("<p>&lt;b&gt;</p>", "<p><b></p>"),
            ("<p>x</p><p>y</p>", "<p>x</p>"),
            ("<p>a&nbsp;b</p>", "<p>a b</p>"),
            ("<a href=\"/x?a=1&amp;b=2\">x</a>", "<a href=\"/x?a=1\">x</a>"),
        ] {
            assert!(difference(a, b).is_some(), "{a} and {b}");
        }
    }
}
