//! Tables with a separator between the fields (CSV, TSV): a row of names, then a record a row.
//!
//! Rows are read as the crate csv reads them. Of a row whose text changes, that field is written anew
//! and no other.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::cut::{Cut, LONGEST_RECORD, NoRecord};
use super::layout::{Fault, Field, FieldNames, Layout, Piece, Record, SiteFields, Value};
use super::{Input, utf8};

/// The row of names has at most this many bytes.
const LONGEST_HEADER: usize = 1 << 20;

/// A row of fields a record.
pub(crate) struct Table {
    readers: Readers,
    columns: usize,
    text: usize,
    url: Option<usize>,
    site: Option<usize>,
    id: Option<usize>,
}

impl Table {
    /// Reads the row of names; gives all of the stream back.
    pub(crate) fn open(mut input: Input, separator: u8, names: &FieldNames) -> io::Result<(Self, Input)> {
        let mut head = Vec::new();
        let readers = Readers::new(separator);
        let end = readers.lend(true, |reader| {
            let mut rows = Rows::default();
            loop {
                let read = input.by_ref().take(64 << 10).read_to_end(&mut head)?;
                if let Some(end) = rows.end(reader, &head, read == 0) {
                    return Ok(end);
                }
                if read == 0 {
                    return Ok(head.len());
                }
                if head.len() > LONGEST_HEADER {
                    return Err(invalid("the first row is too long to be one of names".to_owned()));
                }
            }
        })?;
        let table = Self::new(readers, &head[..end], names).map_err(invalid)?;
        Ok((table, Box::new(Cursor::new(head).chain(input))))
    }

    fn new(readers: Readers, header: &[u8], names: &FieldNames) -> Result<Self, String> {
        let mut row = Row::default();
        readers.lend(true, |reader| row.read(reader, header, usize::MAX));
        let known: Vec<_> = (0..row.ends.len()).map(|at| String::from_utf8_lossy(row.value(at))).collect();
        let column = |name: &str| known.iter().position(|known| known == name);
        let is_empty = header.trim_ascii().is_empty();
        let Some(text) = column(&names.text).or(is_empty.then_some(0)) else {
            return Err(format!("there is no column {:?}, but {}", names.text, known.join(", ")));
        };
        Ok(Self {
            readers,
            columns: known.len(),
            text,
            url: column(&names.url),
            site: column(&names.site),
            id: column("id"),
        })
    }

    fn quote(&self, text: &str, always: bool, out: &mut Vec<u8>) {
        let is_special = |byte: u8| byte == self.readers.separator || matches!(byte, b'"' | b'\r' | b'\n');
        if !always && !text.bytes().any(is_special) {
            return out.extend_from_slice(text.as_bytes());
        }
        out.push(b'"');
        let mut parts = text.split('"');
        out.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
        for part in parts {
            out.extend_from_slice(b"\"\"");
            out.extend_from_slice(part.as_bytes());
        }
        out.push(b'"');
    }
}

impl Layout for Table {
    fn piece(&self, rest: &[u8], at_start: bool) -> Piece {
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if blank > 0 && !at_start {
            return Piece { len: blank, is_record: false };
        }
        // The first row has the names.
        let end = self.readers.lend(at_start, |reader| Rows::default().end(reader, rest, true));
        Piece { len: end.unwrap_or(rest.len()), is_record: !at_start }
    }

    fn read<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, Fault> {
        let mut row = Row::default();
        let raw = self.readers.lend(false, |reader| row.read(reader, record, self.text));
        let found = row.ends.len();
        if found != self.columns {
            return Err(Fault::Row(format!("it has {found} fields and not {}", self.columns)));
        }
        let value = row.value(self.text);
        let text = utf8(value).map_err(|fault| match fault {
            Fault::NotUtf8 { offset } => Fault::NotUtf8 { offset: offset + raw.start as u64 },
            fault => fault,
        })?;
        let mut again = Vec::new();
        let was_quoted = record[raw.clone()].starts_with(b"\"");
        if was_quoted {
            self.quote(text, true, &mut again);
        }
        let text = match &record[raw.clone()] {
            written if !was_quoted && written == value => Cow::Borrowed(utf8(written)?),
            written if written == again => Cow::Owned(text.to_owned()),
            _ => return Err(Fault::Row("a quotation mark in the text field is not doubled".to_owned())),
        };
        let other = |at: Option<usize>| {
            let value = utf8(row.value(at?)).ok()?;
            Some(Value::Text(Cow::Owned(value.to_owned())))
        };
        let site = SiteFields { url: other(self.url), site: other(self.site) };
        Ok(Record { field: Field::Text { span: raw, text }, id: other(self.id), site })
    }

    fn put(&self, record: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(&record[..span.start]);
        // A field with a mark in it is quoted from then on, though it was not: else clean and undo would write it in
        // two ways. A row of one field that is empty would be no row.
        let always = record[span.clone()].contains(&b'"') || (text.is_empty() && self.columns == 1);
        self.quote(text, always, out);
        out.extend_from_slice(&record[span.end..]);
    }
}

fn reader(separator: u8) -> Reader {
    ReaderBuilder::new().delimiter(separator).build()
}

/// Sets a reader to the start of a stream, or behind its first bytes, where nothing is a byte order mark.
fn restart(reader: &mut Reader, at_start: bool) {
    reader.reset();
    if !at_start {
        reader.read_record(b"\n", &mut [0], &mut [0]);
    }
}

/// Readers that are used again: csv-core works out the table of its states for each that is made, which takes
/// longer than a row does. (Those of csv-core 0.1.13 cannot be cloned: the clone splits at nothing.)
struct Readers {
    separator: u8,
    idle: Mutex<Vec<Reader>>,
}

impl Readers {
    fn new(separator: u8) -> Self {
        Self { separator, idle: Mutex::default() }
    }

    fn lend<T>(&self, at_start: bool, read: impl FnOnce(&mut Reader) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let free = idle().pop();
        let mut reader = free.unwrap_or_else(|| reader(self.separator));
        restart(&mut reader, at_start);
        let result = read(&mut reader);
        idle().push(reader);
        result
    }
}

fn invalid(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// The fields of a row.
#[derive(Default)]
struct Row {
    values: Vec<u8>,
    ends: Vec<usize>,
}

impl Row {
    /// Reads one row, of which `bytes` has no more; tells where the field `column` is written there,
    /// with its quotation marks.
    fn read(&mut self, reader: &mut Reader, bytes: &[u8], column: usize) -> Range<usize> {
        self.values.resize(bytes.len() + 1, 0);
        let mut span = 0..0;
        let (mut read, mut written) = (0, 0);
        loop {
            // Field by field around the one that is asked for, all others at once.
            let at = self.ends.len();
            let most = if at < column {
                (column - at).min(64)
            } else if at == column {
                1
            } else {
                64
            };
            let mut ends = [0; 64];
            let from = read;
            let (result, nin, nout, nend) =
                reader.read_record(&bytes[read..], &mut self.values[written..], &mut ends[..most]);
            (read, written) = (read + nin, written + nout);
            self.ends.extend_from_slice(&ends[..nend]);
            if at == column {
                // A byte that ends the field was read with it, but at the end of all.
                span.start = if span.end == 0 { from } else { span.start };
                span.end = if nin > 0 && nend > 0 { read - 1 } else { read };
            }
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => return span,
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull => {}
            }
        }
    }

    fn value(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.values[start..self.ends[at]]
    }
}

/// Finds the ends of rows.
#[derive(Default)]
struct Rows {
    read: usize,
    /// A row ended here with a carriage return, which a line feed may follow.
    returned: bool,
}

impl Rows {
    /// The end of the next row; `None` where it takes more to say. It is asked with ever more of the
    /// same bytes, and the same reader.
    fn end(&mut self, reader: &mut Reader, bytes: &[u8], ended: bool) -> Option<usize> {
        let (mut values, mut ends) = ([0; 4096], [0; 64]);
        while !self.returned {
            let rest = &bytes[self.read..];
            if rest.is_empty() {
                return None;
            }
            let (result, nin, ..) = reader.read_record(rest, &mut values, &mut ends);
            self.read += nin;
            match result {
                ReadRecordResult::Record if bytes[self.read - 1] == b'\r' => self.returned = true,
                ReadRecordResult::Record => return Some(self.read),
                _ => {}
            }
        }
        let next = bytes.get(self.read);
        if next.is_none() && !ended {
            return None;
        }
        self.returned = false;
        self.read += usize::from(next == Some(&b'\n'));
        Some(self.read)
    }
}

/// Chunks of whole rows.
pub(crate) struct RowCut {
    reader: Reader,
    rows: Rows,
    /// Where the row in hand begins.
    row: usize,
}

impl RowCut {
    const LEAST: usize = 512 << 10;

    pub(crate) fn new(separator: u8) -> Self {
        Self { reader: reader(separator), rows: Rows::default(), row: 0 }
    }
}

impl Cut for RowCut {
    fn wanted(&self) -> usize {
        Self::LEAST
    }

    fn end(&mut self, bytes: &[u8], ended: bool) -> Result<Option<usize>, NoRecord> {
        while let Some(end) = self.rows.end(&mut self.reader, bytes, ended) {
            self.row = end;
            if end >= Self::LEAST {
                (self.rows.read, self.row) = (0, 0);
                return Ok(Some(end));
            }
        }
        if bytes.len() - self.row > LONGEST_RECORD {
            let what = "a row of more than 1 GiB: is a quotation mark not closed?";
            return Err(NoRecord { at: self.row, what });
        }
        Ok(None)
    }

    fn go_on(&mut self) {
        restart(&mut self.reader, false);
        self.rows = Rows::default();
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::pieces;
    use super::*;
    use proptest::prelude::*;

    fn table(header: &str) -> Table {
        Table::new(Readers::new(b','), header.as_bytes(), &FieldNames::default()).unwrap()
    }

    fn texts(table: &Table, file: &str) -> Vec<Result<String, String>> {
        let records = pieces(table, file.as_bytes(), true).filter(|(piece, _)| piece.is_record);
        let text = |bytes: &[u8]| {
            let record = table.read(bytes).map_err(|fault| fault.to_string())?;
            let Field::Text { text, .. } = record.field else { panic!("{record:?}") };
            Ok(text.into_owned())
        };
        records.map(|(_, bytes)| text(bytes)).collect()
    }

    fn with_text(table: &Table, row: &str, text: &str) -> String {
        let Field::Text { span, .. } = table.read(row.as_bytes()).unwrap().field else { panic!("{row}") };
        let mut out = Vec::new();
        table.put(row.as_bytes(), &span, text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn fields_hold_line_feeds_separators_and_quotation_marks() {
        let file = "\u{feff}id,text\r\n1,plain\r\n\r\n2,\"a, b\r\nc\"\r\n\"3\",\"a \"\"b\"\"\"\r\n4,\n5,end";
        let found = texts(&table("\u{feff}id,text\r\n"), file);
        assert_eq!(
            found.into_iter().map(Result::unwrap).collect::<Vec<_>>(),
            ["plain", "a, b\r\nc", "a \"b\"", "", "end"]
        );
    }

    #[test]
    fn only_the_field_changes_and_is_quoted_where_it_was_or_must_be() {
        let table = table("id,text,n\n");
        for (row, text, expected) in [
            ("\"1\",a,\"x\"\"y\"\r\n", "b", "\"1\",b,\"x\"\"y\"\r\n"),
            ("1,a,2\n", "b, c", "1,\"b, c\",2\n"),
            ("1,\"a\",2\n", "say \"b\"", "1,\"say \"\"b\"\"\",2\n"),
            ("1,\"a\",2", "", "1,\"\",2"),
            ("1,a,", "", "1,,"),
        ] {
            assert_eq!(with_text(&table, row, text), expected);
        }
        let alone = self::table("text\n");
        assert_eq!(with_text(&alone, "a\n", ""), "\"\"\n");
    }

    #[test]
    fn broken_rows_are_faults() {
        let table = table("id,text,n\n");
        for (row, reason) in [
            ("1,a\n", "2 fields and not 3"),
            ("1,a,2,3\n", "4 fields and not 3"),
            ("1,\"a\" b,2\n", "not doubled"),
            ("1,b,\"", ""),
            ("1,\"a", "2 fields and not 3"),
        ] {
            let read = table.read(row.as_bytes());
            let said = read.map_or_else(|fault| fault.to_string(), |_| String::new());
            assert!(said.contains(reason) && said.is_empty() == reason.is_empty(), "{row}: {said}");
        }
        let no_utf8 = table.read(b"\xff,\"a\xff\",2\n").unwrap_err();
        assert!(matches!(no_utf8, Fault::NotUtf8 { .. }));
    }

    #[test]
    fn a_column_that_is_missing_is_named_with_those_there_are() {
        let error = Table::new(Readers::new(b','), b"id,body\n", &FieldNames::default()).err().unwrap();
        assert_eq!(error, "there is no column \"text\", but id, body");
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_crate_csv(rows in "[a\",\r\n]{0,40}") {
            let file = format!("x,text\n{rows}");
            let table = table("x,text\n");
            let mut csv = ::csv::ReaderBuilder::new().flexible(true).from_reader(file.as_bytes());
            let expected: Vec<_> = csv.records().map(Result::unwrap).collect();
            let mut records = Vec::new();
            for (piece, bytes) in pieces(&table, file.as_bytes(), true) {
                if piece.is_record {
                    records.push(bytes);
                }
            }
            prop_assert_eq!(records.len(), expected.len());
            for (bytes, expected) in records.into_iter().zip(expected) {
                let mut row = Row::default();
                let span = table.readers.lend(false, |reader| row.read(reader, bytes, 1));
                let values: Vec<_> = (0..row.ends.len()).map(|at| row.value(at)).collect();
                prop_assert_eq!(values, expected.iter().map(str::as_bytes).collect::<Vec<_>>());
                if row.ends.len() > 1 {
                    let raw = std::str::from_utf8(&bytes[span]).unwrap();
                    let mut alone = ::csv::ReaderBuilder::new().has_headers(false).from_reader(raw.as_bytes());
                    let again = alone.records().next().map(|row| row.unwrap()[0].to_owned());
                    prop_assert_eq!(again.unwrap_or_default().into_bytes(), row.value(1));
                }
            }
        }

        #[test]
        fn chunks_end_where_rows_do(rows in "[a\",\r\n]{0,80}", step in 1usize..9) {
            let file = format!("x,text\n{rows}");
            let (mut reader, mut whole) = (reader(b','), Rows::default());
            let mut ends = Vec::new();
            while let Some(end) = whole.end(&mut reader, file.as_bytes(), true) {
                ends.push(end);
            }
            restart(&mut reader, true);
            let mut slow = Rows::default();
            let mut found = Vec::new();
            for seen in (0..file.len()).step_by(step).chain([file.len()]) {
                while let Some(end) = slow.end(&mut reader, &file.as_bytes()[..seen], seen == file.len()) {
                    found.push(end);
                }
            }
            prop_assert_eq!(found, ends);
        }
    }
}
