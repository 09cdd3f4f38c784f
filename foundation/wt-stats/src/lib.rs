//! Signal or noise: control charts, funnels, intervals.
