//! Files as sheets of rows of cells, whatever the format.
