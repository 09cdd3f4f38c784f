//! A figure at a date, with its source.
