//! Readers and writers: instances in the families' own formats and as a plain folder, rosters as `employee,day,shift`.

pub mod curtois;
pub mod folder;
pub mod inrc1;
pub mod inrc2;
pub mod roster_xml;
pub mod rows;
pub(crate) mod text;
mod xml;

pub use text::ReadError;
