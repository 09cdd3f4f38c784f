//! A user's own, newer figures laid over those that ship.

use jiff::ToSpan;

use crate::FactSet;
use crate::fact::{Fact, Stretch};
use crate::file::FactError;

/// What loaded figures did, by their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlaid {
    /// Facts that stood already and have other values now on the loaded days.
    pub changed: Vec<String>,
    /// Facts that nobody held before.
    pub added: Vec<String>,
}

impl FactSet {
    /// Lays fact files given as (path, text) over this set: on the days that a loaded fact holds, its value counts; on all
    /// others what stood before. So a newer pay table needs its own year only.
    ///
    /// ```
    /// use wt_facts::FactSet;
    /// use jiff::civil::date;
    /// let file = |from: &str, value: &str| format!(
    ///     "[source.s]\ntitle = 'A table'\n[[fact]]\nid = 'hour'\ntitle = 'An hour'\nunit = 'GBP'\n\
    ///      values = [{{ from = '{from}', value = '{value}', status = 'verified', source = 's' }}]");
    /// let mut set = FactSet::parse(&[("shipped.toml", file("2025-04-01", "10"))]).unwrap();
    /// let done = set.overlay(&[("ours.toml", file("2026-04-01", "11"))]).unwrap();
    /// assert_eq!(done.changed, ["hour"]);
    /// let on = |year| set.at("hour", date(year, 5, 1)).unwrap().value.to_string();
    /// assert_eq!((on(2025).as_str(), on(2026).as_str()), ("10", "11"));
    /// ```
    ///
    /// # Errors
    /// Everything wrong with the files, as in [`FactSet::parse`]; a unit other than the one that stands; prices and code lists,
    /// which can't be laid over. The set is then as it was.
    pub fn overlay<P: AsRef<str>, T: AsRef<str>>(
        &mut self,
        files: &[(P, T)],
    ) -> Result<Overlaid, Vec<FactError>> {
        let loaded = Self::parse(files)?;
        let name = files.iter().map(|(path, _)| path.as_ref()).collect::<Vec<_>>().join(", ");
        let fault = |message| FactError { file: name.clone(), message };
        let mut errors: Vec<FactError> = Vec::new();
        if loaded.prices().next().is_some() || loaded.lists.values().next().is_some() {
            errors.push(fault("holds prices or code lists: only facts can be loaded".to_owned()));
        }
        for fact in loaded.facts() {
            if let Some(known) = self.fact(&fact.id).filter(|known| known.unit != fact.unit) {
                let (found, expected) = (&fact.unit, &known.unit);
                errors.push(fault(format!("{}: found unit '{found}', expected '{expected}'", fact.id)));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut done = Overlaid::default();
        for fact in loaded.facts.into_values() {
            match self.facts.get_mut(&fact.id) {
                Some(known) => {
                    done.changed.push(fact.id.clone());
                    known.lay(fact);
                }
                None => {
                    done.added.push(fact.id.clone());
                    self.facts.insert(fact.id.clone(), fact);
                }
            }
        }
        Ok(done)
    }
}

impl Fact {
    /// Takes the stretches of a newer reading; what stood before is cut to the days around them.
    fn lay(&mut self, newer: Self) {
        for new in &newer.stretches {
            self.stretches =
                std::mem::take(&mut self.stretches).into_iter().flat_map(|old| around(&old, new)).collect();
        }
        self.stretches.extend(newer.stretches);
        self.stretches.sort_by_key(|stretch| stretch.from);
    }
}

/// What is left of a stretch outside another.
fn around(old: &Stretch, new: &Stretch) -> impl Iterator<Item = Stretch> + use<> {
    let before = (old.from < new.from).then(|| {
        let last = new.from.checked_sub(1.day()).ok();
        let to = match (old.to, last) {
            (Some(to), Some(last)) => Some(to.min(last)),
            (to, last) => last.or(to),
        };
        Stretch { to, ..old.clone() }
    });
    let after = new.to.and_then(|to| to.checked_add(1.day()).ok()).and_then(|next| {
        let from = next.max(old.from);
        old.to.is_none_or(|to| to >= from).then(|| Stretch { from, ..old.clone() })
    });
    before.into_iter().chain(after)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn set(values: &str, unit: &str) -> String {
        format!(
            "[source.s]\ntitle = 'A table'\n[[fact]]\nid = 'hour'\ntitle = 'An hour'\nunit = '{unit}'\nvalues = [{values}]"
        )
    }

    fn value(from: &str, to: &str, value: &str) -> String {
        let to = if to.is_empty() { String::new() } else { format!("to = '{to}', ") };
        format!("{{ from = '{from}', {to}value = '{value}', status = 'verified', source = 's' }}")
    }

    #[test]
    fn a_loaded_stretch_wins_on_its_days_only() {
        let whole = value("2020-01-01", "", "1");
        let mut facts = FactSet::parse(&[("a", set(&whole, "GBP"))]).unwrap();
        let middle = value("2021-01-01", "2021-12-31", "2");
        facts.overlay(&[("b", set(&middle, "GBP"))]).unwrap();
        let on = |facts: &FactSet, y, m, d| facts.at("hour", date(y, m, d)).unwrap().value.to_string();
        let got =
            [(2020, 12, 31), (2021, 1, 1), (2021, 12, 31), (2022, 1, 1)].map(|(y, m, d)| on(&facts, y, m, d));
        assert_eq!(got, ["1", "2", "2", "1"]);
        facts.overlay(&[("c", set(&value("2019-01-01", "2021-06-30", "3"), "GBP"))]).unwrap();
        let got =
            [(2019, 1, 1), (2021, 6, 30), (2021, 7, 1), (2022, 1, 1)].map(|(y, m, d)| on(&facts, y, m, d));
        assert_eq!(got, ["3", "3", "2", "1"]);
    }

    #[test]
    fn another_unit_is_refused_and_nothing_changes() {
        let mut facts = FactSet::parse(&[("a", set(&value("2020-01-01", "", "1"), "GBP"))]).unwrap();
        let faults = facts.overlay(&[("b", set(&value("2021-01-01", "", "2"), "pence"))]).unwrap_err();
        assert!(faults[0].to_string().contains("found unit 'pence', expected 'GBP'"), "{}", faults[0]);
        assert_eq!(facts.at("hour", date(2022, 1, 1)).unwrap().value.to_string(), "1");
    }
}
