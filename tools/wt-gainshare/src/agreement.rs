//! Two pages for those who sign: what changes, who pays and who gains, the split with its arithmetic, who decides.

mod sections;

use crate::decisions::decision_map;
use crate::effect::Effect;
use crate::games::Coalition;
use crate::model::{Figures, Key, Model};
use crate::page::Block;
use crate::share::{Division, Verdict};

/// The agreement as blocks, for [`crate::page::markdown`] or [`crate::page::html`].
pub fn agreement(model: &Model, effect: &Effect, division: &Division) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, model.title.clone()), Block::Text(about(model))];
    sections::steps(model, effect, &mut blocks);
    sections::parties(model, effect, &mut blocks);
    sections::time(model, effect, &mut blocks);
    sections::flows(model, effect, &mut blocks);
    blocks.push(Block::Heading(2, "The split".to_owned()));
    blocks.push(Block::Text(sentences(model, division).join(" ")));
    sections::split(model, effect, division, &mut blocks);
    blocks.push(Block::Text(terms(model)));
    sections::decisions(model, &decision_map(model), &mut blocks);
    sections::access(model, &mut blocks);
    blocks.push(Block::Heading(2, "Signed".to_owned()));
    let row = |name: &str| vec![name.to_owned(), String::new(), String::new()];
    let rows = model.parties.iter().map(|party| row(&party.name)).collect();
    blocks.push(Block::Table(vec![("For", false), ("Name and role", false), ("Date", false)], rows));
    blocks
}

fn about(model: &Model) -> String {
    let whose = match model.figures {
        Figures::Generated => {
            "Every figure here is generated: made up to show how the sum is done. No real organisation is meant."
        }
        Figures::Supplied => "The figures were supplied by the parties.",
    };
    format!(
        "{whose} Date of figures: {}. Price year: {}. {} patients a year. The agreement runs {}. Above nought is better \
         for the party named.",
        model.date,
        model.price_year,
        model.patients,
        years(model)
    )
}

fn years(model: &Model) -> String {
    if model.years == 1 { "1 year".to_owned() } else { format!("{} years", model.years) }
}

/// The parties of a group by name: "A, B and C".
pub fn names(model: &Model, group: Coalition) -> String {
    let names: Vec<&str> = group.players().map(|i| model.parties[i].name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// What there is to share, whether the split can hold, and what was set aside: a sentence each.
pub fn sentences(model: &Model, division: &Division) -> Vec<String> {
    let total = division.total;
    let mut said = vec![format!(
        "Over {} all parties together {} {} in cash, set-up taken off; payments between them cancel.",
        years(model),
        if total.get() < 0 { "lose" } else { "gain" },
        wt_units::Pence::new(total.get().saturating_abs())
    )];
    let pounds = |of: wt_facts::Ratio| {
        let hundredth = of.checked_div(wt_facts::Ratio::new(100, 1)?)?;
        crate::model::pence(hundredth)
    };
    let money = |of| pounds(of).map_or_else(|| "an amount too large to print".to_owned(), |p| p.to_string());
    said.push(match &division.verdict {
        Verdict::Holds => "Under this split no party is worse off than before, and no group would do better without the \
                           others."
            .to_owned(),
        Verdict::AnotherWouldHold { group, gain, .. } => format!(
            "Under this split {} would do better without the others by {}, and other splits would hold.",
            names(model, *group),
            money(*gain)
        ),
        Verdict::NoneHolds(why) => {
            let groups: Vec<String> = why
                .balanced
                .iter()
                .map(|(group, weight)| format!("{weight} of {}", names(model, *group)))
                .collect();
            format!(
                "No split holds: under any, some group would do better without the others by at least {}, {} first. Proof: \
                 {} put each party in once and are worth {} without the others, and there is {} to share.",
                money(why.gain),
                names(model, why.by),
                groups.join(" + "),
                money(why.claimed),
                total
            )
        }
        Verdict::Loss => "No split leaves every party as well off as before: what one is spared another bears. The \
                          loss rule shares it out."
            .to_owned(),
    });
    if let Some(instead) = &division.instead {
        let shares = model.parties.iter().zip(instead);
        let shares: Vec<String> =
            shares.map(|(party, share)| format!("{} {}", party.name, money(*share))).collect();
        said.push(format!(
            "A split that leaves no party worse off than alone is the nucleolus: {}.",
            shares.join(", ")
        ));
    }
    if division.floors_dropped {
        said.push("The floors ask for more than there is, and are left out.".to_owned());
    }
    if division.above_caps.get() != 0 {
        said.push(format!(
            "The caps leave {} over, which goes to {}.",
            division.above_caps, model.parties[model.terms.rounding].name
        ));
    }
    said
}

fn terms(model: &Model) -> String {
    let terms = &model.terms;
    let key = match terms.key {
        Key::Shapley => {
            "what each party adds, averaged over every order of joining (Shapley value)".to_owned()
        }
        Key::Nucleolus => {
            "the worst-treated group is treated as well as can be, then the next (nucleolus)".to_owned()
        }
        Key::Agreed => {
            let shares = model.parties.iter().zip(&terms.shares);
            let shares: Vec<String> =
                shares.map(|(party, share)| format!("{} {share}%", party.name)).collect();
            format!("agreed shares, {}", shares.join(", "))
        }
    };
    let limits = |what: &str, list: &[Option<wt_units::Pence>]| {
        let told: Vec<String> = model
            .parties
            .iter()
            .zip(list)
            .filter_map(|(party, limit)| limit.map(|limit| format!("{} {limit}", party.name)))
            .collect();
        if told.is_empty() { format!("No {what}.") } else { format!("{what}: {}.", told.join(", ")) }
    };
    let loss = model.parties.iter().zip(&terms.loss_shares);
    let loss: Vec<String> = loss.map(|(party, share)| format!("{} {share}", party.name)).collect();
    format!(
        "Key: {key}. {} {} A loss is shared in the proportions {}. {} Odd pence go to {}. Measured by: {} Exit: {}",
        limits("cap on a gain", &terms.caps),
        limits("floor under a gain", &terms.floors),
        loss.join(", "),
        limits("cap on a loss", &terms.loss_caps),
        model.parties[terms.rounding].name,
        terms.measure,
        terms.exit
    )
}
