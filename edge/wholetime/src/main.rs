//! The program: serve, or answer.

fn main() {}
