//! How do we compare: metrics, peers, comparisons, sentences.
