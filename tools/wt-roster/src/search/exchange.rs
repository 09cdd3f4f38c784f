//! A walk of small steps: two people exchange a few days, or somebody's few days change; what costs more is taken less and less
//! often (simulated annealing: Kirkpatrick, Gelatt and Vecchi, Optimization by Simulated Annealing, 1983).
//!
//! One person's best row can't see what two could do together. An exchange leaves the cover as it is, so that a roster that is
//! good already is changed without tearing a gap.

use rand::RngExt;

use super::recipe::Scale;
use super::walk::Walk;
use crate::kernel::{Change, Trail};
use crate::model::Symbol;

/// Steps that take about as long as one row of the kernel.
const STEPS: u64 = 64;
/// Temperatures at the start, of which one is drawn, and at the end, in usual requests.
const HOT: (f64, f64) = (0.2, 0.8);
const COLD: f64 = 0.12;
/// The longest block of days that is exchanged.
const BLOCK: usize = 9;

/// What is at hand for steps.
#[derive(Debug, Default)]
struct Hand {
    trails: Vec<Trail>,
    one: Change,
    other: Change,
    days: Vec<Symbol>,
}

impl Walk<'_> {
    /// Exchanges from the board as it is until `progress` says 1. `stop` ends it at once.
    pub(crate) fn exchange(&mut self, scale: Scale, progress: &dyn Fn(u64) -> f64, stop: &dyn Fn() -> bool) {
        let people = self.kernel.people.len();
        if !self.board.is_lawful() || people == 0 {
            return;
        }
        let mut hand = Hand::default();
        for person in 0..people {
            let mut trail = Trail::default();
            if self.kernel.trail(person, self.board.row(person), &mut trail).is_none() {
                return;
            }
            hand.trails.push(trail);
        }
        let hot = HOT.0 * (HOT.1 / HOT.0).powf(self.dice.random());
        loop {
            let gone = progress(self.moves);
            if gone >= 1.0 || stop() {
                return;
            }
            let heat = scale.request * hot * (COLD / hot).powf(gone);
            for _ in 0..STEPS {
                // The most that this step may cost.
                let most = (-heat * (1.0 - self.dice.random::<f64>()).ln()) as i64;
                if self.dice.random_range(0..10) < 6 {
                    self.swap(&mut hand, most);
                } else {
                    self.alter(&mut hand, most);
                }
            }
            self.moves += 1;
        }
    }

    /// Two people exchange a block of days.
    fn swap(&mut self, hand: &mut Hand, most: i64) {
        let people = hand.trails.len();
        let (one, other) = (self.dice.random_range(0..people), self.dice.random_range(0..people));
        let (from, to) = self.block();
        if self.board.row(one)[from..to] == self.board.row(other)[from..to] {
            return;
        }
        let ours = (&hand.trails[one], self.board.row(one));
        let theirs = (&hand.trails[other], self.board.row(other));
        if self.kernel.change(one, ours, (from, &theirs.1[from..to]), &mut hand.one).is_none()
            || self.kernel.change(other, theirs, (from, &ours.1[from..to]), &mut hand.other).is_none()
        {
            return;
        }
        let more = hand.one.cost + hand.other.cost - ours.0.cost - theirs.0.cost;
        if i64::from(more) > most {
            return;
        }
        hand.trails[one].adopt(&hand.one);
        hand.trails[other].adopt(&hand.other);
        self.board.swap(one, other, from..to, (hand.one.cost, hand.other.cost));
        self.keep();
    }

    /// Somebody's days change: to one duty, to what another does on them, or two of their blocks change places.
    fn alter(&mut self, hand: &mut Hand, most: i64) {
        let people = hand.trails.len();
        let person = self.dice.random_range(0..people);
        let (from, to) = self.block();
        let row = self.board.row(person);
        hand.days.clear();
        match self.dice.random_range(0..3) {
            0 => {
                let symbol = self.dice.random_range(0..self.kernel.symbols) as Symbol;
                hand.days.resize((to - from).min(1 + self.dice.random_range(0..3)), symbol);
            }
            1 => {
                let other = self.dice.random_range(0..people);
                hand.days.extend_from_slice(&self.board.row(other)[from..to]);
            }
            _ => {
                let away = self.dice.random_range(1..=BLOCK);
                let end = (to + away).min(self.kernel.days);
                let turn = (to - from).min(end - to);
                hand.days.extend_from_slice(&row[from..end]);
                hand.days.rotate_left(turn);
            }
        }
        let to = from + hand.days.len();
        if row[from..to] == hand.days[..] {
            return;
        }
        let trail = &hand.trails[person];
        if self.kernel.change(person, (trail, row), (from, &hand.days), &mut hand.one).is_none() {
            return;
        }
        let before = self.board.cost();
        // The cover can only be known by trying; going back is as cheap.
        let was: Vec<Symbol> = row[from..to].to_vec();
        let own = trail.cost;
        self.board.alter(self.demand, person, from, &hand.days, hand.one.cost);
        if self.board.cost() - before > most {
            self.board.alter(self.demand, person, from, &was, own);
            return;
        }
        hand.trails[person].adopt(&hand.one);
        self.keep();
    }

    /// A block of days, short ones most often.
    fn block(&mut self) -> (usize, usize) {
        let days = self.kernel.days;
        let most = BLOCK.min(days);
        let most = self.dice.random_range(0..most);
        let length = 1 + self.dice.random_range(0..=most);
        let from = self.dice.random_range(0..=days - length);
        (from, from + length)
    }
}
