//! All tests that see the crate from outside, in one program: it links once.

mod bounded;
mod characters;
mod cli;
mod corpus;
mod directories;
mod docs;
mod edit_log;
mod faults;
mod files;
mod formats;
mod ftfy;
mod fuzzed;
mod golden;
mod invariants;
mod laws;
mod layout;
mod learning;
mod linear;
mod manual;
mod marks;
#[cfg(feature = "parquet")]
mod parquet;
mod phrases;
mod power;
mod report;
mod resume;
mod run;
mod sacremoses;
mod settings;
mod sites;
mod terminal;
