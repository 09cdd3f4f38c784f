//! What is kept: loads, rows, organisations, jobs, the audit log.
