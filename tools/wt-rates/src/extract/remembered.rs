//! A mapping of headings as a small file that lies beside the bookings: mapped once, remembered.

use std::fmt::Write;

use wt_extract::Fault;

use super::layout::Mapping;

/// Reads a mapping: lines of `ours = "theirs"`, in TOML.
///
/// ```
/// use wt_rates::extract::{remember, remembered};
/// let mapping = remembered("trust.toml", "employer = 'Trust code'").unwrap();
/// assert_eq!(mapping["employer"], "Trust code");
/// assert_eq!(remembered("trust.toml", &remember(&mapping)).unwrap(), mapping);
/// ```
///
/// # Errors
/// A [`Fault`] for anything else. Whether there are such columns is for [`super::Layout::find`] to say.
pub fn remembered(name: &str, text: &str) -> Result<Mapping, Fault> {
    toml::from_str(text).map_err(|why| {
        let line = why.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
        Fault::new(
            name,
            format!("The mapping can't be read at line {line}: {}.", why.message()),
            "Write one line for each column, such as: worker_pay = \"Gross\".",
        )
    })
}

/// A mapping as its file.
#[must_use]
pub fn remember(mapping: &Mapping) -> String {
    let mut text = "# Headings of this source: our column = \"its heading\".\n".to_owned();
    for (ours, theirs) in mapping {
        let quoted = toml::Value::String(theirs.clone());
        // Writing to a String can't fail.
        let _ = writeln!(text, "{ours} = {quoted}");
    }
    text
}
