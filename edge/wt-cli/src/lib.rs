//! The command line: figures on standard output, words on standard error.
