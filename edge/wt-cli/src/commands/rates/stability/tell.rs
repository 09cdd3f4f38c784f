//! Whether a card holds, in sentences.

use wt_rates::divergence::{Moved, leave};
use wt_rates::respond::tornado;
use wt_units::Pence;

use super::Looked;
use crate::words::say;

fn pounds(pence: i64) -> String {
    Pence::new(pence).to_string()
}

pub(super) fn tell(looked: &Looked) {
    let gain = |cells: &[Moved]| cells.iter().map(Moved::gain).sum::<i64>();
    let gains: Vec<i64> = looked.alone.iter().map(|cells| gain(cells)).collect();
    let over = gains.iter().zip(&looked.tolerated).filter(|(gain, tolerated)| gain > tolerated).count();
    let Some((first, most)) = gains.iter().enumerate().max_by_key(|(_, gain)| **gain) else { return };
    match over {
        0 => say(&format!(
            "The card holds: nobody gains more by leaving alone than is tolerated; the most is {} a month.",
            pounds(*most)
        )),
        over => say(&format!(
            "The card does not hold by itself: {over} of {} employers gain more by leaving alone than is tolerated; the most, {} a \
             month, is gained by {}, at a cost of {} to the others.",
            gains.len(),
            pounds(*most),
            looked.market.employers[first],
            pounds(looked.alone[first].iter().map(Moved::harmed).sum())
        )),
    }
    if *most > 0 {
        let [swing, ..] = tornado(|case| gain(&leave(&looked.game(case), first)));
        say(&format!(
            "The assumption that matters most for it is {}: alone it moves the gain from {} to {}.",
            swing.assumption,
            pounds(swing.low.min(swing.high)),
            pounds(swing.low.max(swing.high))
        ));
    }
}
