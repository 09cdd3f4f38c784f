//! The sequence rules of a contract compiled into one finite automaton, unrolled over the days.

use std::collections::HashMap;

use super::SCALE;
use crate::model::{Step, Symbol};
use crate::rules::Rule;

/// A lawful move from a state by any symbol of a group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arc {
    /// State on the next day.
    pub(crate) next: u16,
    /// Group of symbols that all make this move.
    pub(crate) group: u8,
    /// Which of the counting rules count one: a set of bits.
    pub(crate) counts: u8,
    /// Scaled points.
    pub(crate) cost: i32,
}

/// Why rules could not be compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// The rules together need more states than can be numbered.
    #[error("the rules of one contract need more than 65,000 states together")]
    TooManyStates,
    /// More weekend-counting rules bind one person than can be told apart.
    #[error("more than eight rules that count weekends bind one person")]
    TooManyCounts,
}

/// The automaton of one contract and past.
#[derive(Debug, Clone)]
pub(crate) struct Automaton {
    /// By symbol: its group.
    pub(crate) group_of: Vec<u8>,
    /// Symbols by group.
    pub(crate) groups: Vec<Vec<Symbol>>,
    /// By day: its class.
    pub(crate) class: Vec<u16>,
    /// By day, and once more after the last: the states that can be reached and can still end well.
    pub(crate) alive: Vec<Vec<u16>>,
    /// Number of states; 0 is the start.
    pub(crate) states: usize,
    /// By class and state: where its arcs stand.
    spans: Vec<(u32, u32)>,
    arcs: Vec<Arc>,
    /// By state: what ending there costs; `None` is unlawful.
    pub(crate) last: Vec<Option<i32>>,
}

impl Automaton {
    /// The move by `symbol`, if it is lawful.
    #[inline]
    pub(crate) fn step(&self, class: u16, state: u16, symbol: Symbol) -> Option<&Arc> {
        let group = self.group_of[usize::from(symbol)];
        self.arcs(class, state).iter().find(|arc| arc.group == group)
    }

    /// The lawful moves out of `state` on a day of this class.
    #[inline]
    pub(crate) fn arcs(&self, class: u16, state: u16) -> &[Arc] {
        let (from, to) = self.spans[usize::from(class) * self.states + usize::from(state)];
        &self.arcs[from as usize..to as usize]
    }

    /// Compiles `rules`, in which every rule with a limit counts into the bit of its place among those. `can` says by symbol which
    /// are ever given.
    pub(crate) fn compile(
        rules: &[&Rule],
        past: &[Symbol],
        days: usize,
        can: &[bool],
    ) -> Result<Self, CompileError> {
        if rules.iter().filter(|rule| rule.clause().limit().is_some()).count() > 8 {
            return Err(CompileError::TooManyCounts);
        }
        let mut build = Build::new(rules, can);
        let class = build.classes(days);
        let start: Vec<u32> = rules.iter().map(|rule| rule.state_after(past)).collect();
        build.intern(start)?;
        let mut reached = vec![vec![0_u16]];
        for class in &class {
            let mut next: Vec<u16> = Vec::new();
            for &state in &reached[reached.len() - 1] {
                next.extend(build.moves(*class, state)?.iter().flatten().map(|made| made.0));
            }
            next.sort_unstable();
            next.dedup();
            reached.push(next);
        }
        Ok(build.finish(class, reached))
    }
}

/// A move: state, bits counted, scaled cost. `None` is unlawful.
type Made = Option<(u16, u8, i32)>;

struct Build<'a> {
    rules: &'a [&'a Rule],
    /// Bit of the rule's counter; 0 where it counts nothing.
    bit: Vec<u8>,
    can: &'a [bool],
    known: HashMap<Vec<u32>, u16>,
    tuples: Vec<Vec<u32>>,
    day_of_class: Vec<usize>,
    made: HashMap<(u16, u16), Vec<Made>>,
}

impl<'a> Build<'a> {
    fn new(rules: &'a [&'a Rule], can: &'a [bool]) -> Self {
        let mut place = 0;
        let bit = rules
            .iter()
            .map(|rule| {
                let counts = rule.clause().limit().is_some();
                place += u32::from(counts);
                if counts { 1_u8 << (place - 1) } else { 0 }
            })
            .collect();
        Self {
            rules,
            bit,
            can,
            known: HashMap::new(),
            tuples: Vec::new(),
            day_of_class: Vec::new(),
            made: HashMap::new(),
        }
    }

    fn classes(&mut self, days: usize) -> Vec<u16> {
        let mut known: HashMap<Vec<u32>, u16> = HashMap::new();
        (0..days)
            .map(|day| {
                let key: Vec<u32> = self.rules.iter().map(|rule| rule.clause().day_class(day)).collect();
                let fresh = known.len() as u16;
                *known.entry(key).or_insert_with(|| {
                    self.day_of_class.push(day);
                    fresh
                })
            })
            .collect()
    }

    fn intern(&mut self, tuple: Vec<u32>) -> Result<u16, CompileError> {
        if let Some(state) = self.known.get(&tuple) {
            return Ok(*state);
        }
        let state = u16::try_from(self.tuples.len()).map_err(|_| CompileError::TooManyStates)?;
        if state > 65_000 {
            return Err(CompileError::TooManyStates);
        }
        self.known.insert(tuple.clone(), state);
        self.tuples.push(tuple);
        Ok(state)
    }

    fn moves(&mut self, class: u16, state: u16) -> Result<&[Made], CompileError> {
        if !self.made.contains_key(&(class, state)) {
            let day = self.day_of_class[usize::from(class)];
            let tuple = self.tuples[usize::from(state)].clone();
            let mut row = Vec::with_capacity(self.can.len());
            for symbol in 0..self.can.len() {
                let may = self.can[symbol];
                row.push(if may { self.step(&tuple, day, symbol as Symbol)? } else { None });
            }
            self.made.insert((class, state), row);
        }
        Ok(&self.made[&(class, state)])
    }

    fn step(&mut self, tuple: &[u32], day: usize, symbol: Symbol) -> Result<Made, CompileError> {
        let (mut next, mut counts, mut cost) = (Vec::with_capacity(tuple.len()), 0, 0);
        for ((rule, state), bit) in self.rules.iter().zip(tuple).zip(&self.bit) {
            let Step { next: to, cost: points, broken, count } = rule.clause().step(*state, day, symbol);
            if broken > 0 {
                return Ok(None);
            }
            next.push(to);
            cost += points as i32 * SCALE;
            if count > 0 {
                counts |= bit;
            }
        }
        Ok(Some((self.intern(next)?, counts, cost)))
    }

    fn last(&self) -> Vec<Option<i32>> {
        let end = |tuple: &Vec<u32>| {
            let mut cost = 0;
            for (rule, state) in self.rules.iter().zip(tuple) {
                let step = rule.clause().finish(*state);
                if step.broken > 0 {
                    return None;
                }
                cost += step.cost as i32 * SCALE;
            }
            Some(cost)
        };
        self.tuples.iter().map(end).collect()
    }

    /// Groups symbols that move alike everywhere, drops what can't end well, and lays the arcs out flat.
    fn finish(self, class: Vec<u16>, reached: Vec<Vec<u16>>) -> Automaton {
        let states = self.tuples.len();
        let last = self.last();
        let mut keys: Vec<(u16, u16)> = self.made.keys().copied().collect();
        keys.sort_unstable();
        let mut columns: HashMap<Vec<Made>, u8> = HashMap::new();
        let (mut group_of, mut groups): (Vec<u8>, Vec<Vec<Symbol>>) = (Vec::new(), Vec::new());
        for symbol in 0..self.can.len() {
            let column: Vec<Made> = keys.iter().map(|key| self.made[key][symbol]).collect();
            let fresh = groups.len() as u8;
            let group = *columns.entry(column).or_insert(fresh);
            if group == fresh {
                groups.push(Vec::new());
            }
            groups[usize::from(group)].push(symbol as Symbol);
            group_of.push(group);
        }
        let mut spans = vec![(0, 0); self.day_of_class.len() * states];
        let mut arcs = Vec::new();
        for key in &keys {
            let from = arcs.len() as u32;
            for (group, symbols) in groups.iter().enumerate() {
                if let Some((next, counts, cost)) = self.made[key][usize::from(symbols[0])] {
                    arcs.push(Arc { next, group: group as u8, counts, cost });
                }
            }
            spans[usize::from(key.0) * states + usize::from(key.1)] = (from, arcs.len() as u32);
        }
        let mut out = Automaton { group_of, groups, class, alive: reached, states, spans, arcs, last };
        out.drop_dead_ends();
        out
    }
}

impl Automaton {
    fn drop_dead_ends(&mut self) {
        let days = self.class.len();
        let mut good: Vec<bool> = self.last.iter().map(Option::is_some).collect();
        for day in (0..=days).rev() {
            let mut now = vec![false; self.states];
            for &state in &self.alive[day] {
                now[usize::from(state)] = if day == days {
                    good[usize::from(state)]
                } else {
                    self.arcs(self.class[day], state).iter().any(|arc| good[usize::from(arc.next)])
                };
            }
            self.alive[day].retain(|state| now[usize::from(*state)]);
            good = now;
        }
    }

    /// Whether any row at all is lawful under the sequence rules.
    pub(crate) fn is_possible(&self) -> bool {
        !self.alive[0].is_empty()
    }

    /// The cost of a row and the bits counted on its way; `None` if it is unlawful.
    pub(crate) fn walk(&self, row: &[Symbol], mut counted: impl FnMut(u8)) -> Option<i32> {
        let (mut state, mut cost) = (0_u16, 0);
        for (class, symbol) in self.class.iter().zip(row) {
            let arc = self.step(*class, state, *symbol)?;
            counted(arc.counts);
            cost += arc.cost;
            state = arc.next;
        }
        Some(cost + self.last[usize::from(state)]?)
    }
}
