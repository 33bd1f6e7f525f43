//! All tests that see the crate from outside, in one program: it links once.

mod cli;
mod corpus;
mod files;
mod golden;
mod invariants;
mod layout;
mod learning;
mod phrases;
mod run;
mod sites;
