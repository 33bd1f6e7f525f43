//! The edit log: JSON Lines, a row for each record that changed.
//!
//! `{"file": …, "record": 0, "id": …, "edits": [{"start", "end", "text", "was", "rule",
//! "confidence"}, …]}` with byte offsets into the original text. `file` is there where the input
//! had a name, `id` where the record has one, `"flagged": true` where lines were left that would have
//! gone, as they were too many. A text that was cut into sections may have several
//! rows, one after the other, all with record 0 and with offsets into the whole. `"dropped": true` stands
//! in the row of a broken record that was left out.

use std::borrow::Cow;

use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};

use super::layout::Value;
use crate::edit::EditScript;

/// A row to be written.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'a str>,
    pub record: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Value<'a>>,
    #[serde(skip_serializing_if = "is_false")]
    pub flagged: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub dropped: bool,
    pub edits: Edits<'a>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The edits of a section that begins at `base`.
pub(crate) struct Edits<'a> {
    script: &'a EditScript,
    base: u64,
}

impl<'a> Row<'a> {
    pub(crate) fn new(file: Option<&'a str>, record: u64, script: &'a EditScript) -> Self {
        Self {
            file,
            record,
            id: None,
            flagged: script.is_flagged(),
            dropped: false,
            edits: Edits { script, base: 0 },
        }
    }

    /// For a section of a text: where it begins in the whole, in bytes.
    pub(crate) fn at(mut self, base: u64) -> Self {
        self.edits.base = base;
        self
    }

    /// Adds the row, with its line feed.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        // An edit takes less in most cases; growing would take all twice.
        out.reserve(128 * self.edits.script.len());
        serde_json::to_writer(&mut *out, self).expect("a row into memory");
        out.push(b'\n');
    }
}

impl Serialize for Edits<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut rows = to.serialize_seq(Some(self.script.len()))?;
        for (edit, was) in self.script.iter() {
            rows.serialize_element(&LoggedEdit {
                start: self.base + edit.range.start as u64,
                end: self.base + edit.range.end as u64,
                text: Cow::Borrowed(&edit.replacement),
                was: Cow::Borrowed(was),
                rule: edit.rule.as_str(),
                confidence: edit.confidence,
            })?;
        }
        rows.end()
    }
}

/// One edit as it stands in the log. What undoing does not need is not read.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LoggedEdit<'a> {
    /// Byte offsets into the original text.
    pub start: u64,
    pub end: u64,
    /// What stands there now.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    /// What stood there before.
    #[serde(borrow)]
    pub was: Cow<'a, str>,
    #[serde(skip_deserializing)]
    pub rule: &'a str,
    #[serde(skip_deserializing)]
    pub confidence: f32,
}

/// A row read back.
#[derive(Debug, Deserialize)]
pub(crate) struct LoggedRow<'a> {
    pub record: u64,
    #[serde(default)]
    pub dropped: bool,
    #[serde(borrow)]
    pub edits: Vec<LoggedEdit<'a>>,
}

/// Of a row, where it belongs, and whether nothing comes back by it.
#[derive(Debug, Deserialize)]
pub(crate) struct LoggedFile {
    pub file: Option<String>,
    #[serde(default)]
    pub dropped: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, Rule};

    #[test]
    fn a_row_reads_back() {
        let script = EditScript::new("a “b”", vec![Edit::new(2..5, "\"", Rule::Double)]).unwrap();
        let mut out = Vec::new();
        let mut row = Row::new(Some("x/a.txt"), 7, &script).at(100);
        row.id = Some(Value::Text("i".into()));
        row.write(&mut out);
        let line = String::from_utf8(out).unwrap();
        assert_eq!(
            line,
            concat!(
                r#"{"file":"x/a.txt","record":7,"id":"i","edits":[{"start":102,"end":105,"text":"\"","#,
                r#""was":"“","rule":"quotes/double","confidence":1.0}]}"#,
                "\n"
            )
        );
        let read: LoggedRow<'_> = serde_json::from_str(&line).unwrap();
        assert_eq!((read.record, read.edits[0].start, &*read.edits[0].was), (7, 102, "“"));
        let file: LoggedFile = serde_json::from_str(&line).unwrap();
        assert_eq!(file.file.as_deref(), Some("x/a.txt"));
    }
}
