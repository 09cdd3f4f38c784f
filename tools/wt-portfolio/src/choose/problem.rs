//! What is chosen from, and under which limits.

/// A limit on the sum of something over what is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is limited, in words.
    pub name: String,
    /// How much each candidate uses, in any whole unit; below nought where it adds.
    pub uses: Vec<i64>,
    /// The most that may be used.
    pub most: i64,
}

/// Candidates with a value each, to be taken whole or left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// What each is worth, in pence or any whole unit; may be below nought.
    pub values: Vec<i64>,
    /// Limits on sums.
    pub limits: Vec<Limit>,
    /// (a, b): a can only be taken with b.
    pub requires: Vec<(usize, usize)>,
    /// Groups of which at most one is taken.
    pub excludes: Vec<Vec<usize>>,
}

/// Why a problem can't be searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemError {
    /// A limit has not one use for each candidate.
    #[error("the limit '{name}' has {found} uses, expected {expected}: one for each candidate")]
    Uses {
        /// Which limit.
        name: String,
        /// Uses given.
        found: usize,
        /// Candidates.
        expected: usize,
    },
    /// A dependency names a candidate that is not there.
    #[error("found candidate {found} in a dependency, expected less than {candidates}")]
    Stranger {
        /// The position given.
        found: usize,
        /// How many there are.
        candidates: usize,
    },
    /// Values or uses are too large to be added up.
    #[error("values or uses are too large to be added up")]
    TooLarge,
}

/// Sums up to here are exact as floats too, so that a bound is never off by a whole unit for lack of digits.
const LARGEST: i128 = 1 << 53;

impl Problem {
    /// How many candidates.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is nothing to choose from.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether it can be searched.
    ///
    /// # Errors
    /// [`ProblemError`], the first found.
    pub fn check(&self) -> Result<(), ProblemError> {
        let candidates = self.len();
        let large = |list: &[i64]| list.iter().map(|x| i128::from(x.unsigned_abs())).sum::<i128>() > LARGEST;
        for limit in &self.limits {
            if limit.uses.len() != candidates {
                return Err(ProblemError::Uses {
                    name: limit.name.clone(),
                    found: limit.uses.len(),
                    expected: candidates,
                });
            }
            if large(&limit.uses) {
                return Err(ProblemError::TooLarge);
            }
        }
        let named =
            self.requires.iter().flat_map(|(a, b)| [*a, *b]).chain(self.excludes.iter().flatten().copied());
        match named.max() {
            Some(found) if found >= candidates => Err(ProblemError::Stranger { found, candidates }),
            _ if large(&self.values) => Err(ProblemError::TooLarge),
            _ => Ok(()),
        }
    }

    /// What a choice is worth.
    pub fn value(&self, taken: &[bool]) -> i64 {
        sum(&self.values, taken)
    }

    /// Whether a choice keeps every limit and dependency.
    pub fn allows(&self, taken: &[bool]) -> bool {
        self.limits.iter().all(|limit| sum(&limit.uses, taken) <= limit.most)
            && self.requires.iter().all(|(a, b)| !taken[*a] || taken[*b])
            && self.excludes.iter().all(|group| group.iter().filter(|i| taken[**i]).count() <= 1)
    }
}

/// Sum over what is taken; a checked problem's sums fit.
pub(crate) fn sum(of: &[i64], taken: &[bool]) -> i64 {
    of.iter().zip(taken).filter(|(_, taken)| **taken).map(|(x, _)| *x).sum()
}
