//! How do we compare: metrics, peers, comparisons, sentences.
//!
//! A [`Directory`] says which organisations there are, a [`Cube`] holds their figures, [`compare()`] answers a
//! [`Question`] for one [`Metric`], and [`sentence`] says the answer in words.

pub mod compare;
pub mod cube;
pub mod directory;
pub mod metric;
pub mod peers;
pub mod reading;
pub mod sentence;
pub mod similar;
pub mod worked;

pub use compare::{Bodies, Comparison, Level, MonthFigure, Persistence, Question, Row, compare};
pub use cube::{Cube, CubeBuilder, LoadRef, SourceRow};
pub use directory::{Basis, Directory, Organisation};
pub use metric::{BenefitType, Direction, Metric, MetricError, MetricSet};
pub use peers::{Group, PeerChoice};
pub use similar::{Described, Similar};
pub use worked::{Change, Seen, Unsaid, Worked, judged, worked};
