//! The split: each party's share of what all gain together, and who hands over what to whom.

use wt_facts::Ratio;
use wt_units::Pence;

use crate::effect::Effect;
use crate::games::{Coalition, Core, Game, GameError, core, nucleolus, shapley};
use crate::model::{Key, Model, Terms, pence};

/// Whether the split can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody is worse off, and no group would do better without the others.
    Holds,
    /// Nobody is worse off, but under this key a group would do better by itself; other splits would hold it.
    AnotherWouldHold {
        /// The group that gains most by leaving.
        group: Coalition,
        /// What it gains by leaving.
        gain: Ratio,
    },
    /// All together gain, but no split keeps every group from doing better by itself.
    NoneHolds(crate::games::Blocked),
    /// All together lose, so no split leaves nobody worse off.
    Loss,
}

/// The split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// What there is to share over the agreement; below nought, a loss.
    pub total: Pence,
    /// What each would have if nothing were handed over.
    pub without: Vec<Pence>,
    /// What each has under the split; adds up to the total.
    pub share: Vec<Pence>,
    /// Share before rounding.
    pub exact: Vec<Ratio>,
    /// What each is handed (above nought) or hands over.
    pub handed: Vec<Pence>,
    /// What caps left over, given to the party that takes the odd pence.
    pub above_caps: Pence,
    /// The floors asked for more than there is, and were left out.
    pub floors_dropped: bool,
    /// Whether it can hold.
    pub verdict: Verdict,
    /// Where the split leaves a party or group worse off than it could be: the nucleolus, which leaves nobody worse off
    /// than alone, in pence before rounding.
    pub instead: Option<Vec<Ratio>>,
    /// The game: worth of each group, in pence.
    pub game: Game,
}

/// Splits what a model gains or loses under its terms.
///
/// Groups are worth what the model says they could save without the others, or the sum of their parts where that is
/// more; nobody alone saves anything unless the model says so.
///
/// # Errors
/// [`GameError::TooLarge`]; the other errors can't come of a checked model.
pub fn divide(model: &Model, effect: &Effect) -> Result<Division, GameError> {
    let total = effect.total(model.years);
    let game = game(model, total)?;
    let terms = &model.terms;
    let (exact, above, floors_dropped) = match total < Pence::ZERO {
        true => loss(terms, total)?,
        false => gain(terms, &game, total)?,
    };
    let verdict = verdict(&game, &exact, total)?;
    let instead = instead(&game, &exact, &verdict)?;
    let mut share: Vec<Pence> = exact
        .iter()
        .map(|x| x.checked_div(hundred()).and_then(pence).ok_or(GameError::TooLarge))
        .collect::<Result<_, _>>()?;
    let odd = total - share.iter().copied().sum();
    share[terms.rounding] = share[terms.rounding] + odd;
    let without: Vec<Pence> = effect.parties.iter().map(|party| party.over(model.years)).collect();
    let handed = share.iter().zip(&without).map(|(share, without)| *share - *without).collect();
    Ok(Division {
        total,
        without,
        share,
        exact,
        handed,
        above_caps: above,
        floors_dropped,
        verdict,
        instead,
        game,
    })
}

/// A hundred pence.
fn hundred() -> Ratio {
    Ratio::new(100, 1).unwrap_or(Ratio::ONE)
}

fn of(pence: Pence) -> Result<Ratio, GameError> {
    Ratio::new(pence.get().into(), 1).ok_or(GameError::TooLarge)
}

/// Superadditive cover of what the groups could save without the others.
fn game(model: &Model, total: Pence) -> Result<Game, GameError> {
    let n = model.parties.len();
    let mut worth = vec![0_i64; 1 << n];
    for alone in &model.alone {
        let group: Coalition = alone.parties.iter().copied().collect();
        worth[group.0 as usize] = worth[group.0 as usize].max(alone.saves.get());
    }
    for s in 1..worth.len() {
        // Each pair of parts once.
        let mut part = (s - 1) & s;
        while part > s / 2 {
            worth[s] = worth[s].max(worth[part].saturating_add(worth[s & !part]));
            part = (part - 1) & s;
        }
    }
    if let Some(all) = worth.last_mut() {
        *all = total.get();
    }
    Game::new(n, worth)
}

fn gain(terms: &Terms, game: &Game, total: Pence) -> Result<(Vec<Ratio>, Pence, bool), GameError> {
    let weights = match terms.key {
        Key::Agreed => terms.shares.iter().map(|share| share.ratio()).collect(),
        Key::Shapley => shapley(game)?,
        Key::Nucleolus => match nucleolus(game) {
            Ok(found) => found.shares,
            // Some are worth more alone than all together; what each adds is still defined.
            Err(GameError::NotWorthIt { .. }) => shapley(game)?,
            Err(other) => return Err(other),
        },
    };
    if weights.iter().any(|weight| weight.is_negative()) {
        return Ok((weights, Pence::ZERO, false));
    }
    let floors: i128 = terms.floors.iter().flatten().map(|floor| i128::from(floor.get())).sum();
    let dropped = floors > i128::from(total.get());
    let floor = |at: usize| terms.floors[at].filter(|_| !dropped).unwrap_or(Pence::ZERO);
    let (shares, above) = fill(&weights, total, floor, |at| terms.caps[at], terms.rounding)?;
    Ok((shares, above, dropped))
}

fn loss(terms: &Terms, total: Pence) -> Result<(Vec<Ratio>, Pence, bool), GameError> {
    let weights: Vec<Ratio> = terms.loss_shares.iter().map(|share| share.ratio()).collect();
    let (shares, above) = fill(&weights, -total, |_| Pence::ZERO, |at| terms.loss_caps[at], terms.rounding)?;
    let shares: Option<Vec<Ratio>> = shares.into_iter().map(|share| Ratio::ZERO.checked_sub(share)).collect();
    Ok((shares.ok_or(GameError::TooLarge)?, -above, false))
}

/// Shares in proportion to weights, none below its floor or above its cap: whoever is held there is taken out, and
/// the rest is shared anew. What all caps leave over goes to one party, and is told.
fn fill(
    weights: &[Ratio],
    total: Pence,
    floor: impl Fn(usize) -> Pence,
    cap: impl Fn(usize) -> Option<Pence>,
    rest_to: usize,
) -> Result<(Vec<Ratio>, Pence), GameError> {
    let mut held: Vec<Option<Ratio>> = vec![None; weights.len()];
    loop {
        let add = |sum: Ratio, x: Ratio| sum.checked_add(x).ok_or(GameError::TooLarge);
        let left = held.iter().flatten().try_fold(Ratio::ZERO, |sum, x| add(sum, *x))?;
        let left = of(total)?.checked_sub(left).ok_or(GameError::TooLarge)?;
        let open = weights.iter().zip(&held).filter(|(_, held)| held.is_none()).map(|(w, _)| *w);
        let open = open.clone().try_fold(Ratio::ZERO, add)?;
        let mut shares = Vec::with_capacity(weights.len());
        let (mut short, mut over) = (Ratio::ZERO, Ratio::ZERO);
        let mut marks: Vec<(usize, Ratio, bool)> = Vec::new();
        for (at, weight) in weights.iter().enumerate() {
            let share = match held[at] {
                Some(share) => share,
                None if open == Ratio::ZERO => Ratio::ZERO,
                None => weight
                    .checked_mul(left)
                    .and_then(|part| part.checked_div(open))
                    .ok_or(GameError::TooLarge)?,
            };
            let (low, high) = (of(floor(at))?, cap(at).map(of).transpose()?);
            let below = low.checked_sub(share).ok_or(GameError::TooLarge)?;
            let above = match high {
                Some(high) => share.checked_sub(high).ok_or(GameError::TooLarge)?,
                None => Ratio::ZERO,
            };
            if held[at].is_none() && !below.is_negative() && below != Ratio::ZERO {
                short = add(short, below)?;
                marks.push((at, low, true));
            } else if let (None, Some(high)) = (held[at], high)
                && !above.is_negative()
                && above != Ratio::ZERO
            {
                over = add(over, above)?;
                marks.push((at, high, false));
            }
            shares.push(share);
        }
        if marks.is_empty() {
            return rest(shares, total, rest_to);
        }
        // Holding the greater of both kinds first never takes back what was held before.
        let floors_first = !short.checked_sub(over).ok_or(GameError::TooLarge)?.is_negative();
        let caps_first = !over.checked_sub(short).ok_or(GameError::TooLarge)?.is_negative();
        for (at, limit, is_floor) in marks {
            if (is_floor && floors_first) || (!is_floor && caps_first) {
                held[at] = Some(limit);
            }
        }
    }
}

fn rest(mut shares: Vec<Ratio>, total: Pence, to: usize) -> Result<(Vec<Ratio>, Pence), GameError> {
    let given = shares.iter().try_fold(Ratio::ZERO, |sum, x| sum.checked_add(*x));
    let left = given.and_then(|given| of(total).ok()?.checked_sub(given)).ok_or(GameError::TooLarge)?;
    shares[to] = shares[to].checked_add(left).ok_or(GameError::TooLarge)?;
    let left = left.checked_div(hundred()).and_then(pence).ok_or(GameError::TooLarge)?;
    Ok((shares, left))
}

fn verdict(game: &Game, exact: &[Ratio], total: Pence) -> Result<Verdict, GameError> {
    if total < Pence::ZERO {
        return Ok(Verdict::Loss);
    }
    if let Core::Empty(why) = core(game)? {
        return Ok(Verdict::NoneHolds(why));
    }
    let mut worst: Option<(Coalition, Ratio)> = None;
    for s in 1..Coalition::all(game.players()).0 {
        let group = Coalition(s);
        let given = group.players().try_fold(Ratio::ZERO, |sum, i| sum.checked_add(exact[i]));
        let worth = Ratio::new(game.worth(group).into(), 1);
        let gain = worth.and_then(|worth| worth.checked_sub(given?)).ok_or(GameError::TooLarge)?;
        let more = worst.is_none_or(|(_, most)| most.checked_sub(gain).is_some_and(Ratio::is_negative));
        if !gain.is_negative() && gain != Ratio::ZERO && more {
            worst = Some((group, gain));
        }
    }
    Ok(worst.map_or(Verdict::Holds, |(group, gain)| Verdict::AnotherWouldHold { group, gain }))
}

fn instead(game: &Game, exact: &[Ratio], verdict: &Verdict) -> Result<Option<Vec<Ratio>>, GameError> {
    let below_alone = |at: usize| {
        let alone = Ratio::new(game.worth(Coalition::NOBODY.with(at)).into(), 1);
        alone.and_then(|alone| exact[at].checked_sub(alone)).is_some_and(Ratio::is_negative)
    };
    let wanted = match verdict {
        Verdict::Holds | Verdict::Loss => false,
        Verdict::AnotherWouldHold { .. } => true,
        Verdict::NoneHolds(_) => (0..exact.len()).any(below_alone),
    };
    match nucleolus(game) {
        Ok(found) if wanted => Ok(Some(found.shares)),
        Ok(_) | Err(GameError::NotWorthIt { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}
