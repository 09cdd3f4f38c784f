//! The month's end, told to those who asked to hear of it.

use wt_benefits::month_end::{Todo, todos};
use wt_units::OdsCode;

use super::Way;
use crate::letters::Topic;
use crate::opportunities::Found;
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// What a month's end says.
#[derive(Debug, Clone)]
pub struct MonthEnd {
    /// The way down from the gap, and what changed since the end of last month.
    pub way: Way,
    /// What is late, what went back, what needs a signature.
    pub todos: Vec<Todo>,
}

impl MonthEnd {
    /// As a letter: to one employer what is its own, to the region everything.
    pub fn letter(&self, org: Option<OdsCode>) -> String {
        let mut lines = Vec::new();
        if org.is_none() {
            lines.extend(self.way.now.sentences());
            lines.push(String::new());
            lines.push(format!("What changed since {}, and why:", self.way.since));
            lines.extend(self.way.changed.iter().map(|change| format!("- {change}")));
            lines.push(String::new());
        }
        let own: Vec<&Todo> = self.todos.iter().filter(|t| org.is_none() || t.org == org).collect();
        lines.push(match own.len() {
            0 => "Nothing is late, and nothing waits for a signature.".to_owned(),
            n => format!("What needs somebody ({n}):"),
        });
        lines.extend(own.iter().map(|todo| format!("- {}: {}", todo.name, todo.words)));
        lines.join("\n")
    }
}

impl Engine {
    /// The month's end as it stands today. `found` is what the figures say could be won.
    ///
    /// # Errors
    /// As [`Engine::way`].
    pub async fn month_end(&self, person: &Person, found: &Found) -> Result<MonthEnd, EngineError> {
        let way = self.way(person, found, None).await?;
        let todos = todos(&way.book.ledger, self.today());
        Ok(MonthEnd { way, todos })
    }

    /// Puts the month's end in the queue for everybody who asked to hear of it: the region's, and employers' own where they have
    /// something to do. Answers how many letters.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn tell_month_end(&self, person: &Person, end: &MonthEnd) -> Result<u64, EngineError> {
        person.may(Right::Run)?;
        let subject = format!("Benefits: the month's end, {}", self.today());
        let mut told = self.tell(person, Topic::Benefits, None, &subject, &end.letter(None)).await?;
        let mut orgs: Vec<OdsCode> = end.todos.iter().filter_map(|todo| todo.org).collect();
        orgs.sort_unstable();
        orgs.dedup();
        for org in orgs {
            told += self.tell(person, Topic::Benefits, Some(&org), &subject, &end.letter(Some(org))).await?;
        }
        Ok(told)
    }
}
