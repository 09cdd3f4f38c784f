//! Published peer sets: pairs of organisation and peer.
//!
//! The New Hospital Programme's table (Strategy Unit, `nhp_inputs`) has no name in it; it is taken for the set `nhp`.
//! An organisation may be its own peer, as it is there.

use std::collections::HashMap;

use wt_units::OdsCode;

use crate::columns::{ColumnKind, ColumnSpec};
use crate::read::cells::Cells;
use crate::read::out::Out;
use crate::read::{Col, Layout};
use crate::table::Row;
use crate::{Accepted, Fault, PeerRow};

use super::sickness_org_month::twice;
use super::{KindId, KindSpec, Reader, Verdict};

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::Peers,
    title: "peer sets",
    about: "Which organisations are peers of which, in a named set.",
    publisher: "The Strategy Unit, New Hospital Programme inputs",
    columns: &[
        ColumnSpec {
            name: "organisation",
            heading: "procode",
            synonyms: &["Organisation", "Organisation code", "Org code", "Trust code", "ODS code"],
            kind: ColumnKind::OdsCode,
            required: true,
            about: "Whose peers.",
            example: "RJ6",
        },
        ColumnSpec {
            name: "peer",
            heading: "peer",
            synonyms: &["Peer code"],
            kind: ColumnKind::OdsCode,
            required: true,
            about: "One of its peers.",
            example: "RAS",
        },
        ColumnSpec {
            name: "set",
            heading: "set",
            synonyms: &["Peer set", "Peer group"],
            kind: ColumnKind::Text,
            required: false,
            about: "Name of the set; nhp where there is none.",
            example: "nhp",
        },
    ],
    other_forms: &[],
};

/// Reads the rows.
pub(super) struct Peers {
    org: Col,
    peer: Col,
    set: Col,
    seen: HashMap<(String, OdsCode, OdsCode), u32>,
}

impl Peers {
    pub(super) fn new(layout: &Layout) -> Self {
        let (org, peer, set) = (layout.col("organisation"), layout.col("peer"), layout.col("set"));
        Self { org, peer, set, seen: HashMap::new() }
    }
}

impl Reader for Peers {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        let mut cells = Cells::new(row, out);
        let (org, peer) = (cells.code(&self.org), cells.code(&self.peer));
        let (Some(org), Some(peer)) = (org, peer) else { return Ok(Verdict::Refused) };
        let set = cells.words(&self.set).unwrap_or_else(|| "nhp".to_owned());
        let first = *self.seen.entry((set.clone(), org, peer)).or_insert(row.number);
        if first != row.number {
            cells.refuse(&self.peer, twice(format!("{org} and {peer}"), first));
            return Ok(Verdict::Refused);
        }
        out.accept(Accepted::Peer(PeerRow { row: row.number, set, org, peer }));
        Ok(Verdict::Accepted)
    }
}
