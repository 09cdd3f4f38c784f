//! Funnels of what is too little to draw one from.

use wt_stats::funnel::{Funnel, Scale};
use wt_stats::{Z95, wilson};

#[test]
fn too_little_gives_nothing_rather_than_nan() {
    assert!(Funnel::new(&[(1.0, 2.0)], Scale::Proportion, 0.1).is_none());
    assert!(Funnel::new(&[(0.0, 2.0), (0.0, 3.0)], Scale::Proportion, 0.1).is_none());
    assert!(Funnel::new(&[(1.0, 0.0), (f64::NAN, 3.0), (2.0, 1.0)], Scale::Proportion, 0.1).is_none());
    assert!(wilson(1.0, 0.0, Z95).is_none() && wilson(2.0, 1.0, Z95).is_none());
}
