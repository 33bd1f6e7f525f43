//! The edit script: what is changed, as data.

mod compose;
mod merge;
mod offsets;
mod rule;
mod script;

pub(crate) use merge::merge;
pub use offsets::OffsetMap;
pub use rule::{Pass, Rule};
pub use script::{Edit, EditScript};
