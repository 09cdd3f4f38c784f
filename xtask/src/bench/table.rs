//! The table of a benchmark, as Markdown.

/// One run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Whose.
    pub(super) solver: String,
    /// Penalty points of a verified roster.
    pub(super) objective: Option<u64>,
    /// No roster costs less.
    pub(super) bound: Option<f64>,
    /// Seconds to the first roster.
    pub(super) first: Option<f64>,
    /// Seconds to the best.
    pub(super) best: Option<f64>,
    /// Seconds in all.
    pub(super) wall: Option<f64>,
    /// Seconds of processor time.
    pub(super) cpu: Option<f64>,
    /// Largest memory, MB.
    pub(super) memory: Option<u64>,
    /// Whether another count of the roster agrees; none where there is no roster.
    pub(super) verified: Option<bool>,
}

/// The heading of the table.
pub(super) const HEADING: &str = "\
| instance | seconds | solver | penalty | best known | gap | bound | bound to best known | first s | best s | CPU s | MB | verified |\n\
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

impl Row {
    /// The row of the table.
    pub(super) fn line(&self, instance: &str, best: u64, seconds: u32, threads: usize) -> String {
        let number = |x: Option<f64>| x.map_or("–".to_owned(), |x| format!("{x:.1}"));
        let whole = |x: Option<u64>| x.map_or("–".to_owned(), |x| x.to_string());
        let of_best = |x: f64| format!("{:.2}%", 100.0 * (x / best as f64 - 1.0));
        let verified = match self.verified {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "–",
        };
        let cells = [
            instance.to_owned(),
            seconds.to_string(),
            self.solver.clone(),
            whole(self.objective),
            best.to_string(),
            self.objective.map_or("–".to_owned(), |x| of_best(x as f64)),
            self.bound.map_or("–".to_owned(), |x| format!("{x:.0}")),
            self.bound.map_or("–".to_owned(), of_best),
            self.first.map_or("–".to_owned(), |x| format!("{x:.3}")),
            number(self.best),
            number(self.cpu) + if self.is_shared(threads) { " shared" } else { "" },
            whole(self.memory),
            verified.to_owned(),
        ];
        format!("| {} |", cells.join(" | "))
    }

    /// Whether it had much less of the machine than it asked for.
    fn is_shared(&self, threads: usize) -> bool {
        self.cpu.zip(self.wall).is_some_and(|(cpu, wall)| cpu < 0.85 * wall * threads as f64 && wall > 5.0)
    }
}

/// Best known values by instance, in the file's order.
pub(super) fn best_known(csv: &str) -> Vec<(String, u64)> {
    let mut lines = csv.lines();
    let at = lines.next().and_then(|heading| heading.split(',').position(|name| name == "best_known"));
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            Some(((*cells.first()?).to_owned(), cells.get(at?)?.parse().ok()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Row, best_known};

    #[test]
    fn a_row_tells_gap_and_a_shared_machine() {
        let known = best_known("instance,weeks,best_known\nInstance8,4,1300\n");
        assert_eq!(known, [("Instance8".to_owned(), 1300)]);
        let row = Row {
            solver: "Wholetime, seed 1".to_owned(),
            objective: Some(1326),
            bound: Some(1287.0),
            first: Some(0.004),
            best: Some(41.0),
            wall: Some(60.0),
            cpu: Some(120.0),
            memory: Some(13),
            verified: Some(true),
        };
        let line = row.line("Instance8", 1300, 60, 4);
        assert_eq!(
            line,
            "| Instance8 | 60 | Wholetime, seed 1 | 1326 | 1300 | 2.00% | 1287 | -1.00% | 0.004 | 41.0 | 120.0 shared | 13 | yes |"
        );
        assert!(!row.line("Instance8", 1300, 60, 2).contains("shared"));
    }
}
