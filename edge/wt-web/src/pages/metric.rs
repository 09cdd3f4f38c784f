//! `/compare/{metric}`: one metric, own organisation among its peers, over time, and what it is worth.

mod figures;
mod words;

use askama::Template;
use axum::extract::Path;
use wt_benchmark::metric::Value;
use wt_benchmark::{Comparison, Row, reading};
use wt_engine::Snapshot;
use wt_engine::compare::Compared;
use wt_engine::settings::Home;
use wt_evidence::EvidenceItem;
use wt_opportunity::{Claim, Honest, Opportunity, Target};
use wt_stats::funnel::corrected;
use wt_units::{MetricId, OdsCode, Pounds};

use super::form::{Choice, ScopeForm};
use super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, Failure, State, download, page};
use crate::say;
use crate::shell::{Section, Shell};
use figures::Figure;
use words::{group_words, left_out, row_name, signal, totals, updated, upper};

/// Evidence items shown under a comparison.
const EVIDENCE: usize = 5;

/// A figure on a card: what it is, how much, and a word on it.
pub(super) struct Card {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) note: String,
}

/// A row of the table under the chart.
pub(super) struct Line {
    pub(super) own: bool,
    pub(super) name: String,
    pub(super) link: String,
    pub(super) value: String,
    pub(super) median: String,
    pub(super) gap: String,
    pub(super) rank: String,
    pub(super) worth: String,
    pub(super) signal: String,
}

#[derive(Template)]
#[template(path = "pages/metric.html")]
struct MetricPage<'a> {
    shell: Shell,
    name: String,
    id: String,
    period: String,
    place: String,
    definition: String,
    context: bool,
    unconfirmed: bool,
    form: ScopeForm,
    headline: String,
    sentences: Vec<String>,
    cards: Vec<Card>,
    figures: Vec<Figure>,
    lines: Vec<Line>,
    groups: Vec<String>,
    totals: Vec<String>,
    upper: Option<String>,
    price: Vec<String>,
    not: Option<String>,
    no_pounds: Option<String>,
    notes: Vec<String>,
    left_out: Vec<String>,
    evidence: Vec<&'a EvidenceItem>,
    evidence_total: usize,
    csv: String,
    rows: Option<String>,
    opportunities: String,
    similar: Option<String>,
    worked: String,
    updated: String,
}

/// The page.
pub(crate) async fn show(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let id = metric_id(&metric)?;
    let ask = query.ask(&snapshot, &home)?;
    let compared = app.engine.compare_in(&snapshot, &id, &ask)?;
    let history = app.engine.history(&compared, &ask)?;
    let own = query.own_code(&home)?;
    let worth = app.engine.worth(&compared, &ask)?;
    let view = View {
        compared: &compared,
        history: &history,
        worth: Some(&worth),
        snapshot: &snapshot,
        query: &query,
        own,
    };
    let evidence = app.engine.evidence_for(&id);
    let shell = app.shell(&format!("{} - Compare", compared.metric.name), Section::Compare).await?;
    page(&view.page(shell, &home, evidence))
}

/// An id from an address; a text that can't be one names no metric.
pub(crate) fn metric_id(text: &str) -> Result<MetricId, Failure> {
    text.parse()
        .map_err(|_| Failure::not_found(format!("There is no metric '{text}'. Choose one from the list.")))
}

struct View<'a> {
    compared: &'a Compared,
    /// The same over the months that the corrected reading judges.
    history: &'a Compared,
    /// Pounds with luck taken out, to the median and to the best quartile; charts alone do without.
    worth: Option<&'a [Honest; 2]>,
    snapshot: &'a Snapshot,
    query: &'a ScopeQuery,
    own: Option<OdsCode>,
}

impl<'a> View<'a> {
    fn page(&self, shell: Shell, home: &Home, evidence: Vec<&'a EvidenceItem>) -> MetricPage<'a> {
        let (c, metric) = (self.comparison(), &self.compared.metric);
        let path = format!("/compare/{}", metric.id);
        let own = self.own_row();
        let first_priced = self.compared.to_median.first();
        MetricPage {
            shell: shell.under(&[("Compare", "/compare")]),
            name: metric.name.clone(),
            id: metric.id.to_string(),
            period: c.question.period.long(),
            place: c.question.region.clone().unwrap_or_else(|| "Every region".to_owned()),
            definition: metric.definition.clone(),
            context: metric.direction == wt_benchmark::Direction::Context,
            unconfirmed: metric.status == wt_benchmark::metric::Status::Memory,
            form: ScopeForm::new(self.snapshot, &metric.id, c, self.query, self.choices(home)),
            headline: self.compared.sentence(),
            sentences: own.map(|r| self.compared.sentences(r)).unwrap_or_default(),
            cards: own.map(|r| self.cards(r)).unwrap_or_default(),
            figures: self.figures(own),
            lines: {
                let standings = reading::standings(metric, c);
                c.rows.iter().zip(standings).map(|(r, standing)| self.line(r, standing, &path)).collect()
            },
            groups: c.groups.iter().map(group_words(metric)).collect(),
            totals: self.worth.map(|[median, _]| totals(self.compared, median)).unwrap_or_default(),
            upper: self.worth.and_then(|[_, best]| upper(self.compared, best)),
            price: first_priced.map(|o| o.price.words.clone()).unwrap_or_default(),
            not: first_priced.map(|o| o.not.clone()),
            no_pounds: match &metric.pounds {
                Value::None(none) => Some(none.none.clone()),
                Value::Priced(_) => self.compared.no_pounds.clone(),
            },
            notes: c.notes.clone(),
            left_out: left_out(c, self.snapshot),
            evidence_total: evidence.len(),
            evidence: evidence.into_iter().take(EVIDENCE).collect(),
            csv: self.query.link(&format!("{path}/data.csv"), |_| {}),
            rows: own.map(|_| self.query.link(&format!("{path}/rows"), |q| q.own = self.own_text())),
            opportunities: self.query.link("/opportunities", |_| {}),
            similar: own.map(|_| {
                let link = self.query.link("/similar", |q| q.own = self.own_text());
                format!("{link}&metric={}", metric.id)
            }),
            worked: self.query.link(&format!("{path}/worked"), |q| q.own = self.own_text()),
            updated: updated(self.snapshot, own.or(c.rows.first())),
        }
    }

    fn comparison(&self) -> &Comparison {
        &self.compared.comparison
    }

    fn own_row(&self) -> Option<&Row> {
        self.own.and_then(|code| self.compared.row_of(code))
    }

    fn own_text(&self) -> String {
        self.own.map(|c| c.to_string()).unwrap_or_default()
    }

    /// Employers to choose from: those with a row.
    fn choices(&self, home: &Home) -> Vec<Choice> {
        let own = self.own.or(home.org);
        let mut all: Vec<Choice> = self
            .comparison()
            .rows
            .iter()
            .filter_map(|r| Some((r.code?, r)))
            .map(|(code, r)| Choice::new(code.to_string(), format!("{} ({code})", r.name), own == Some(code)))
            .collect();
        all.sort_by_key(|c| say::sort_key(&c.label));
        all.dedup_by(|a, b| a.value == b.value);
        all
    }

    fn cards(&self, row: &Row) -> Vec<Card> {
        let metric = &self.compared.metric;
        let group = row.group.and_then(|g| self.comparison().groups.get(g));
        let mut cards = vec![Card {
            label: "Value",
            value: metric.unit.say(row.share),
            note: row
                .rank
                .zip(group)
                .map_or(String::new(), |(rank, g)| format!("{rank} of {}, 1 is best", g.n)),
        }];
        if let Some(g) = group {
            cards.push(Card {
                label: "Peer median",
                value: metric.unit.say(g.median),
                note: g.scope.clone(),
            });
        }
        if let Some(gap) = row.gap {
            cards.push(Card {
                label: "Gap to the peer median",
                value: say::short_gap(metric.unit, gap),
                note: row.gap_interval.map_or_else(
                    || "Too few data to say how sure".to_owned(),
                    |i| format!("95% interval {}", say::gap_range(metric.unit, i.low, i.high)),
                ),
            });
        }
        cards.extend(self.compared.opportunity(row, Target::PeerMedian).map(|o| self.worth_card(row, o)));
        cards
    }

    /// What the gap of the own employer is worth, luck taken out where that can be said.
    fn worth_card(&self, row: &Row, o: &Opportunity) -> Card {
        let raw = Pounds(o.pounds).table();
        let Some(claim) = self.claim(row) else {
            let note = format!("Too few data to take luck out of the raw gap, {raw}");
            return Card { label: "Worth at the peer median", value: "–".to_owned(), note };
        };
        let range = Pounds::range(claim.range.0, claim.range.1);
        let pounds = Pounds(claim.pounds).table();
        match claim.wte {
            Some(wte) => Card {
                label: "Time released at the peer median",
                value: format!("{:.1} WTE", wte.to_f64()),
                note: format!("A valuation of {pounds} ({range}), not cash; raw gap {raw}"),
            },
            None => Card {
                label: "Worth at the peer median",
                value: pounds,
                note: format!("{range}, {}; raw gap {raw}", o.benefit_type.words()),
            },
        }
    }

    fn claim(&self, row: &Row) -> Option<&Claim> {
        let same =
            |c: &&Claim| (Some(c.org), &c.unit, &c.staff_group) == (row.code, &row.unit, &row.staff_group);
        self.worth?[0].claims.iter().find(same)
    }

    fn line(&self, row: &Row, standing: Option<corrected::Unit>, path: &str) -> Line {
        let metric = &self.compared.metric;
        let group = row.group.and_then(|g| self.comparison().groups.get(g));
        let code = row.code.map(|c| c.to_string()).unwrap_or_default();
        let worth = self.compared.opportunity(row, Target::PeerMedian).and_then(|_| self.claim(row));
        Line {
            own: self.own.is_some() && row.code == self.own && row.unit.is_none(),
            name: row_name(row),
            link: self.query.link(path, |q| q.own = code),
            value: metric.unit.say(row.share),
            median: group.map_or("No peers".to_owned(), |g| metric.unit.say(g.median)),
            gap: row.gap.map_or("–".to_owned(), |g| say::signed_gap(metric.unit, g)),
            rank: row.rank.zip(group).map_or("–".to_owned(), |(r, g)| format!("{r} of {}", g.n)),
            worth: worth.map_or("–".to_owned(), |c| match c.wte {
                Some(wte) => format!("{:.1} WTE, {}", wte.to_f64(), Pounds(c.pounds).table()),
                None => Pounds(c.pounds).table(),
            }),
            signal: signal(row, standing),
        }
    }
}

/// A chart as a file.
pub(crate) async fn svg(
    State(app): State<App>,
    Path((metric, chart)): Path<(String, String)>,
    Asked(query): Asked<ScopeQuery>,
) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let compared = app.engine.compare_in(&snapshot, &metric_id(&metric)?, &ask)?;
    let history = app.engine.history(&compared, &ask)?;
    let own = query.own_code(&home)?;
    let view =
        View { compared: &compared, history: &history, worth: None, snapshot: &snapshot, query: &query, own };
    let wanted = view.figures(view.own_row()).into_iter().find(|f| format!("{}.svg", f.id) == chart);
    let figure = wanted.ok_or_else(|| Failure::not_found("There is no such chart for this comparison."))?;
    let name =
        format!("wholetime_{metric}_{}_{}.svg", view.own_text(), compared.comparison.question.period.to());
    download(&name, "image/svg+xml", figure.chart.standalone())
}
