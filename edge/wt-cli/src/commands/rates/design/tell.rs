//! What a designed card comes to, in sentences.

use wt_rates::design::{Design, Joint, loss, outcome};
use wt_rates::market::Market;
use wt_rates::respond::{Spread, spread, tornado};
use wt_units::Pence;

use crate::words::say;

/// Percent with one decimal, of millionths.
pub(super) fn percent(millionths: i64) -> String {
    format!("{:.1}%", millionths as f64 / 10_000.0)
}

fn pounds(pence: i64) -> String {
    Pence::new(pence).to_string()
}

pub(super) fn tell(market: &Market, found: &Design) {
    let all = &found.outcome.all;
    let rated = market.segments.len() - found.without.len();
    say(&format!(
        "{rated} of {} cells have a rate{}.",
        market.segments.len(),
        if found.without.is_empty() {
            ""
        } else {
            "; the others stay as they are today (--show without says why)"
        }
    ));
    let saving: Spread = spread(|case| outcome(market, &found.card, case).all.saving());
    say(&format!(
        "A month costs {} against {} today: {} of {}, from {} to {} as assumptions range.",
        pounds(all.cost),
        pounds(all.cost_now),
        if saving.central < 0 { "dearer, a saving" } else { "a saving" },
        pounds(saving.central),
        pounds(saving.low),
        pounds(saving.high)
    ));
    say(&format!(
        "At today's hours, lines above the card save {} and lines below it cost {}; hours that move or are filled more or less \
         come to {}.",
        pounds(all.above),
        pounds(all.below),
        pounds(all.moved())
    ));
    if let (Some(now), Some(then)) = (all.fill_now(), all.fill()) {
        let range = spread(|case| outcome(market, &found.card, case).all.fill().unwrap_or(0));
        say(&format!(
            "Filled: {} of wanted hours, from {} to {}, against {} today.",
            percent(then),
            percent(range.low),
            percent(range.high),
            percent(now)
        ));
    }
    let [first, ..] = tornado(|case| outcome(market, &found.card, case).all.saving());
    say(&format!(
        "The assumption that matters most is {}: alone it moves the saving from {} to {}.",
        first.assumption,
        pounds(first.low.min(first.high)),
        pounds(first.low.max(first.high))
    ));
    let losses = loss::by_employer(market, &found.card);
    let hours = losses.iter().map(|loss| loss.above).sum::<i64>() / 60;
    let most = losses.iter().map(|loss| loss.most).max().unwrap_or(0);
    let part = losses.iter().map(|loss| loss.most_part).max().unwrap_or(0);
    say(&format!(
        "{hours} hours a month are paid above the card today; nobody loses more than {} an hour, nor more than {} of the rate.",
        pounds(most),
        percent(part)
    ));
    joint(market, found);
}

/// So many limits that are not kept are told one by one.
const TOLD: usize = 5;

fn joint(market: &Market, found: &Design) {
    let broken = found.kept.iter().filter(|kept| !kept.holds()).count();
    if broken > TOLD {
        say(&format!(
            "{broken} limits that join cells are not kept; these are the first (--show limits has all)."
        ));
    }
    for kept in found.kept.iter().filter(|kept| !kept.holds()).take(TOLD) {
        let proved =
            if kept.impossible { "no card within the other bounds can" } else { "none was found that does" };
        match kept.joint {
            Joint::Employer(at) => say(&format!(
                "{} would pay {} a month, above its bound of {}: {proved}. A share of what others save would make up the rest.",
                market.employers[at],
                pounds(kept.reached),
                pounds(kept.limit)
            )),
            Joint::Fill(of) => say(&format!(
                "Cells that are {} fill {} hours together, below the {} asked for: {proved}.",
                of.words(),
                kept.reached / 60,
                kept.limit / 60
            )),
        }
    }
    match (found.holds(), found.outcome.all.cost - found.bound) {
        (true, ..=0) => say("No card that keeps all of this costs less."),
        (true, less) => say(&format!(
            "Another card that keeps all of this might cost up to {} less ({:.4}%): none was found.",
            pounds(less),
            found.gap() * 100.0
        )),
        (false, _) => {}
    }
}
