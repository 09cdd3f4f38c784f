//! Cover compiled: which duties count for what, and what each number of people costs.

use crate::kernel::SCALE;
use crate::model::Problem;

/// The cover of a problem in scaled units.
#[derive(Debug, Clone)]
pub(crate) struct Demand {
    /// By day and symbol: where its covers stand in `covers`.
    spans: Vec<(u32, u32)>,
    covers: Vec<u32>,
    /// By cover: the cost of each number of people from 0 to everybody.
    pub(crate) tables: Vec<Vec<i32>>,
}

/// A person short of hard cover costs as much as this many of the dearest soft ones.
const HARD_TIMES: u32 = 20;

impl Demand {
    pub(crate) fn new(problem: &Problem) -> Self {
        let symbols = problem.symbols();
        let hard = hard_points(problem);
        let tables = problem.cover.iter().map(|cover| {
            let price = |count| {
                let step = cover.price(count as u32);
                ((step.cost + step.broken * hard) as i32).saturating_mul(SCALE)
            };
            (0..=problem.people.len() + 1).map(price).collect()
        });
        let mut of_cell = vec![Vec::new(); problem.days * symbols];
        for (at, cover) in problem.cover.iter().enumerate() {
            for symbol in &cover.symbols {
                of_cell[cover.day * symbols + usize::from(*symbol)].push(at as u32);
            }
        }
        let (mut spans, mut covers) = (Vec::new(), Vec::new());
        let tables = tables.collect();
        for cell in of_cell {
            let from = covers.len() as u32;
            covers.extend(cell);
            spans.push((from, covers.len() as u32));
        }
        Self { spans, covers, tables }
    }

    /// The covers that a cell (day × symbols + symbol) counts for.
    #[inline]
    pub(crate) fn of(&self, cell: usize) -> &[u32] {
        let (from, to) = self.spans[cell];
        &self.covers[from as usize..to as usize]
    }

    /// What one more person in a cell costs, given how many stand in each cover.
    #[inline]
    pub(crate) fn one_more(&self, cell: usize, counts: &[u16]) -> i32 {
        self.of(cell).iter().map(|cover| self.step(*cover, counts[*cover as usize])).sum()
    }

    /// What one more than `count` in a cover costs.
    #[inline]
    pub(crate) fn step(&self, cover: u32, count: u16) -> i32 {
        let table = &self.tables[cover as usize];
        table[usize::from(count) + 1] - table[usize::from(count)]
    }
}

/// Points for one person short of hard cover: far above what is soft, and small enough that a row of them can be added up.
pub(crate) fn hard_points(problem: &Problem) -> u32 {
    let soft =
        problem.cover.iter().map(|cover| (0..=1).map(|n| cover.price(n).cost).max().unwrap_or(0)).max();
    let most = (1 << 26) / SCALE as u32 / (problem.days.max(1) as u32);
    (soft.unwrap_or(0).max(100) * HARD_TIMES).min(most.max(1))
}
