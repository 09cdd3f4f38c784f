//! What a model file looks like, before anything is checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Amount, Figures, Key, Turns};

pub(super) type Text = Spanned<String>;
pub(super) type Number = Spanned<Amount>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelFile {
    pub(super) title: String,
    pub(super) figures: Figures,
    pub(super) date: String,
    pub(super) price_year: String,
    pub(super) years: Spanned<u32>,
    pub(super) patients: Number,
    pub(super) organisation: Vec<PartyTable>,
    pub(super) role: Vec<RoleTable>,
    pub(super) before: Vec<StepTable>,
    pub(super) after: Vec<StepTable>,
    #[serde(default)]
    pub(super) flow: Vec<FlowTable>,
    #[serde(default)]
    pub(super) set_up: Vec<SetUpTable>,
    #[serde(default)]
    pub(super) decision: Vec<DecisionTable>,
    #[serde(default)]
    pub(super) access: Vec<AccessTable>,
    pub(super) split: Spanned<SplitTable>,
    #[serde(default)]
    pub(super) alone: Vec<AloneTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartyTable {
    pub(super) id: Text,
    pub(super) name: String,
    pub(super) kind: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleTable {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) organisation: Text,
    pub(super) rate: Number,
    pub(super) freed: Option<Turns>,
    pub(super) added: Option<Turns>,
    pub(super) source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepTable {
    pub(super) step: String,
    pub(super) role: Text,
    pub(super) minutes: Number,
    pub(super) share: Option<Number>,
    pub(super) place: String,
    pub(super) payer: Option<Text>,
    pub(super) bought: Option<Number>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RuleName {
    Fixed,
    UnitPrice,
    Variable,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlowTable {
    pub(super) name: String,
    pub(super) from: Text,
    pub(super) to: Text,
    pub(super) rule: Spanned<RuleName>,
    pub(super) amount: Option<Number>,
    pub(super) price: Option<Number>,
    pub(super) percent: Option<Number>,
    pub(super) before: Number,
    pub(super) after: Number,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetUpTable {
    pub(super) name: String,
    pub(super) organisation: Text,
    pub(super) amount: Number,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionTable {
    pub(super) id: Text,
    pub(super) name: String,
    pub(super) who: String,
    pub(super) limit: Option<Number>,
    pub(super) amount: Option<Number>,
    pub(super) meeting: String,
    pub(super) weeks: u32,
    #[serde(default)]
    pub(super) after: Vec<Text>,
    pub(super) blocks: Option<String>,
    pub(super) ask: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Better {
    Lower,
    Higher,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessTable {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) before: Amount,
    pub(super) after: Amount,
    pub(super) better: Better,
    pub(super) source: String,
}

pub(super) type ByParty = BTreeMap<Text, Number>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SplitTable {
    pub(super) key: Spanned<Key>,
    pub(super) shares: Option<Spanned<ByParty>>,
    #[serde(default)]
    pub(super) cap: ByParty,
    #[serde(default)]
    pub(super) floor: ByParty,
    pub(super) loss_shares: Option<Spanned<ByParty>>,
    #[serde(default)]
    pub(super) loss_cap: ByParty,
    pub(super) rounding: Text,
    pub(super) measure: String,
    pub(super) exit: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AloneTable {
    pub(super) organisations: Vec<Text>,
    pub(super) saves: Number,
    pub(super) source: String,
}
