//! A network: people of several employers, open or by invitation, and what it holds when.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use wt_units::OdsCode;

use crate::refusal::{Refusal, refuse, said};

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// Whoever likes.
    Open,
    /// Whoever was invited.
    ByInvitation,
}

/// Somebody in a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// As the audit log knows them.
    pub id: String,
    /// Their employer.
    pub employer: OdsCode,
    /// Since.
    pub since: Date,
    /// Whether others may read the employer's locally loaded figures under its name.
    pub named: bool,
}

/// Something that takes place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What.
    pub title: String,
    /// Where: a room or an address of a call.
    pub place: String,
    /// From, in London's time.
    pub starts: DateTime,
    /// To.
    pub ends: DateTime,
    /// Whether it was called off.
    pub off: bool,
}

/// A network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// Its name.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Who may come in.
    pub door: Door,
    /// Who is in it.
    pub members: Vec<Member>,
    /// Who was invited and has not come.
    pub invited: Vec<String>,
    /// What takes place.
    pub events: Vec<Event>,
    /// Metrics on its own page.
    pub metrics: Vec<String>,
}

/// What is done in a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkAct {
    /// Come in.
    Join(Member),
    /// Ask somebody in.
    Invite(String),
    /// Go.
    Leave(String),
    /// Let others read one's employer's name, or no longer.
    Name(String, bool),
    /// Put an event on the list.
    Hold(Event),
    /// Call an event off; its number, from 0.
    CallOff(usize),
    /// Put a metric on its page.
    Watch(String),
}

impl Network {
    /// A network without members.
    ///
    /// # Errors
    /// A [`Refusal`] without a name or a purpose.
    pub fn found(title: &str, purpose: &str, door: Door) -> Result<Self, Refusal> {
        Ok(Self {
            title: said("what the network is called", title)?,
            purpose: said("what it is for", purpose)?,
            door,
            members: Vec::new(),
            invited: Vec::new(),
            events: Vec::new(),
            metrics: Vec::new(),
        })
    }

    /// Whether somebody is in it.
    pub fn has(&self, id: &str) -> bool {
        self.members.iter().any(|m| m.id == id)
    }

    /// The network after an act.
    ///
    /// # Errors
    /// A [`Refusal`]: in twice, in uninvited, out without being in, an event that ends before it starts.
    pub fn act(mut self, act: NetworkAct) -> Result<Self, Refusal> {
        match act {
            NetworkAct::Join(member) if self.has(&member.id) => return refuse("You are in it already."),
            NetworkAct::Join(member) => {
                let invited = self.invited.contains(&member.id);
                if self.door == Door::ByInvitation && !invited {
                    return refuse("This network is by invitation. Ask its chair.");
                }
                self.invited.retain(|id| *id != member.id);
                self.members.push(member);
            }
            NetworkAct::Invite(id) if self.has(&id) => return refuse("They are in it already."),
            NetworkAct::Invite(id) => {
                let id = said("who is invited", &id)?;
                if !self.invited.contains(&id) {
                    self.invited.push(id);
                }
            }
            NetworkAct::Leave(id) | NetworkAct::Name(id, _) if !self.has(&id) => {
                return refuse("You are not in it.");
            }
            NetworkAct::Leave(id) => self.members.retain(|m| m.id != id),
            NetworkAct::Name(id, named) => {
                for member in self.members.iter_mut().filter(|m| m.id == id) {
                    member.named = named;
                }
            }
            NetworkAct::Hold(mut event) => {
                event.title = said("what takes place", &event.title)?;
                event.place = said("where", &event.place)?;
                if event.ends <= event.starts {
                    return refuse("An event ends after it starts.");
                }
                self.events.push(event);
                self.events.sort_by_key(|e| e.starts);
            }
            NetworkAct::CallOff(n) => match self.events.get_mut(n) {
                Some(event) => event.off = true,
                None => return refuse("There is no such event."),
            },
            NetworkAct::Watch(metric) => {
                if !self.metrics.contains(&metric) {
                    self.metrics.push(metric);
                }
            }
        }
        Ok(self)
    }
}

/// The events as a calendar file (RFC 5545, 2009); `stamp` is when it was made, `slug` makes identifiers that stay the same.
pub fn ics(network: &Network, slug: &str, stamp: DateTime) -> String {
    let day = |at: DateTime| at.strftime("%Y%m%dT%H%M%S").to_string();
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Wholetime//Networks//EN".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(&network.title)),
    ];
    for event in &network.events {
        lines.push("BEGIN:VEVENT".to_owned());
        lines.push(format!("UID:{}-{}@wholetime", slug, day(event.starts)));
        lines.push(format!("DTSTAMP:{}Z", day(stamp)));
        lines.push(format!("DTSTART;TZID=Europe/London:{}", day(event.starts)));
        lines.push(format!("DTEND;TZID=Europe/London:{}", day(event.ends)));
        lines.push(format!("SUMMARY:{}", escaped(&event.title)));
        lines.push(format!("LOCATION:{}", escaped(&event.place)));
        if event.off {
            lines.push("STATUS:CANCELLED".to_owned());
        }
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line) + "\r\n").collect()
}

fn escaped(words: &str) -> String {
    let words = words.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    words.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

/// Lines of at most 75 octets (section 3.1).
fn folded(line: &str) -> String {
    let (mut out, mut width) = (String::new(), 0);
    for c in line.chars() {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use jiff::civil::date;

    fn member(id: &str) -> Member {
        let employer = "RAA".parse().unwrap();
        Member { id: id.into(), employer, since: date(2026, 11, 23), named: false }
    }

    #[test]
    fn by_invitation_means_so() {
        let closed = Network::found("Rostering leads", "Share.", Door::ByInvitation).unwrap();
        assert!(closed.clone().act(NetworkAct::Join(member("a"))).is_err());
        let asked = closed.act(NetworkAct::Invite("a".into())).unwrap();
        let came = asked.act(NetworkAct::Join(member("a"))).unwrap();
        assert!(came.invited.is_empty() && came.has("a"));
        assert!(came.clone().act(NetworkAct::Join(member("a"))).is_err());
        assert!(came.clone().act(NetworkAct::Leave("b".into())).is_err());
        assert!(!came.act(NetworkAct::Leave("a".into())).unwrap().has("a"));
    }

    #[test]
    fn a_calendar_keeps_its_lines_short_and_its_words_whole() {
        let open = Network::found("Leads", "Share.", Door::Open).unwrap();
        let starts = date(2026, 12, 1).at(10, 0, 0, 0);
        let title = "Rosters; leave, and what came of the six weeks in the nine months since we began";
        let event = Event { title: title.into(), place: "Room 1".into(), starts, ends: starts, off: false };
        assert!(open.clone().act(NetworkAct::Hold(event.clone())).is_err());
        let event = Event { ends: date(2026, 12, 1).at(11, 0, 0, 0), ..event };
        let held = open.act(NetworkAct::Hold(event)).unwrap().act(NetworkAct::CallOff(0)).unwrap();
        let text = ics(&held, "leads", starts);
        assert!(text.lines().all(|line| line.len() <= 75) && text.contains("Rosters\\; leave\\, and"));
        assert!(text.contains("STATUS:CANCELLED") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
