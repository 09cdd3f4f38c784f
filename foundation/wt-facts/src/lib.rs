//! A figure at a date, with its source.
//!
//! Figures of the field (pay, on-costs, reference points) live in TOML files under `facts/`. This crate reads their
//! text, refuses what it doesn't know ([`FactSet::parse`]), answers what a figure was on a day
//! ([`FactSet::at`]), lays a user's newer figures over them ([`FactSet::overlay`]) and builds prices from figures by recipe ([`FactSet::price`]). Amounts are exact: decimals as
//! [`wt_units::Quantity`], prices as [`Ratio`]; nothing is rounded here. It reads no file itself.

mod fact;
mod file;
mod overlay;
mod price;
mod ratio;
mod set;

pub use fact::{Fact, Figure, NoFigure, Source, Status, Stretch};
pub use file::FactError;
pub use overlay::Overlaid;
pub use price::{Price, PriceRecipe};
pub use ratio::Ratio;
pub use set::{CodeList, FactSet, NamedCode};
