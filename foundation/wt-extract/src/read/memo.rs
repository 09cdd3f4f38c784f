//! Remembers what a text was read as: a file of a million rows names few organisations, months and groups.

use std::collections::HashMap;
use std::hash::Hash;

use crate::columns::Problem;
use crate::table::Value;

/// Texts remembered; a column with more different ones gains nothing from being remembered.
const MOST: usize = 100_000;

/// Values by the text they were read from, each with a small number that is the same for equal values.
pub(crate) struct Memo<T> {
    last: String,
    last_known: Option<(T, u32)>,
    by_text: HashMap<String, (T, u32)>,
    numbers: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Memo<T> {
    pub(crate) fn new() -> Self {
        Self { last: String::new(), last_known: None, by_text: HashMap::new(), numbers: HashMap::new() }
    }

    /// The value that `read` makes of `value`, and its number.
    pub(crate) fn get(
        &mut self,
        value: &Value<'_>,
        read: impl FnOnce(&Value<'_>) -> Result<Option<T>, Problem>,
    ) -> Result<Option<(T, u32)>, Problem> {
        let Value::Text(text) = value else {
            return Ok(read(value)?.map(|fresh| self.number(fresh)));
        };
        if self.last_known.is_some() && self.last == **text {
            return Ok(self.last_known.clone());
        }
        let known = match self.by_text.get(text.as_ref()) {
            Some(known) => known.clone(),
            None => {
                let Some(fresh) = read(value)? else { return Ok(None) };
                let known = self.number(fresh);
                if self.by_text.len() < MOST {
                    self.by_text.insert(text.clone().into_owned(), known.clone());
                }
                known
            }
        };
        self.last.clear();
        self.last.push_str(text);
        self.last_known = Some(known.clone());
        Ok(Some(known))
    }

    fn number(&mut self, value: T) -> (T, u32) {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(value.clone()).or_insert(next);
        (value, number)
    }
}
