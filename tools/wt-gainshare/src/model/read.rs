//! A model file read and checked: every refusal names its line, what was found and what was expected.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use wt_units::Pence;

use super::file::{ByParty, FlowTable, ModelFile, Number, RuleName, SplitTable, StepTable, Text};
use super::{
    Access, Alone, Amount, Decision, Flow, Key, Model, Party, Role, Rule, SetUp, Step, Terms, Turns,
    file::Better,
};
use crate::games::MOST_PLAYERS;

/// Something in a model file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: found {found}, expected {expected}")]
pub struct Refusal {
    /// Line of the file, from 1.
    pub line: usize,
    /// What stood there.
    pub found: String,
    /// What would have been accepted.
    pub expected: String,
}

/// Reads a model of care from TOML.
///
/// # Errors
/// Everything wrong with it, in the order of the file; a file that is no TOML, or lacks a key, tells the first.
pub fn read(text: &str) -> Result<Model, Vec<Refusal>> {
    let file: ModelFile = toml::from_str(text).map_err(|error| vec![unread(text, &error)])?;
    let mut check = Check { text, refusals: Vec::new() };
    let model = check.model(file);
    check.refusals.sort_by_key(|refusal| refusal.line);
    if check.refusals.is_empty() { Ok(model) } else { Err(check.refusals) }
}

fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

fn unread(text: &str, error: &toml::de::Error) -> Refusal {
    let span = error.span().unwrap_or(0..0);
    let snippet = text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default().trim();
    let message = error.message().lines().next().unwrap_or_default().replace('`', "'");
    let (found, expected) = match (message.split_once(", expected "), message.strip_prefix("missing field "))
    {
        (Some((found, expected)), _) => (found.to_owned(), expected.to_owned()),
        (None, Some(missing)) if snippet.is_empty() => (format!("no {missing}"), missing.to_owned()),
        (None, Some(missing)) => (format!("{snippet} without {missing}"), missing.to_owned()),
        (None, None) if snippet.is_empty() => ("what TOML can't read".to_owned(), message),
        (None, None) => (format!("'{snippet}'"), message),
    };
    Refusal { line: line(text, span.start), found, expected }
}

struct Check<'a> {
    text: &'a str,
    refusals: Vec<Refusal>,
}

/// Names and their positions.
type Names = BTreeMap<String, usize>;

impl Check<'_> {
    fn refuse(&mut self, span: Range<usize>, found: impl Into<String>, expected: impl Into<String>) {
        let line = line(self.text, span.start);
        self.refusals.push(Refusal { line, found: found.into(), expected: expected.into() });
    }

    fn names<'t>(&mut self, what: &str, ids: impl Iterator<Item = &'t Text>) -> Names {
        let mut names = Names::new();
        for (at, id) in ids.enumerate() {
            if names.insert(id.get_ref().clone(), at).is_some() {
                self.refuse(id.span(), format!("{what} '{}' twice", id.get_ref()), "each id once");
            }
        }
        names
    }

    /// Position of a name; nought, with a refusal, where there is none.
    fn place(&mut self, id: &Text, names: &Names) -> usize {
        if let Some(at) = names.get(id.get_ref()) {
            return *at;
        }
        let known: Vec<&str> = names.keys().map(String::as_str).collect();
        self.refuse(id.span(), format!("'{}'", id.get_ref()), format!("one of {}", known.join(", ")));
        0
    }

    /// An amount that may not be below nought.
    fn size(&mut self, of: &Number) -> Amount {
        if of.get_ref().0.is_negative() {
            self.refuse(of.span(), of.get_ref().to_string(), "nought or more");
        }
        *of.get_ref()
    }

    fn needed(&mut self, of: Option<&Number>, name: &str, rule: &Spanned<RuleName>) -> Amount {
        if let Some(of) = of {
            return self.size(of);
        }
        self.refuse(
            rule.span(),
            format!("a flow without '{name}'"),
            format!("'{name}', which this rule needs"),
        );
        Amount::ZERO
    }

    fn unneeded(&mut self, of: Option<&Number>, name: &str) {
        if let Some(of) = of {
            self.refuse(of.span(), format!("'{name}'"), "no such key under this rule");
        }
    }

    fn money(&mut self, of: &Number) -> Pence {
        let pence = self.size(of).pounds();
        if pence.is_none() {
            self.refuse(of.span(), of.get_ref().to_string(), "pounds that can be counted in pence");
        }
        pence.unwrap_or(Pence::ZERO)
    }

    fn model(&mut self, file: ModelFile) -> Model {
        let parties = self.names("organisation", file.organisation.iter().map(|t| &t.id));
        let roles = self.names("role", file.role.iter().map(|t| &t.id));
        let decisions = self.names("decision", file.decision.iter().map(|t| &t.id));
        if !(2..=MOST_PLAYERS).contains(&file.organisation.len()) {
            let found = format!("{} organisations", file.organisation.len());
            self.refuse(0..0, found, format!("2 to {MOST_PLAYERS} [[organisation]] tables"));
        }
        if !(1..=10).contains(file.years.get_ref()) {
            self.refuse(file.years.span(), file.years.get_ref().to_string(), "1 to 10 years");
        }
        let role_list: Vec<Role> = file
            .role
            .iter()
            .map(|t| Role {
                id: t.id.get_ref().clone(),
                title: t.title.clone(),
                party: self.place(&t.organisation, &parties),
                rate: self.size(&t.rate),
                freed: t.freed.unwrap_or(Turns::Time),
                added: t.added.unwrap_or(Turns::Cash),
                source: t.source.clone(),
            })
            .collect();
        let mut steps = |tables: &[StepTable]| -> Vec<Step> {
            tables.iter().map(|t| self.step(t, &roles, &parties, &role_list)).collect()
        };
        let (before, after) = (steps(&file.before), steps(&file.after));
        Model {
            patients: self.size(&file.patients),
            flows: file.flow.iter().map(|t| self.flow(t, &parties)).collect(),
            set_up: file
                .set_up
                .iter()
                .map(|t| SetUp {
                    name: t.name.clone(),
                    party: self.place(&t.organisation, &parties),
                    amount: self.size(&t.amount),
                })
                .collect(),
            decisions: self.decisions(&file, &decisions),
            terms: self.terms(&file.split, &parties),
            alone: self.alone(&file, &parties),
            access: file
                .access
                .into_iter()
                .map(|t| Access {
                    name: t.name,
                    unit: t.unit,
                    before: t.before,
                    after: t.after,
                    lower_is_better: t.better == Better::Lower,
                    source: t.source,
                })
                .collect(),
            parties: file
                .organisation
                .into_iter()
                .map(|t| Party { id: t.id.into_inner(), name: t.name, kind: t.kind })
                .collect(),
            title: file.title,
            figures: file.figures,
            date: file.date,
            price_year: file.price_year,
            years: file.years.into_inner(),
            roles: role_list,
            before,
            after,
        }
    }

    fn step(&mut self, t: &StepTable, roles: &Names, parties: &Names, list: &[Role]) -> Step {
        let role = self.place(&t.role, roles);
        let employer = list.get(role).map_or(0, |role| role.party);
        Step {
            name: t.step.clone(),
            role,
            minutes: self.size(&t.minutes),
            share: t.share.as_ref().map_or_else(hundred, |share| self.size(share)),
            place: t.place.clone(),
            payer: t.payer.as_ref().map_or(employer, |payer| self.place(payer, parties)),
            bought: t.bought.as_ref().map_or(Amount::ZERO, |bought| self.size(bought)),
        }
    }

    fn flow(&mut self, t: &FlowTable, parties: &Names) -> Flow {
        let rule = match t.rule.get_ref() {
            RuleName::Fixed => {
                self.unneeded(t.price.as_ref(), "price");
                self.unneeded(t.percent.as_ref(), "percent");
                Rule::Fixed { amount: self.needed(t.amount.as_ref(), "amount", &t.rule) }
            }
            RuleName::UnitPrice => {
                self.unneeded(t.amount.as_ref(), "amount");
                self.unneeded(t.percent.as_ref(), "percent");
                Rule::UnitPrice { price: self.needed(t.price.as_ref(), "price", &t.rule) }
            }
            RuleName::Variable => Rule::Variable {
                amount: self.needed(t.amount.as_ref(), "amount", &t.rule),
                price: self.needed(t.price.as_ref(), "price", &t.rule),
                percent: self.needed(t.percent.as_ref(), "percent", &t.rule),
            },
        };
        let (from, to) = (self.place(&t.from, parties), self.place(&t.to, parties));
        if t.from.get_ref() == t.to.get_ref() {
            self.refuse(t.to.span(), format!("'{}' paying itself", t.to.get_ref()), "two organisations");
        }
        let (before, after) = (self.size(&t.before), self.size(&t.after));
        Flow { name: t.name.clone(), from, to, rule, before, after }
    }

    fn decisions(&mut self, file: &ModelFile, names: &Names) -> Vec<Decision> {
        let mut list: Vec<Decision> = Vec::new();
        for (at, t) in file.decision.iter().enumerate() {
            let mut after = Vec::new();
            for id in &t.after {
                let place = self.place(id, names);
                if names.contains_key(id.get_ref()) {
                    if place >= at {
                        self.refuse(id.span(), format!("'{}'", id.get_ref()), "a decision that stands above");
                    } else {
                        after.push(place);
                    }
                }
            }
            list.push(Decision {
                id: t.id.get_ref().clone(),
                name: t.name.clone(),
                who: t.who.clone(),
                limit: t.limit.as_ref().map(|limit| self.size(limit)),
                amount: t.amount.as_ref().map(|amount| self.size(amount)),
                meeting: t.meeting.clone(),
                weeks: t.weeks,
                after,
                blocks: t.blocks.clone(),
                ask: t.ask.clone(),
            });
        }
        list
    }

    fn alone(&mut self, file: &ModelFile, parties: &Names) -> Vec<Alone> {
        file.alone
            .iter()
            .map(|t| {
                let mut group: Vec<usize> =
                    t.organisations.iter().map(|id| self.place(id, parties)).collect();
                group.sort_unstable();
                group.dedup();
                if group.is_empty() || group.len() == parties.len() {
                    let found = format!("{} organisations", group.len());
                    self.refuse(t.saves.span(), found, "a group of some, not all, of the organisations");
                }
                Alone { parties: group, saves: self.money(&t.saves), source: t.source.clone() }
            })
            .collect()
    }

    fn terms(&mut self, split: &Spanned<SplitTable>, parties: &Names) -> Terms {
        let table = split.get_ref();
        let key = *table.key.get_ref();
        if key == Key::Agreed && table.shares.is_none() {
            self.refuse(
                table.key.span(),
                "agreed shares without 'shares'",
                "shares = { organisation = percent }",
            );
        }
        if let (Some(shares), true) = (&table.shares, key != Key::Agreed) {
            self.refuse(
                shares.span(),
                "'shares' under a key that works them out",
                "key = \"agreed\", or no shares",
            );
        }
        let shares = self.percents(table.shares.as_ref(), parties);
        let loss_shares = match &table.loss_shares {
            Some(_) => self.percents(table.loss_shares.as_ref(), parties),
            // Losses follow the same key unless the parties wrote another.
            None if key == Key::Agreed => shares.clone(),
            None => even(parties.len()),
        };
        Terms {
            key,
            shares,
            loss_shares,
            caps: self.limits(&table.cap, parties),
            floors: self.limits(&table.floor, parties),
            loss_caps: self.limits(&table.loss_cap, parties),
            rounding: self.place(&table.rounding, parties),
            measure: table.measure.clone(),
            exit: table.exit.clone(),
        }
    }

    fn percents(&mut self, of: Option<&Spanned<ByParty>>, parties: &Names) -> Vec<Amount> {
        let mut list = vec![Amount::ZERO; parties.len()];
        let Some(of) = of else { return list };
        for (id, percent) in of.get_ref() {
            let percent = self.size(percent);
            let at = self.place(id, parties);
            if let Some(slot) = list.get_mut(at) {
                *slot = percent;
            }
        }
        let sum: wt_units::Quantity = list.iter().map(|share| share.0).sum();
        if Amount(sum) != hundred() {
            self.refuse(of.span(), format!("shares that add up to {sum}"), "shares that add up to 100");
        }
        list
    }

    fn limits(&mut self, of: &ByParty, parties: &Names) -> Vec<Option<Pence>> {
        let mut list = vec![None; parties.len()];
        for (id, limit) in of {
            let at = self.place(id, parties);
            let limit = self.money(limit);
            if let Some(slot) = list.get_mut(at) {
                *slot = Some(limit);
            }
        }
        list
    }
}

fn hundred() -> Amount {
    Amount(wt_units::Quantity::from_millionths(100_000_000))
}

/// The same for each; only their proportions count.
fn even(parties: usize) -> Vec<Amount> {
    vec![Amount(wt_units::Quantity::from_millionths(1_000_000)); parties]
}
