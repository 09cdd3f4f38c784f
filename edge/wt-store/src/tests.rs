//! Everything the store does, on SQLite and on PostgreSQL by the same code; see [`scenarios`].

mod bench;
mod loads;
mod opening;
mod others;
mod people;
mod postgres;
mod queue;
mod safety;
mod scenarios;
mod speed;
mod text;
mod written;
