//! The tables of data that come with the program: their rows.

/// The rows of a table, each with the number of its line, counted from 1. Blank lines and lines that
/// begin with `#` are none.
pub(crate) fn rows_of(table: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = table;
    let lines = std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let line = &rest[..end.unwrap_or(rest.len())];
        let is_last = rest.is_empty();
        rest = end.map_or("", |end| &rest[end + 1..]);
        (!is_last).then(|| line.strip_suffix('\r').filter(|_| end.is_some()).unwrap_or(line))
    });
    (1..).zip(lines).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_rows() {
        assert_eq!(rows_of("# a\nb\n\n #c\n").collect::<Vec<_>>(), [(2, "b"), (4, " #c")]);
        for table in ["", "a", "\n\na\r\n\r\nb\r", "a\r\r\n\nb"] {
            let lines = (1..).zip(table.lines()).filter(|(_, line)| !line.is_empty());
            assert!(rows_of(table).eq(lines), "{table:?}");
        }
    }
}
