//! The tables of data that come with the program: their rows.

/// The rows of a table, each with the number of its line, counted from 1. Blank lines and lines that
/// begin with `#` are none.
pub(crate) fn rows_of(table: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = (1..).zip(table.lines());
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_rows() {
        assert_eq!(rows_of("# a\nb\n\n #c\n").collect::<Vec<_>>(), [(2, "b"), (4, " #c")]);
    }
}
