//! The picture of everything loaded, in memory: organisations, figures, and where each row stood.

use std::collections::BTreeMap;

use wt_benchmark::{Cube, CubeBuilder, Directory, LoadRef, Metric, MetricSet, SourceRow};
use wt_extract::Accepted;
use wt_extract::codec::Decoder;
use wt_store::{LoadMeta, Store, Viewer};
use wt_units::{MetricId, OdsCode, Period};

use crate::engine::faulty;
use crate::{EngineError, builtin};

/// Files whose names start so were made by the demonstration, and every page that may show them says it.
pub(crate) const GENERATED: &str = "generated";

/// What is loaded, ready to be asked.
#[derive(Debug)]
pub struct Snapshot {
    /// Metrics that ship with the program and those that users added.
    pub metrics: MetricSet,
    /// Organisations, successors, peer sets.
    pub directory: Directory,
    /// Figures.
    pub cube: Cube,
    /// Loads that count, in order; a source row names its load by the place in this list.
    pub loads: Vec<LoadMeta>,
    /// Whether any of it was generated.
    pub generated: bool,
    /// Users' metrics that could not be read, in words: they were fine when they were added.
    pub notes: Vec<String>,
}

/// What there is of a metric.
#[derive(Debug, Clone)]
pub struct Coverage<'a> {
    /// The metric.
    pub metric: &'a Metric,
    /// First to last month; none if nothing is loaded.
    pub period: Option<Period>,
    /// Organisations with figures.
    pub organisations: usize,
    /// Whether any figure is of a unit within an employer.
    pub units: bool,
    /// Staff groups with figures.
    pub staff_groups: usize,
}

impl Snapshot {
    pub(crate) async fn build(store: &Store, viewer: &Viewer) -> Result<Self, EngineError> {
        let (metrics, notes) = all_metrics(store, viewer).await?;
        let loads = store.active_loads(viewer).await?;
        let mut directory = Directory::default();
        let mut builder = CubeBuilder::new(&metrics);
        let mut decoder = Decoder::default();
        for (number, load) in (0..).zip(&loads) {
            // Bookings are no measures: the pages on rates read them.
            if load.kind == crate::rates::BOOKINGS {
                continue;
            }
            builder.load(LoadRef { id: number, kind: &load.kind });
            for block in store.blocks(viewer, &load.id).await? {
                for line in block.body.lines() {
                    match decoder.decode(line) {
                        Some(Accepted::Measure(row)) => builder.add(&row),
                        Some(Accepted::Org(row)) => directory.add_org(&row),
                        Some(Accepted::Successor(row)) => directory.add_successor(&row),
                        Some(Accepted::Peer(row)) => directory.add_peer(&row),
                        None => return Err(damaged(load)),
                    }
                }
            }
        }
        let cube = builder.finish();
        let generated = loads.iter().any(|l| l.file_name.starts_with(GENERATED));
        Ok(Self { metrics, directory, cube, loads, generated, notes })
    }

    /// Whether any organisation is known at all.
    pub fn has_organisations(&self) -> bool {
        self.directory.iter().next().is_some()
    }

    /// Whether a source has spoken of this organisation.
    pub fn knows(&self, code: OdsCode) -> bool {
        self.directory.get(code).is_some()
    }

    /// The metric of that id.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] with the nearest names.
    pub fn metric(&self, id: &MetricId) -> Result<&Metric, EngineError> {
        self.metrics.get(id).ok_or_else(|| {
            let near: Vec<&str> = self
                .metrics
                .iter()
                .map(|m| m.id.as_str())
                .filter(|m| shares_a_word(m, id.as_str()))
                .collect();
            let hint = if near.is_empty() {
                "`wholetime metrics list` shows all there are.".to_owned()
            } else {
                format!("Did you mean {}?", near.join(" or "))
            };
            EngineError::NotFound(format!("There is no metric '{id}'. {hint}"))
        })
    }

    /// What there is of every metric, in the order of their ids.
    pub fn coverage(&self) -> Vec<Coverage<'_>> {
        self.metrics
            .iter()
            .map(|metric| {
                let series = self.cube.series(&metric.id);
                let orgs: std::collections::BTreeSet<_> = series.iter().map(|s| s.org).collect();
                let groups: std::collections::BTreeSet<_> =
                    series.iter().filter_map(|s| s.staff_group.as_ref()).collect();
                Coverage {
                    metric,
                    period: self.cube.period(&metric.id),
                    organisations: orgs.len(),
                    units: series.iter().any(|s| s.unit.is_some()),
                    staff_groups: groups.len(),
                }
            })
            .collect()
    }

    /// The load of a source row.
    pub fn load_of(&self, row: SourceRow) -> Option<&LoadMeta> {
        self.loads.get(row.load as usize)
    }

    /// Source rows by file: "nhs_sickness_absence_2024-04.csv: rows 41, 42".
    pub fn places(&self, rows: &[SourceRow]) -> Vec<(String, Vec<u32>)> {
        let mut by_file: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for row in rows {
            by_file.entry(row.load).or_default().push(row.row);
        }
        let name = |load| self.loads.get(load as usize).map_or(String::new(), |l| l.file_name.clone());
        by_file.into_iter().map(|(load, rows)| (name(load), rows)).collect()
    }
}

async fn all_metrics(store: &Store, viewer: &Viewer) -> Result<(MetricSet, Vec<String>), EngineError> {
    let shipped = builtin::metrics();
    let mut metrics =
        MetricSet::parse(shipped.iter().map(|(p, t)| (p.as_str(), t.as_str()))).map_err(faulty)?;
    let mut notes = Vec::new();
    for file in store.metric_files(viewer).await? {
        if let Err(e) = metrics.add(&file.id, &file.body) {
            notes.push(format!("A metric that was added can't be used: {e}"));
        }
    }
    Ok((metrics, notes))
}

fn shares_a_word(a: &str, b: &str) -> bool {
    a.split('-').any(|x| x.len() > 3 && b.split('-').any(|y| y == x || y.starts_with(x) || x.starts_with(y)))
}

fn damaged(load: &LoadMeta) -> EngineError {
    EngineError::Builtin(format!(
        "a row of {} can't be read back. Undo that load and import the file again.",
        load.file_name
    ))
}
