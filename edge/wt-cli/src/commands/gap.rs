//! `wholetime gap`: the figure that cash-releasing pounds are set against.

use wt_engine::settings::Gap as Figure;
use wt_units::Pence;

use super::{Answer, Failure, figures, open, open_existing, person};
use crate::args::{Gap, GapWhat};
use crate::words::say;

pub(super) async fn run(args: Gap) -> Answer {
    match args.what {
        GapWhat::Show { at } => {
            let engine = open_existing(&at).await?;
            let gap = engine.gap(&person()).await?;
            engine.close().await;
            match gap {
                Some(gap) => figures(&format!(
                    "{}\t{}\t{}\t{}\n",
                    gap.amount.plain(),
                    gap.covers,
                    gap.stated,
                    gap.source
                )),
                None => {
                    say("No gap is loaded. Set it with `wholetime gap set`; Wholetime invents none.");
                    figures("")
                }
            }
        }
        GapWhat::Set { at, amount, covers, source, stated } => {
            let amount = Pence::from_pounds(amount)
                .ok_or_else(|| Failure::Input("--amount must be pounds, such as 250000000.".to_owned()))?;
            let stated = stated.parse().map_err(|_| {
                Failure::Input(format!("--stated: found '{stated}', expected a day, such as 2026-04-01"))
            })?;
            let engine = open(&at).await?;
            engine.save_gap(&person(), &Figure { amount, covers, source, stated }).await?;
            engine.close().await;
            say(&format!("The gap is {amount}."));
            figures("")
        }
    }
}
