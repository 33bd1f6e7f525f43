//! The phrase tables: what a line must read like to be no part of the article.
//!
//! A table is data, one file for each language; `table` loads and searches it, `pattern` is one
//! of its rows, `starts` what rows begin with, `normal` the form in which rows and lines are
//! compared.

mod normal;
mod pattern;
mod starts;
mod table;

pub(crate) use normal::{Normal, is_quoted};
pub(crate) use table::{Found, Table};
