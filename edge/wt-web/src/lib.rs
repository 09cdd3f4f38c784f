//! Server-rendered pages in the NHS design system, and /api/v1.
