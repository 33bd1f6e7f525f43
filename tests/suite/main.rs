//! All tests that see the crate from outside, in one program: it links once.

mod characters;
mod cli;
mod corpus;
mod directories;
mod faults;
mod files;
mod ftfy;
mod golden;
mod invariants;
mod layout;
mod learning;
mod marks;
mod phrases;
mod resume;
mod run;
mod sacremoses;
mod sites;
