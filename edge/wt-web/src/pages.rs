//! The pages, one file a capability; each turns an engine's answer into words, tables and charts.

pub(crate) mod benefits;
pub(crate) mod compare;
pub(crate) mod data;
pub(crate) mod definitions;
pub(crate) mod evidence;
pub(crate) mod exceptions;
mod form;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod metric;
pub(crate) mod opportunities;
pub(crate) mod people;
pub(crate) mod rates;
pub(crate) mod rows;
pub(crate) mod scope;
pub(crate) mod signals;
pub(crate) mod similar;
pub(crate) mod tools;
pub(crate) mod ward_board;
pub(crate) mod worked;
