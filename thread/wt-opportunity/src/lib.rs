//! A gap turned into pounds or hours, and totals that take each pound once.
