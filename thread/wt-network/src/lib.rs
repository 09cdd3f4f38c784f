//! What networks of employers do together: minimum standards, policy asks, membership, events and comments.
//!
//! Each kind of record has its state and one function that takes an act and gives the next state, or a [`Refusal`] in a
//! sentence. Whether somebody holds the right to act is asked at the edge; who must sign, what must come before and what can't be
//! taken back is decided here. Pure: the day is an argument.

mod adoption;
mod ask;
mod comment;
mod file;
mod matrix;
mod network;
mod refusal;
mod standard;

pub use adoption::{Act, Actor, Adoption, Stand};
pub use ask::{Ask, AskAct, CoSignature, Receiver, Reply, Status};
pub use comment::{Comment, Line, Shown, Talk, mentions};
pub use file::{FileError, parse_standard};
pub use matrix::{Cell, Figure, MatrixLine, distance, matrix};
pub use network::{Door, Event, Member, Network, NetworkAct, ics};
pub use refusal::Refusal;
pub use standard::{Bound, Clause, Opinion, Source, Stage, Standard, StandardAct, Test};
