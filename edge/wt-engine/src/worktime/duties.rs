//! The file of duties: `person,start,end`.

use std::collections::HashMap;

use wt_worktime::{Duty, NotADuty, Time};

use super::rows::{Refused, Row, each};
use super::{File, Read};
use crate::EngineError;

/// A duty and the row it stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(super) duty: Duty,
    pub(super) row: u32,
}

/// Reads the duties; people with refused rows alone are known too.
pub(super) fn read(file: &File<'_>, refused: &mut Vec<Refused>) -> Result<Read, EngineError> {
    let mut read = Read { people: Vec::new(), places: HashMap::new() };
    let mut last = 0;
    each(file, ["person", "start", "end"], 3, |row| {
        let person = row.cells[0].as_ref();
        let refuse = |column, found: String, person: Option<&str>| Refused {
            file: file.name.to_owned(),
            row: Some(row.number),
            column,
            found,
            person: person.map(str::to_owned),
        };
        if person.is_empty() {
            refused.push(refuse("person", "found nothing, expected whose duty it is".to_owned(), None));
            return;
        }
        // Rows of one person mostly stand together.
        if read.people.get(last).is_none_or(|(name, _)| name != person) {
            last = match read.places.get(person) {
                Some(place) => *place,
                None => {
                    read.places.insert(person.to_owned(), read.people.len());
                    read.people.push((person.to_owned(), Vec::new()));
                    read.people.len() - 1
                }
            };
        }
        match duty(row) {
            Ok(duty) => read.people[last].1.push(Entry { duty, row: row.number }),
            Err((column, found)) => refused.push(refuse(column, found, Some(person))),
        }
    })?;
    for (person, entries) in &mut read.people {
        entries.sort_by_key(|entry| (entry.duty, entry.row));
        for pair in entries.windows(2).filter(|pair| pair[0].duty == pair[1].duty) {
            let duty = pair[1].duty;
            let found = format!(
                "found the duty of {person} from {} to {} a second time (first in row {}), expected each duty once",
                duty.start(),
                duty.end(),
                pair[0].row
            );
            let (file, row) = (file.name.to_owned(), Some(pair[1].row));
            refused.push(Refused { file, row, column: "start", found, person: Some(person.clone()) });
        }
    }
    Ok(read)
}

fn duty(row: &Row<'_, 3>) -> Result<Duty, (&'static str, String)> {
    let time =
        |column: &'static str, text: &str| text.parse::<Time>().map_err(|why| (column, why.to_string()));
    let (start, end) = (time("start", &row.cells[1])?, time("end", &row.cells[2])?);
    Duty::new(start, end).map_err(|why: NotADuty| ("end", why.to_string()))
}
