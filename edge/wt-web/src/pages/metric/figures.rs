//! The charts of the metric page, each in the reading asked for, with what it says in words.

use wt_benchmark::{Group, Metric, Row, reading};
use wt_stats::xmr::Point;

use super::View;
use super::words::{finding, largest};
use crate::charts::{self, Chart, Icon};
use crate::say;

/// A chart with its finding as heading.
pub(super) struct Figure {
    pub(super) id: &'static str,
    pub(super) heading: String,
    pub(super) sub: String,
    pub(super) chart: Chart,
    pub(super) svg: String,
    /// A line that must stand under it.
    pub(super) note: Option<String>,
    /// Variation and assurance by the Making Data Count rules, with the reason in words.
    pub(super) icons: Vec<(Icon, String)>,
    /// Another reading of it: words and address.
    pub(super) other: Option<(&'static str, String)>,
}

impl View<'_> {
    pub(super) fn figures(&self, own: Option<&Row>) -> Vec<Figure> {
        let (c, metric) = (self.comparison(), &self.compared.metric);
        let Some(at) = own.and_then(|r| r.group).or_else(|| largest(&c.groups)) else { return Vec::new() };
        let group = &c.groups[at];
        let mut figures = vec![self.figure(
            "ranked",
            own.map_or_else(|| format!("{} by employer", metric.name), |r| finding(self.compared, r)),
            &group.scope,
            charts::ranked(metric, c, at, self.own, "ranked"),
        )];
        if let Some(row) = own {
            figures.extend(self.trends(row));
        }
        figures.extend(group.funnel.as_ref().map(|_| self.funnel(at, group)));
        figures
    }

    /// The funnel of a group, in the reading asked for.
    fn funnel(&self, at: usize, group: &Group) -> Figure {
        let (c, metric) = (self.comparison(), &self.compared.metric);
        let heading = "Size and value: who is further out than size and usual spread explain".to_owned();
        let other = reading::funnel(metric, group).is_some();
        let corrected = self.is_corrected() && other;
        let chart = charts::funnel(metric, c, at, self.own, corrected, "funnel");
        let mut figure = self.figure("funnel", heading, &group.scope, chart);
        if corrected {
            figure.note =
                Some("Corrected: these limits flag what they promise, whatever the spread.".to_owned());
            let link = self.query.link(&self.path(), |q| q.reading.clear());
            figure.other = Some(("Show the usual limits", format!("{link}#funnel")));
        } else if other {
            figure.note = reading::funnel_difference(metric, c, at);
            let link = self.query.link(&self.path(), |q| q.reading = "corrected".to_owned());
            figure.other = Some(("Show the corrected limits", format!("{link}#funnel")));
        }
        figure
    }

    /// The charts over time, in the reading asked for.
    fn trends(&self, row: &Row) -> Vec<Figure> {
        let (metric, history) = (&self.compared.metric, row.code.and_then(|c| self.history.row_of(c)));
        let name = format!("{} month by month", row.name);
        let history = history.filter(|_| row.unit.is_none() && row.staff_group.is_none());
        if let Some(history) = history.filter(|_| self.is_corrected()) {
            let chart = charts::trend_corrected(metric, history, "trend");
            let mut figure = self.figure("trend", name, "Corrected control chart of the value", chart);
            figure.note = Some(say::capital(&reading::words_of(history)) + ".");
            figure.other = Some((
                "Read by the Making Data Count rules",
                self.query.link(&self.path(), |q| q.reading.clear()),
            ));
            return vec![figure];
        }
        let chart = charts::trend_of_value(metric, row, "trend");
        let mut value = self.figure("trend", name, "Control chart of the value", chart);
        value.icons = icons(metric, row);
        if let Some(history) = history {
            value.note = reading::difference(&row.value_chart, history);
            let link = self.query.link(&self.path(), |q| q.reading = "corrected".to_owned());
            value.other = Some(("Show the corrected reading", format!("{link}#trend")));
        }
        let heading = "The gap to the peer median of each month".to_owned();
        let sub = "Control chart of the gap, in which a shared season does not show";
        vec![value, self.figure("gap", heading, sub, charts::trend_of_gap(metric, row, "gap"))]
    }

    fn is_corrected(&self) -> bool {
        self.query.reading == "corrected"
    }

    pub(super) fn path(&self) -> String {
        format!("/compare/{}", self.compared.metric.id)
    }

    fn figure(&self, id: &'static str, heading: String, sub: &str, chart: Chart) -> Figure {
        let metric = &self.compared.metric;
        let period = self.comparison().question.period.long();
        let svg = self.query.link(&format!("/compare/{}/{id}.svg", metric.id), |q| q.own = self.own_text());
        let sub = format!("{}, {sub}, {period}", metric.name);
        Figure { id, heading, sub, chart, svg, note: None, icons: Vec::new(), other: None }
    }
}

/// What the rules say of the latest month: variation with its reason, and assurance where there is a target.
fn icons(metric: &Metric, row: &Row) -> Vec<(Icon, String)> {
    let Some(line) = wt_engine::signals::icons::of(metric, row) else { return Vec::new() };
    let variation = Icon::variation(line.variation, reading::improvement(metric));
    let why = match line.variation {
        None | Some(Point::Common) => format!("{}.", say::capital(&line.why)),
        Some(_) => format!("{}: {}.", variation.words, line.why),
    };
    let assurance = Icon::assurance(line.assurance).map(|icon| (icon, format!("{}.", icon.words)));
    std::iter::once((variation, why)).chain(assurance).collect()
}
