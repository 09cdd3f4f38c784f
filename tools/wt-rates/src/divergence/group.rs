//! Several employers leave: together with a second card, or one after another.

use super::Game;
use super::single::{Moved, leave_all, moved};
use crate::design::search::Search;
use crate::respond::Pay;

/// Employers that leave together, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Who, by place in the market, in order.
    pub members: Vec<usize>,
    /// What each gains in a month, in pence.
    pub gains: Vec<i64>,
    /// What the others lose together.
    pub harmed: i64,
}

impl Group {
    /// What they gain together.
    #[must_use]
    pub fn gain(&self) -> i64 {
        self.gains.iter().sum()
    }
}

/// The cells in which leaving together pays `members` in sum, each with the one rate that is best for them.
#[must_use]
pub fn together(game: &Game, members: &[usize]) -> Vec<Moved> {
    let mut search = Search::default();
    (0..game.market.segments.len()).filter_map(|at| moved(game, at, members, &mut search)).collect()
}

fn group(game: &Game, members: &[usize]) -> Group {
    let mut gains = vec![0; members.len()];
    let mut harmed = 0;
    for cell in together(game, members) {
        harmed += cell.harmed();
        for (who, before, after) in &cell.leavers {
            if let Some(place) = members.iter().position(|member| member == who) {
                gains[place] += before.all() - after.all();
            }
        }
    }
    Group { members: members.to_vec(), gains, harmed }
}

/// Every group of two to `most` of the employers `among`, each worked out exactly, the largest gain first; then groups grown
/// one by one from the best of them for as long as their gain rises (greedy). Stops early when `stop` says so.
pub fn groups(game: &Game, among: &[usize], most: usize, stop: &mut dyn FnMut() -> bool) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let mut sets: Vec<Vec<usize>> = among.iter().enumerate().map(|(at, _)| vec![at]).collect();
    for _ in 2..=most {
        let larger = sets.iter().flat_map(|set| {
            let next = set.last().map_or(0, |last| last + 1);
            (next..among.len()).map(move |at| set.iter().copied().chain([at]).collect::<Vec<_>>())
        });
        sets = larger.collect();
        for set in &sets {
            if stop() {
                break;
            }
            let mut members: Vec<usize> = set.iter().map(|at| among[*at]).collect();
            members.sort_unstable();
            found.push(group(game, &members));
        }
    }
    found.sort_by_key(|group| (std::cmp::Reverse(group.gain()), group.members.clone()));
    let Some(mut best) = found.first().cloned() else { return found };
    while !stop() {
        let others = (0..game.market.employers.len()).filter(|one| !best.members.contains(one));
        let grown = others
            .map(|one| {
                let mut members = best.members.clone();
                members.push(one);
                members.sort_unstable();
                group(game, &members)
            })
            .max_by_key(|group| (group.gain(), std::cmp::Reverse(group.members.clone())));
        match grown.filter(|grown| grown.gain() > best.gain()) {
            Some(grown) => {
                best = grown;
                if !found.contains(&best) {
                    found.insert(0, best.clone());
                }
            }
            None => break,
        }
    }
    found
}

/// One employer's leaving in a cascade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Who.
    pub employer: usize,
    /// What it gains in a month by leaving then, in pence.
    pub gain: i64,
    /// What the others lose by it.
    pub harmed: i64,
}

/// Who leaves first and who follows: at each step the employer that gains most by leaving does, if it gains more than it
/// tolerates; those who left keep their rates. Ends when nobody gains enough, or when `stop` says so.
pub fn cascade(mut game: Game, tolerated: &[i64], stop: &mut dyn FnMut() -> bool) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    while steps.len() < game.market.employers.len() && !stop() {
        let left: Vec<usize> = steps.iter().map(|step| step.employer).collect();
        let next = leave_all(&game)
            .into_iter()
            .enumerate()
            .filter(|(employer, _)| !left.contains(employer))
            .map(|(employer, cells)| (cells.iter().map(Moved::gain).sum::<i64>(), employer, cells))
            .filter(|(gain, employer, _)| *gain > tolerated.get(*employer).copied().unwrap_or(0))
            .max_by_key(|(gain, employer, _)| (*gain, std::cmp::Reverse(*employer)));
        let Some((gain, employer, cells)) = next else { break };
        steps.push(Step { employer, gain, harmed: cells.iter().map(Moved::harmed).sum() });
        for cell in cells {
            if let Some(line) = game.line_of(cell.segment, employer) {
                game.pays[cell.segment][line] = Pay::At(cell.rate);
            }
        }
    }
    steps
}
