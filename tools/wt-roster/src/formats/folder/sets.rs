//! How duties are named in a cell: `N`, `N/Nurse`, `any` duty, `off`, several with `|` between.

use super::super::text::{ReadError, number};
use super::cells::Row;
use crate::model::{Duty, OFF, Symbol, Weight};

/// Letters that separate, and so can't stand in the name of a shift or skill.
pub(super) const RESERVED: [char; 4] = ['|', '/', '=', '>'];
/// Words that mean something, and so can't name a shift.
pub(super) const WORDS: [&str; 3] = ["any", "off", "none"];

/// What the duties of a problem are called.
pub(super) struct Names<'a> {
    duties: &'a [Duty],
}

impl<'a> Names<'a> {
    pub(super) fn new(duties: &'a [Duty]) -> Self {
        Self { duties }
    }

    pub(super) fn symbols(&self) -> usize {
        self.duties.len() + 1
    }

    /// What one word names, in the order of symbols.
    fn word(&self, row: &Row<'_>, word: &str) -> Result<Vec<Symbol>, ReadError> {
        let word = word.trim();
        if word == "off" {
            return Ok(vec![OFF]);
        }
        let (shift, skill) = word.split_once('/').map_or((word, None), |(shift, skill)| (shift, Some(skill)));
        let like = |duty: &Duty| {
            word == "any" || (duty.shift == shift && skill.is_none_or(|s| duty.skill.as_deref() == Some(s)))
        };
        let named = (1..=Symbol::MAX).zip(self.duties).filter(|(_, duty)| like(duty));
        let named: Vec<Symbol> = named.map(|(symbol, _)| symbol).collect();
        if named.is_empty() {
            return Err(row.refuse(word, "a shift (or shift/skill) of shifts.csv, any or off"));
        }
        Ok(named)
    }

    /// A set by symbol. Empty, or `none`: nothing.
    pub(super) fn set(&self, row: &Row<'_>, text: &str) -> Result<Vec<bool>, ReadError> {
        let mut set = vec![false; self.symbols()];
        if text.trim() == "none" {
            return Ok(set);
        }
        for word in words(text) {
            self.word(row, word)?.into_iter().for_each(|symbol| set[usize::from(symbol)] = true);
        }
        Ok(set)
    }

    /// The members of a set that may not be empty.
    pub(super) fn members(&self, row: &Row<'_>, heading: &str) -> Result<Vec<Symbol>, ReadError> {
        let text = row.text(heading, "a shift (or shift/skill) of shifts.csv, any or off")?;
        let set = self.set(row, text)?;
        Ok((0..=Symbol::MAX).zip(set).filter(|(_, inside)| *inside).map(|(symbol, _)| symbol).collect())
    }

    /// `D=480|N=600`, what isn't named being 0.
    pub(super) fn units(&self, row: &Row<'_>, text: &str) -> Result<Vec<u32>, ReadError> {
        let mut units = vec![0; self.symbols()];
        for word in words(text) {
            let expected = "a duty and a whole number up to 1000000, such as D=480";
            let (name, value) = word.split_once('=').ok_or_else(|| row.refuse(word, expected))?;
            let value = number(value.trim()).ok_or_else(|| row.refuse(word, expected))?;
            self.word(row, name)?.into_iter().for_each(|symbol| units[usize::from(symbol)] = value);
        }
        Ok(units)
    }

    /// `off=3|N=2`: how often each, one after the other; altogether at most `most`.
    pub(super) fn stretch(&self, row: &Row<'_>, text: &str, most: u32) -> Result<Vec<Symbol>, ReadError> {
        let mut days = Vec::new();
        for word in words(text) {
            let (name, count) = word.split_once('=').unwrap_or((word, "1"));
            let [symbol] = self.word(row, name)?[..] else {
                return Err(row.refuse(name, "one duty: the shift with its skill, as in N/Nurse"));
            };
            let count = number(count.trim()).filter(|count| days.len() + *count as usize <= most as usize);
            let expected = format!("a number of days, {most} altogether at most");
            let count = count.ok_or_else(|| row.refuse(word, &expected))?;
            days.extend(std::iter::repeat_n(symbol, count as usize));
        }
        Ok(days)
    }

    /// `N>D=hard|N>E=5`.
    pub(super) fn pairs(
        &self,
        row: &Row<'_>,
        text: &str,
    ) -> Result<Vec<(Symbol, Symbol, Weight)>, ReadError> {
        let mut pairs = Vec::new();
        for word in words(text) {
            let refuse =
                || row.refuse(word, "a duty, the next day's and a weight, such as N>D=hard or N>E=5");
            let (names, weight) = word.rsplit_once('=').ok_or_else(refuse)?;
            let (earlier, later) = names.split_once('>').ok_or_else(refuse)?;
            let weight = super::cells::weight(weight.trim()).ok_or_else(refuse)?;
            let later = self.word(row, later)?;
            for earlier in self.word(row, earlier)? {
                pairs.extend(later.iter().map(|later| (earlier, *later, weight)));
            }
        }
        Ok(pairs)
    }

    /// One symbol as it is written.
    pub(super) fn name(&self, symbol: Symbol) -> String {
        let duty = usize::from(symbol).checked_sub(1).and_then(|at| self.duties.get(at));
        match duty {
            None => "off".to_owned(),
            Some(Duty { shift, skill: Some(skill), .. }) => format!("{shift}/{skill}"),
            Some(duty) => duty.shift.clone(),
        }
    }

    /// Groups of symbols that one word names: the day off, each shift with all its skills.
    pub(super) fn groups(&self) -> Vec<(String, Vec<Symbol>)> {
        let mut groups = vec![("off".to_owned(), vec![OFF])];
        for (symbol, duty) in (1..=Symbol::MAX).zip(self.duties) {
            match groups.iter_mut().skip(1).find(|(name, _)| *name == duty.shift) {
                Some((_, group)) => group.push(symbol),
                None => groups.push((duty.shift.clone(), vec![symbol])),
            }
        }
        groups
    }

    /// A set as it is written.
    pub(super) fn written(&self, inside: impl Fn(Symbol) -> bool) -> String {
        let off = inside(OFF).then(|| "off".to_owned());
        let mut duties = (1..=Symbol::MAX).zip(self.duties).map(|(symbol, _)| symbol);
        if duties.all(&inside) {
            return off.into_iter().chain(["any".to_owned()]).collect::<Vec<_>>().join("|");
        }
        let words = self.valued(|symbol| Some(inside(symbol)).filter(|inside| *inside));
        words.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join("|")
    }

    /// Each symbol with its value, a shift in one word where all its skills have the same.
    pub(super) fn valued<T: PartialEq + Copy>(&self, of: impl Fn(Symbol) -> Option<T>) -> Vec<(String, T)> {
        let mut out = Vec::new();
        for (name, group) in self.groups() {
            let first = of(group[0]);
            if group.iter().all(|symbol| of(*symbol) == first) {
                out.extend(first.map(|value| (name, value)));
            } else {
                out.extend(group.iter().filter_map(|symbol| Some((self.name(*symbol), of(*symbol)?))));
            }
        }
        out
    }
}

/// The words of a cell.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|word| !word.is_empty())
}
