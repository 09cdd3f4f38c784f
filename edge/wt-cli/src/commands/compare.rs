//! `wholetime compare METRIC`.

use wt_benchmark::Level;
use wt_engine::compare::{Compared, report};
use wt_opportunity::sum;
use wt_units::{Pence, Pounds};

use super::{Answer, Failure, ask, figures, open_existing, person};
use crate::args::Compare;
use crate::report::print;
use crate::words::say;

pub(super) async fn run(args: Compare) -> Answer {
    let engine = open_existing(&args.at).await?;
    let mut asked = ask(&args.scope);
    asked.level = match (args.units_of, args.staff_groups_of) {
        (Some(of), _) => Level::UnitsOf(of),
        (_, Some(of)) => Level::StaffGroupsOf(Some(of)),
        _ => Level::Employers,
    };
    let compared = engine.compare(&person(), &args.metric, &asked).await?;
    engine.close().await;
    if let Some(code) = args.rows {
        let row = compared.row_of(code).ok_or_else(|| {
            Failure::Input(format!(
                "{code} has no figures in this comparison. Leave out --region, or check the code."
            ))
        })?;
        return figures(&print(&report::trace(&compared, row), args.format));
    }
    tell(&compared);
    figures(&print(&report::comparison(&compared), args.format))
}

/// What a reader must know, on standard error.
fn tell(c: &Compared) {
    let q = &c.comparison.question;
    let place = q.region.as_deref().unwrap_or("every region");
    say(&format!("{}, {}, {place}.", c.metric.name, q.period.long()));
    say(&c.sentence());
    for note in &c.comparison.notes {
        say(note);
    }
    for group in &c.comparison.groups {
        let funnel = group.funnel.as_ref().map_or(String::new(), |f| {
            format!("; funnel phi {:.2}, tau\u{b2} {:.4e}, 10% winsorised", f.phi, f.tau2)
        });
        say(&format!("Peers: {}{funnel}.", group.scope));
    }
    if !c.comparison.left_out.is_empty() {
        let n = c.comparison.left_out.len();
        say(&format!("{n} without a row (use --bodies all to see every organisation)."));
    }
    if let Some(why) = &c.no_pounds {
        say(&format!("No pounds: {why}"));
        return;
    }
    let totals = sum(&c.to_median);
    for total in &totals.totals {
        let wte = total.wte.map_or(String::new(), |w| format!(", {:.1} WTE", w.to_f64()));
        say(&format!(
            "Total to the peer median, {}: {} ({} organisations{wte}).",
            total.benefit_type.words(),
            total.pounds,
            total.organisations
        ));
    }
    let best: Pence = c.to_best_quartile.iter().map(|o| o.pounds).sum();
    say(&format!("To the best quartile: {}, an upper bound inflated by selection.", Pounds(best).sentence()));
    for note in &totals.notes {
        say(note);
    }
    if let Some(o) = c.to_median.first() {
        o.price.words.iter().for_each(|w| say(&format!("Price: {w}")));
        say(&o.not);
    }
}
