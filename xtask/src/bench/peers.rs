//! The peers' scripts that stand beside the benchmark instances, on the same machine in the same run.

use std::path::Path;

use super::table::Row;
use crate::{Outcome, command};

/// CP-SAT, then HiGHS.
pub(super) fn run(
    python: &Path,
    shared: &Path,
    instance: &Path,
    seconds: u32,
    threads: usize,
) -> Outcome<Vec<Row>> {
    let folder = shared.join("peers/rostering");
    let (seconds, threads) = (seconds.to_string(), threads.to_string());
    let (python, instance) = (python.to_string_lossy(), instance.to_string_lossy());
    [("cpsat_run.py", "--workers"), ("highs_run.py", "--threads")]
        .into_iter()
        .map(|(script, flag)| {
            let asked = ["-B", script, &instance, &seconds, flag, &threads];
            row(&command::read_quietly(&folder, &python, &asked)?)
        })
        .collect()
}

/// Reads a peer's line: instance, solver, workers, limit, status, objective, bound, wall, build, first feasible, verified, MB, CPU, path.
fn row(printed: &str) -> Outcome<Row> {
    let line = printed.lines().last().unwrap_or_default();
    let cells: Vec<&str> = line.split(',').collect();
    let [_, solver, _, _, _, objective, bound, wall, _, first, verified, memory, cpu, ..] = cells[..] else {
        return Err(format!("a peer printed '{line}', which is not its line of figures").into());
    };
    let verified = (verified != "none").then_some(verified == "ok");
    Ok(Row {
        solver: solver.to_owned(),
        // What a solver says of a roster that breaks rules is no penalty.
        objective: objective.parse().ok().filter(|_| verified == Some(true)),
        bound: bound.parse().ok(),
        first: first.parse().ok(),
        best: None,
        wall: wall.parse().ok(),
        cpu: cpu.parse().ok(),
        memory: memory.parse().ok(),
        verified,
    })
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn a_peers_line_is_read() {
        let line = "Instance8,cp-sat,4,60,FEASIBLE,1946,1236,60.1,0.4,1.4,ok,200,230,5s:10085 10s:6495";
        let read = row(line).unwrap();
        assert_eq!(
            (read.objective, read.bound, read.memory, read.verified),
            (Some(1946), Some(1236.0), Some(200), Some(true))
        );
        let none = row("Instance20,cp-sat,4,60,UNKNOWN,,141,60.0,9.1,,none,616,72,").unwrap();
        assert_eq!((none.objective, none.verified, none.cpu), (None, None, Some(72.0)));
        let wrong =
            row("Instance13,cp-sat,4,60,FEASIBLE,16808,211,60.0,9.1,3.9,MISMATCH(0 hard, 16606),704,117,")
                .unwrap();
        assert_eq!((wrong.objective, wrong.verified), (None, Some(false)));
        assert!(row("Traceback").is_err());
    }
}
