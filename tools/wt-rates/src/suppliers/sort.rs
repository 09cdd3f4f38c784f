//! A payment → its pile, with the reason and how sure.

use std::collections::BTreeMap;

use super::register::{Match, Nature, Register};
use super::tally::Pile;
use super::words::{Sign, Words};

/// The words of a payment, as published; none where there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line<'l> {
    /// Who was paid.
    pub supplier: Option<&'l str>,
    /// What it was for.
    pub expense_type: Option<&'l str>,
    /// Which part of the organisation.
    pub expense_area: Option<&'l str>,
    /// A further word on what it was for.
    pub description: Option<&'l str>,
}

/// Why a payment is where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The supplier is known for it.
    Known,
    /// The supplier is known for it, though the payer typed something else.
    KnownTypedOtherwise,
    /// The supplier is known for several; the expense type decides.
    KnownAndTyped,
    /// The supplier is known for several, and the expense type names none.
    KnownForSeveral,
    /// The supplier is known, but what the payer typed contradicts it.
    Contradicted,
    /// The supplier is unknown; the expense type says so.
    TypedOnly,
    /// The expense type says temporary staff, not of which kind.
    TypedTemporary,
    /// Only the expense area or the description speaks of temporary staff.
    AreaOnly,
    /// Only the supplier's name says that it supplies people.
    NameOnly,
    /// A public body, typed as temporary staff.
    PublicBody,
    /// Nothing speaks of temporary staff.
    NoStaff,
}

impl Reason {
    /// As a sentence's end.
    pub fn words(self) -> &'static str {
        match self {
            Self::Known => "known supplier",
            Self::KnownTypedOtherwise => "known supplier, though typed otherwise",
            Self::KnownAndTyped => "known for several; the expense type decides",
            Self::KnownForSeveral => "known for several; the row does not say which",
            Self::Contradicted => "known supplier, but the row says something else",
            Self::TypedOnly => "unknown supplier; the expense type says so",
            Self::TypedTemporary => "unknown supplier; typed as temporary staff of no said kind",
            Self::AreaOnly => "unknown supplier; only the area or description speaks of temporary staff",
            Self::NameOnly => "unknown supplier; only its name says staffing",
            Self::PublicBody => "a public body, typed as temporary staff",
            Self::NoStaff => "nothing speaks of temporary staff",
        }
    }

    /// How sure the pile is by this reason alone, 0 to 100, set by rule.
    fn score(self) -> u8 {
        match self {
            Self::Known | Self::NoStaff => 100,
            Self::KnownTypedOtherwise | Self::KnownAndTyped => 90,
            Self::TypedOnly => 60,
            Self::KnownForSeveral | Self::Contradicted | Self::TypedTemporary => 50,
            Self::AreaOnly | Self::PublicBody => 40,
            Self::NameOnly => 30,
        }
    }
}

/// What a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict<'r> {
    /// Its pile; none where it is no temporary staff.
    pub pile: Option<Pile>,
    /// The known supplier, if the name is of one.
    pub supplier: Option<Match<'r>>,
    /// How sure the pile is, 0 to 100, set by rule: no probability. For "cannot tell", how sure that it is temporary staff.
    pub score: u8,
    /// Why.
    pub reason: Reason,
}

/// Sorts payments; remembers the names it has seen.
#[derive(Debug)]
pub struct Sorter<'r> {
    register: &'r Register,
    words: &'r Words,
    seen: BTreeMap<String, Option<Match<'r>>>,
}

impl<'r> Sorter<'r> {
    /// A sorter by these data.
    pub fn new(register: &'r Register, words: &'r Words) -> Self {
        Self { register, words, seen: BTreeMap::new() }
    }

    /// What a payment is.
    pub fn sort(&mut self, line: &Line<'_>) -> Verdict<'r> {
        let supplier = line.supplier.and_then(|name| self.known(name));
        let typed = line.expense_type.and_then(|text| self.words.sign(text));
        let (pile, reason) = match supplier {
            Some(found) => known(&found, typed),
            None => self.unknown(line, typed),
        };
        let by_name = supplier.filter(|_| pile.is_some()).map_or(100, |found| found.score);
        let score = u8::try_from(u16::from(by_name) * u16::from(reason.score()) / 100).unwrap_or(100);
        Verdict { pile, supplier, score, reason }
    }

    fn known(&mut self, name: &str) -> Option<Match<'r>> {
        if let Some(found) = self.seen.get(name) {
            return *found;
        }
        let found = self.register.find(name, self.words);
        self.seen.insert(name.to_owned(), found);
        found
    }

    fn unknown(&self, line: &Line<'_>, typed: Option<Sign>) -> (Option<Pile>, Reason) {
        let public = line.supplier.is_some_and(|name| self.words.names_public_body(name));
        let kind = typed.and_then(kind);
        if public {
            return match kind {
                Some(_) => (Some(Pile::CannotTell), Reason::PublicBody),
                None => (None, Reason::NoStaff),
            };
        }
        if let Some(pile) = kind {
            return (Some(pile), Reason::TypedOnly);
        }
        if typed == Some(Sign::Temporary) {
            return (Some(Pile::CannotTell), Reason::TypedTemporary);
        }
        let elsewhere = [line.expense_area, line.description].into_iter().flatten();
        if elsewhere.filter_map(|text| self.words.sign(text)).any(|sign| sign != Sign::Introduction) {
            return (Some(Pile::CannotTell), Reason::AreaOnly);
        }
        if line.supplier.is_some_and(|name| self.words.names_staffing(name)) {
            return (Some(Pile::CannotTell), Reason::NameOnly);
        }
        (None, Reason::NoStaff)
    }
}

/// The pile that a sign names; none where it names none.
fn kind(sign: Sign) -> Option<Pile> {
    match sign {
        Sign::Agency => Some(Pile::Agency),
        Sign::Bank => Some(Pile::OutsourcedBank),
        Sign::DirectEngagement => Some(Pile::DirectEngagement),
        Sign::Temporary | Sign::Introduction => None,
    }
}

fn known(found: &Match<'_>, typed: Option<Sign>) -> (Option<Pile>, Reason) {
    let named = typed.and_then(kind);
    let several = (Some(Pile::CannotTell), Reason::KnownForSeveral);
    match (found.supplier.nature, found.supplier.other_business, typed) {
        (_, true, None) | (_, true, Some(Sign::Introduction)) => (None, Reason::NoStaff),
        (Nature::Words, ..) => named.map_or(several, |pile| (Some(pile), Reason::KnownAndTyped)),
        (nature, true, _) if nature.pile() != named => (Some(Pile::CannotTell), Reason::Contradicted),
        (nature, true, _) => (nature.pile(), Reason::KnownAndTyped),
        (Nature::Agency, false, Some(Sign::DirectEngagement)) => {
            (Some(Pile::DirectEngagement), Reason::KnownAndTyped)
        }
        (Nature::Agency, false, Some(Sign::Bank | Sign::Introduction)) => {
            (Some(Pile::CannotTell), Reason::Contradicted)
        }
        (nature, false, _) if named.is_some() && named != nature.pile() => {
            (nature.pile(), Reason::KnownTypedOtherwise)
        }
        (nature, false, _) => (nature.pile(), Reason::Known),
    }
}
