//! A row of a table that is read in full once a line begins like it: most never are.

use std::sync::OnceLock;

use super::normal::Normal;
use super::row::{Fields, Origin, Row};
use super::source::Source;

/// A row and where it stands.
#[derive(Debug)]
pub(super) struct Entry {
    origin: Origin,
    row: OnceLock<Box<Row>>,
}

impl Entry {
    /// One that is known to hold.
    pub fn unread(origin: Origin) -> Self {
        Self { origin, row: OnceLock::new() }
    }

    pub fn read(row: Row) -> Self {
        Self { origin: row.origin.clone(), row: OnceLock::from(Box::new(row)) }
    }

    /// The row, which stands in one of `sources`.
    pub fn row(&self, sources: &[Source]) -> &Row {
        self.row.get_or_init(|| {
            let line = &sources[self.origin.source].text[self.origin.span.clone()];
            let row = Fields::split(line)
                .and_then(|fields| Row::parse(&fields, self.origin.clone(), &mut Normal::default()));
            Box::new(row.expect("the row holds"))
        })
    }
}
