//! A roster on the desk: what one changed cell or one new row would cost, with everybody else as they are.

use crate::kernel::{Ask, Change, CompileError, Effort, Kernel, Memory, NEVER, SCALE, Scratch, Trail};
use crate::model::{Problem, Symbol};
use crate::roster::Roster;
use crate::search::{Board, Demand};

/// How hard one person's best row is looked for.
const EFFORT: Effort = Effort { passes: 30, beam: 4_000, tries: 2 };

/// A roster with its cost, open to questions.
#[derive(Debug)]
pub(crate) struct Desk {
    kernel: Kernel,
    demand: Demand,
    board: Board,
    /// By person; `None` where the row as it stands is unlawful.
    trails: Vec<Option<Trail>>,
    scratch: Scratch,
    change: Change,
}

impl Desk {
    pub(crate) fn new(problem: &Problem, roster: &Roster) -> Result<Self, CompileError> {
        let kernel = Kernel::new(problem)?;
        let demand = Demand::new(problem);
        let board = Board::new(&kernel, &demand);
        let (trails, scratch, change) = (Vec::new(), Scratch::default(), Change::default());
        let mut desk = Self { kernel, demand, board, trails, scratch, change };
        for person in 0..problem.people.len() {
            let mut trail = Trail::default();
            let row = roster.row(person);
            let lawful = desk.kernel.trail(person, row, &mut trail).is_some();
            // An unlawful row stands as it is, dearer than any lawful one.
            desk.board.put(&desk.demand, person, row, if lawful { trail.cost } else { NEVER / 8 });
            desk.trails.push(lawful.then_some(trail));
        }
        Ok(desk)
    }

    pub(crate) fn row(&self, person: usize) -> &[Symbol] {
        self.board.row(person)
    }

    /// Puts days in the place of a person's from one on.
    pub(crate) fn put(&mut self, person: usize, row: &[Symbol]) {
        let mut trail = Trail::default();
        let lawful = self.kernel.trail(person, row, &mut trail).is_some();
        self.board.alter(&self.demand, person, 0, row, if lawful { trail.cost } else { NEVER / 8 });
        self.trails[person] = lawful.then_some(trail);
    }

    /// What a person's own rules, wishes and hours would cost more in points if some days were changed; `None` if that is unlawful,
    /// or if the row is so already.
    pub(crate) fn own(&mut self, person: usize, from: usize, days: &[Symbol]) -> Option<i64> {
        let trail = self.trails[person].as_ref()?;
        self.kernel.change(person, (trail, self.board.row(person)), (from, days), &mut self.change)?;
        Some(i64::from(self.change.cost - trail.cost) / i64::from(SCALE))
    }

    /// What it costs in cover, in points, that one cell changes: below zero where a gap is filled.
    pub(crate) fn covered(&self, day: usize, from: Symbol, to: Symbol) -> i64 {
        let cell = |symbol: Symbol| day * self.kernel.symbols + usize::from(symbol);
        let counts = self.board.counts();
        let less =
            self.demand.of(cell(from)).iter().filter(|cover| !self.demand.of(cell(to)).contains(cover));
        let more =
            self.demand.of(cell(to)).iter().filter(|cover| !self.demand.of(cell(from)).contains(cover));
        let lost: i64 =
            less.map(|cover| -i64::from(self.demand.step(*cover, counts[*cover as usize] - 1))).sum();
        let won: i64 = more.map(|cover| i64::from(self.demand.step(*cover, counts[*cover as usize]))).sum();
        (lost + won) / i64::from(SCALE)
    }

    /// The best row of one person, everybody else as they are.
    pub(crate) fn best_row(&mut self, person: usize) -> Option<Vec<Symbol>> {
        let mut prices = Vec::new();
        self.board.lift(&self.demand, person);
        self.board.prices(&self.demand, &mut prices);
        let mut row = self.board.row(person).to_vec();
        let ask = Ask { person, prices: &prices, ceiling: Kernel::NO_CEILING, effort: EFFORT };
        let found = self.kernel.best(&ask, &mut Memory::default(), &mut self.scratch, &mut row);
        let own = found.cost.and_then(|_| self.kernel.row_cost(person, &row));
        let (row, own) = match own {
            Some(own) => (row, own),
            None => (self.board.row(person).to_vec(), NEVER / 8),
        };
        self.board.put(&self.demand, person, &row, own);
        let mut trail = Trail::default();
        let lawful = self.kernel.trail(person, &row, &mut trail).is_some();
        self.trails[person] = lawful.then_some(trail);
        found.cost.map(|_| row)
    }
}
