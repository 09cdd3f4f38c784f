//! Which whole sessions that nobody does can be done by consultants with room in their week: exact, by branch and bound.

use crate::model::Stretch;

/// A session that nobody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What it is, by place in a list of kinds of work.
    pub work: usize,
    /// When.
    pub at: Stretch,
    /// What it counts, in the same units as [`Candidate::room`].
    pub size: u64,
}

/// Somebody with room in their week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// How much.
    pub room: u64,
    /// Kinds of work they do, by place.
    pub works: Vec<usize>,
    /// When they are busy, in any week.
    pub busy: Vec<Stretch>,
}

/// One session and who could do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placing {
    /// Place of the session.
    pub open: usize,
    /// Place of the candidate.
    pub candidate: usize,
}

/// The most that can be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// By session.
    pub placings: Vec<Placing>,
    /// Their sizes in all.
    pub size: u64,
    /// What nothing can exceed; the same as `size` where it is proved to be the most.
    pub bound: u64,
}

/// Places as much as can be: nobody twice at a time, nobody above their room, nobody in work they don't do. `stop` is asked now
/// and then; stopped early, the best so far is handed out with a bound.
///
/// ```
/// use wt_jobplan::{Candidate, Open, Stretch, place};
///
/// let at = |start| Stretch { start, minutes: 240 };
/// let open = [Open { work: 0, at: at(540), size: 4 }, Open { work: 0, at: at(540), size: 4 }];
/// let one = Candidate { room: 8, works: vec![0], busy: vec![] };
/// // Room for both, but they are at one time.
/// assert_eq!(place(&open, &[one], &mut || false).size, 4);
/// ```
#[must_use]
pub fn place(open: &[Open], candidates: &[Candidate], stop: &mut dyn FnMut() -> bool) -> Placed {
    let fits = |session: &Open, one: &Candidate| {
        one.works.contains(&session.work)
            && session.size <= one.room
            && !one.busy.iter().any(|busy| busy.overlaps(session.at))
    };
    let mut order: Vec<(usize, Vec<usize>)> = (0..open.len())
        .map(|at| (at, (0..candidates.len()).filter(|c| fits(&open[at], &candidates[*c])).collect()))
        .filter(|(_, who): &(usize, Vec<usize>)| !who.is_empty())
        .collect();
    // The large and the hard first; those that are alike beside each other.
    order.sort_by_key(|(at, who)| {
        let session = &open[*at];
        (std::cmp::Reverse(session.size), who.len(), session.at, session.work, *at)
    });
    // Sessions that are alike are at one time: no more of them than people who could do one.
    let mut alike = 0;
    let mut before: Option<usize> = None;
    order.retain(|(at, who)| {
        alike = if before.is_some_and(|other| open[other] == open[*at]) { alike + 1 } else { 1 };
        before = Some(*at);
        alike <= who.len()
    });
    let mut left = vec![0; order.len() + 1];
    for (place, (at, _)) in order.iter().enumerate().rev() {
        left[place] = left[place + 1] + open[*at].size;
    }
    let room = candidates.iter().map(|one| one.room).collect();
    let bound = left[0].min(candidates.iter().map(|one| one.room).sum());
    let mut search = Search {
        open,
        order: &order,
        left: &left,
        room,
        taken: vec![None; order.len()],
        best: Vec::new(),
        size: 0,
        bound,
        steps: 0,
        stopped: false,
        stop,
    };
    search.down(0, 0);
    let (size, stopped) = (search.size, search.stopped);
    let mut placings: Vec<Placing> = search
        .best
        .iter()
        .zip(&order)
        .filter_map(|(who, (at, _))| who.map(|candidate| Placing { open: *at, candidate }))
        .collect();
    placings.sort_by_key(|placing| placing.open);
    Placed { placings, size, bound: if stopped { bound } else { size } }
}

struct Search<'a> {
    open: &'a [Open],
    order: &'a [(usize, Vec<usize>)],
    left: &'a [u64],
    room: Vec<u64>,
    taken: Vec<Option<usize>>,
    best: Vec<Option<usize>>,
    size: u64,
    bound: u64,
    steps: u32,
    stopped: bool,
    stop: &'a mut dyn FnMut() -> bool,
}

impl Search<'_> {
    fn down(&mut self, depth: usize, size: u64) {
        if size > self.size || self.best.is_empty() {
            (self.size, self.best) = (size, self.taken.clone());
        }
        self.steps = self.steps.wrapping_add(1);
        if self.steps.is_multiple_of(4096) && (self.stop)() {
            self.stopped = true;
        }
        let room: u64 = self.room.iter().sum();
        if self.stopped
            || self.size == self.bound
            || depth == self.order.len()
            || size + self.left[depth].min(room) <= self.size
        {
            return;
        }
        let (at, who) = &self.order[depth];
        let session = &self.open[*at];
        // Of sessions that are alike, the later goes to a later candidate, or to nobody where the earlier did.
        let before = depth.checked_sub(1).filter(|d| self.open[self.order[*d].0] == *session);
        for &candidate in who {
            let in_turn = before.is_none_or(|d| self.taken[d].is_some_and(|earlier| earlier < candidate));
            if !in_turn || self.room[candidate] < session.size || self.is_busy(depth, candidate) {
                continue;
            }
            self.room[candidate] -= session.size;
            self.taken[depth] = Some(candidate);
            self.down(depth + 1, size + session.size);
            self.taken[depth] = None;
            self.room[candidate] += session.size;
        }
        self.down(depth + 1, size);
    }

    /// Whether an earlier session of theirs is at the same time.
    fn is_busy(&self, depth: usize, candidate: usize) -> bool {
        let at = self.open[self.order[depth].0].at;
        let earlier = self.taken[..depth].iter().zip(self.order);
        earlier
            .into_iter()
            .any(|(who, (place, _))| *who == Some(candidate) && self.open[*place].at.overlaps(at))
    }
}
