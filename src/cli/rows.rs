//! Rows of a table: columns with tabs between them, or an object on a line for each.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::args::OutputFormat;

pub struct Rows<'o, W> {
    columns: &'static [&'static str],
    format: OutputFormat,
    out: &'o mut W,
}

impl<'o, W: Write> Rows<'o, W> {
    pub fn new(columns: &'static [&'static str], format: OutputFormat, out: &'o mut W) -> Self {
        Self { columns, format, out }
    }

    /// The names of the columns, where they are not in every row.
    pub fn head(self) -> io::Result<Self> {
        if self.format == OutputFormat::Text {
            writeln!(self.out, "{}", self.columns.join("\t"))?;
        }
        Ok(self)
    }

    /// A row, with a value for each column.
    pub fn row<const N: usize>(&mut self, values: [Value; N]) -> io::Result<()> {
        debug_assert_eq!(N, self.columns.len());
        if self.format == OutputFormat::Json {
            let names = self.columns.iter().map(|name| (*name).to_owned());
            return writeln!(self.out, "{}", Value::Object(names.zip(values).collect::<Map<_, _>>()));
        }
        for (at, value) in values.iter().enumerate() {
            let tab = if at == 0 { "" } else { "\t" };
            match value {
                Value::String(text) => write!(self.out, "{tab}{text}")?,
                Value::Bool(yes) => write!(self.out, "{tab}{}", if *yes { "yes" } else { "no" })?,
                value => write!(self.out, "{tab}{value}")?,
            }
        }
        writeln!(self.out)
    }
}
