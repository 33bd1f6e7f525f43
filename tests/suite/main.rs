//! All tests that see the crate from outside, in one program: it links once.

mod cli;
mod corpus;
mod golden;
mod invariants;
mod layout;
mod run;
