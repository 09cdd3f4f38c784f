//! A model of care: steps × roles × minutes × place × payer, before and after, and the payments between parties.

mod amount;
mod file;
mod read;

pub use amount::{Amount, pence};
pub use read::{Refusal, read};
use wt_units::Pence;

/// Whose figures they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figures {
    /// Made up to show how it works.
    Generated,
    /// Given by the parties.
    Supplied,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Slug.
    pub id: String,
    /// Name for a heading.
    pub name: String,
    /// What it is, such as commissioner or provider, in the file's words.
    pub kind: String,
}

/// Whether hours turn into money when their number changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turns {
    /// Paid by the hour or session: bank, agency, a post that is deleted or has to be made.
    Cash,
    /// Salaried time that is put to other work: capacity, never cash.
    Time,
}

/// Somebody who works on a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Slug.
    pub id: String,
    /// Name for a heading.
    pub title: String,
    /// Whose staff, as a position among the parties.
    pub party: usize,
    /// Pounds an hour, on-costs in.
    pub rate: Amount,
    /// What hours no longer needed are.
    pub freed: Turns,
    /// What more hours are.
    pub added: Turns,
    /// Where the rate comes from.
    pub source: String,
}

/// One step of a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub name: String,
    /// By whom, as a position among the roles.
    pub role: usize,
    /// Minutes each time.
    pub minutes: Amount,
    /// Percent of patients who get it; above 100 where it is done more than once.
    pub share: Amount,
    /// Where.
    pub place: String,
    /// On whose budget it falls, as a position among the parties.
    pub payer: usize,
    /// Pounds each time for what is bought: tests, medicines, rooms by the session.
    pub bought: Amount,
}

/// How a payment follows activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The same whatever is done: less activity frees no cash of whoever pays.
    Fixed {
        /// Pounds a year.
        amount: Amount,
    },
    /// Pounds for each unit.
    UnitPrice {
        /// Pounds.
        price: Amount,
    },
    /// A fixed amount at the activity before, and part of the price for units above or below it.
    Variable {
        /// Pounds a year at the activity before.
        amount: Amount,
        /// Pounds for a unit.
        price: Amount,
        /// Percent of the price that a change in units is paid or taken back at.
        percent: Amount,
    },
}

/// A payment from one party to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// What for.
    pub name: String,
    /// Who pays, as a position among the parties.
    pub from: usize,
    /// Who is paid.
    pub to: usize,
    /// How.
    pub rule: Rule,
    /// Units a year before.
    pub before: Amount,
    /// Units a year after.
    pub after: Amount,
}

/// Money spent once to get there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// What for.
    pub name: String,
    /// Who pays it.
    pub party: usize,
    /// Pounds.
    pub amount: Amount,
}

/// One line of the decision map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Slug.
    pub id: String,
    /// What has to be decided.
    pub name: String,
    /// Who must approve.
    pub who: String,
    /// Up to how many pounds they may; none where the limit is not one of money.
    pub limit: Option<Amount>,
    /// Pounds that this decision is about.
    pub amount: Option<Amount>,
    /// At which meeting.
    pub meeting: String,
    /// Weeks it takes from the papers to the decision.
    pub weeks: u32,
    /// Decisions that come first, as positions among the decisions.
    pub after: Vec<usize>,
    /// Which rule blocks it, if one does.
    pub blocks: Option<String>,
    /// What is asked of whoever made the rule.
    pub ask: Option<String>,
}

/// What patients notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// What is measured.
    pub name: String,
    /// Unit in words.
    pub unit: String,
    /// Before.
    pub before: Amount,
    /// After.
    pub after: Amount,
    /// Whether less is better, as with waits.
    pub lower_is_better: bool,
    /// Where the figure comes from.
    pub source: String,
}

/// How gains are shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// What each adds, over all orders of joining.
    Shapley,
    /// The worst-treated group treated as well as can be.
    Nucleolus,
    /// Shares that the parties agreed.
    Agreed,
}

/// The terms of sharing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Which key.
    pub key: Key,
    /// Agreed shares in percent, one for each party; nought unless the key is agreed.
    pub shares: Vec<Amount>,
    /// Most that a party gains over the whole agreement; none without a cap.
    pub caps: Vec<Option<Pence>>,
    /// Least that a party gains over the whole agreement, if there is that much to share.
    pub floors: Vec<Option<Pence>>,
    /// Shares of a loss in percent.
    pub loss_shares: Vec<Amount>,
    /// Most that a party loses over the whole agreement.
    pub loss_caps: Vec<Option<Pence>>,
    /// Whose share takes the odd pence.
    pub rounding: usize,
    /// How the saving will be measured: baseline, measure, period.
    pub measure: String,
    /// How the agreement ends.
    pub exit: String,
}

/// What a group could save without the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    /// Positions of the parties.
    pub parties: Vec<usize>,
    /// Pounds over the whole agreement.
    pub saves: Pence,
    /// Where the figure comes from.
    pub source: String,
}

/// A whole model of care, checked: every position stands for a party, role or decision that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Title.
    pub title: String,
    /// Whose figures.
    pub figures: Figures,
    /// Date of the figures, as written.
    pub date: String,
    /// Price year, as written.
    pub price_year: String,
    /// Years the agreement runs.
    pub years: u32,
    /// Patients a year.
    pub patients: Amount,
    /// Parties.
    pub parties: Vec<Party>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Steps today.
    pub before: Vec<Step>,
    /// Steps afterwards.
    pub after: Vec<Step>,
    /// Payments.
    pub flows: Vec<Flow>,
    /// Money spent once.
    pub set_up: Vec<SetUp>,
    /// Who decides.
    pub decisions: Vec<Decision>,
    /// What patients notice.
    pub access: Vec<Access>,
    /// Terms of sharing.
    pub terms: Terms,
    /// What groups could save without the others.
    pub alone: Vec<Alone>,
}
