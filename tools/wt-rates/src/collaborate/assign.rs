//! As many shifts filled as can be, one for each person, those first in line before others: exact.
//!
//! Which sets of shifts can be filled together is a transversal matroid (Edmonds and Fulkerson, "Transversals and matroid
//! partition", 1965), so taking shifts in their order, each whenever it can be filled beside those taken, gives the set that is
//! largest and at the same time best in that order (Rado 1957; Edmonds 1971). Whether it can is a search for an augmenting path
//! (Berge 1957; Kuhn 1955).

/// For each shift, in the order of importance, the person who takes it. `who` lists the people who may take each, the one to be
/// asked first at the front; places are below `people`.
///
/// ```
/// use wt_rates::collaborate::assign::assign;
/// // The first could take either; the second only person 0.
/// assert_eq!(assign(&[vec![0, 1], vec![0]], 2), [Some(1), Some(0)]);
/// ```
#[must_use]
pub fn assign(who: &[Vec<usize>], people: usize) -> Vec<Option<usize>> {
    let mut of_person: Vec<Option<usize>> = vec![None; people];
    let mut seen = vec![usize::MAX; people];
    for shift in 0..who.len() {
        augment(who, shift, &mut of_person, &mut seen);
    }
    let mut found = vec![None; who.len()];
    for (person, shift) in of_person.iter().enumerate() {
        if let Some(shift) = shift {
            found[*shift] = Some(person);
        }
    }
    found
}

/// Fills one more shift by moving others among people who may take them, where there is a way. `seen` holds for each person the
/// shift whose search came by last.
fn augment(who: &[Vec<usize>], shift: usize, of_person: &mut [Option<usize>], seen: &mut [usize]) {
    // A walk in depth on a stack of its own: shifts on the way, and how many of their people were tried.
    let mut way: Vec<(usize, usize)> = vec![(shift, 0)];
    while let Some((at, tried)) = way.last().copied() {
        let Some(person) = who[at].get(tried).copied() else {
            way.pop();
            continue;
        };
        if let Some(last) = way.last_mut() {
            last.1 += 1;
        }
        if std::mem::replace(&mut seen[person], shift) == shift {
            continue;
        }
        match of_person[person] {
            Some(other) => way.push((other, 0)),
            None => {
                for (at, tried) in &way {
                    of_person[who[*at][tried - 1]] = Some(*at);
                }
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    /// The best set of shifts in their order, by trying every way; bit `i` of a set is shift `i`.
    fn best(who: &[Vec<usize>], shift: usize, used: u32) -> Vec<bool> {
        if shift == who.len() {
            return Vec::new();
        }
        let mut ways = vec![[vec![false], best(who, shift + 1, used)].concat()];
        for person in who[shift].iter().filter(|person| used & (1 << **person) == 0) {
            ways.push([vec![true], best(who, shift + 1, used | 1 << person)].concat());
        }
        let rank = |way: &Vec<bool>| (way.iter().filter(|taken| **taken).count(), way.clone());
        ways.into_iter().max_by_key(rank).unwrap_or_default()
    }

    #[test]
    fn no_way_fills_more_or_more_important_shifts() {
        let mut random = Pcg64Mcg::seed_from_u64(5);
        for _ in 0..400 {
            let (shifts, people) = (random.random_range(1..7), random.random_range(1..6));
            let density = random.random_range(0.1..0.8);
            let who: Vec<Vec<usize>> =
                (0..shifts).map(|_| (0..people).filter(|_| random.random_bool(density)).collect()).collect();
            let found = assign(&who, people);
            let taken: Vec<bool> = found.iter().map(Option::is_some).collect();
            assert_eq!(taken, best(&who, 0, 0), "{who:?}");
            let mut used: Vec<usize> = found.iter().flatten().copied().collect();
            used.sort_unstable();
            let all = used.len();
            used.dedup();
            assert_eq!(used.len(), all, "nobody twice");
            assert!(found.iter().enumerate().all(|(at, person)| person.is_none_or(|p| who[at].contains(&p))));
        }
    }

    #[test]
    fn long_chains_of_moves_are_found() {
        // Shift n may be taken by n or n + 1; the last only by 0: everybody moves up.
        let count = 20_000;
        let mut who: Vec<Vec<usize>> = (0..count - 1).map(|n| vec![n, n + 1]).collect();
        who.push(vec![0]);
        assert!(assign(&who, count).iter().all(Option::is_some));
    }
}
