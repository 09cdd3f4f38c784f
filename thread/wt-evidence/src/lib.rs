//! What worked elsewhere, and finding it.
