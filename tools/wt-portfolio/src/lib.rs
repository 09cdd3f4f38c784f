//! Which actions to do next, under limits of money, people and attention.
//!
//! [`candidates::read`] takes rows of a file; [`appraisal`] discounts them with the published factors and adds optimism
//! bias; [`plan`] makes of them a [`choose::Problem`], which [`choose`] solves: exactly, robustly against ranges, along the
//! frontier, and with what each limit costs. Money is whole pence; floats steer and bound the search, and what is chosen
//! is counted anew in whole numbers. Time limits come in as a question, so there is no clock here.

pub mod appraisal;
pub mod candidates;
pub mod choose;
pub mod discount;
pub mod optimism;
pub mod plan;
