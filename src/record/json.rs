//! One line of JSON Lines: where the text stands in it, and putting another in its place.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// What is needed of a line: the rest of it is only passed on.
#[derive(Debug)]
pub(crate) struct Record<'l> {
    pub field: Field<'l>,
    /// The value of the field `id`, as it is written.
    pub id: Option<&'l RawValue>,
}

/// The text field of a record.
#[derive(Debug, PartialEq)]
pub(crate) enum Field<'l> {
    /// A string: its place in the line, quotes included, and what it says.
    Text { span: Range<usize>, text: Cow<'l, str> },
    /// There is none.
    Absent,
    /// There is one, which is no string.
    NoString,
    /// A string that is no Unicode text: half of a surrogate pair.
    NoUnicode,
}

impl<'l> Record<'l> {
    /// Reads a line, which may have its line end. Where a field stands twice, the last one counts.
    ///
    /// # Errors
    /// Where the line is no JSON object.
    pub(crate) fn parse(line: &'l str, field: &str) -> Result<Self, serde_json::Error> {
        // A file may begin with a byte order mark.
        let json = line.strip_prefix('\u{feff}').unwrap_or(line);
        let mut reader = serde_json::Deserializer::from_str(json);
        let (text, id) = Fields { text: field }.deserialize(&mut reader)?;
        reader.end()?;
        let field = match text {
            None => Field::Absent,
            Some(raw) if !raw.get().starts_with('"') => Field::NoString,
            Some(raw) => {
                let start = raw.get().as_ptr() as usize - line.as_ptr() as usize;
                let span = start..start + raw.get().len();
                unescape(raw.get()).map_or(Field::NoUnicode, |text| Field::Text { span, text })
            }
        };
        Ok(Self { field, id })
    }

    /// Adds `line` to `out` with `text` in the place of the string at `span`.
    pub(crate) fn splice(line: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(&line[..span.start]);
        serde_json::to_writer(&mut *out, text).expect("a string into memory");
        out.extend_from_slice(&line[span.end..]);
    }
}

/// What a JSON string says, quotes included in `raw`; `None` where it is no Unicode.
fn unescape(raw: &str) -> Option<Cow<'_, str>> {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return raw.get(1..raw.len() - 1).map(Cow::Borrowed);
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}

/// Reads an object, keeping two of its values.
struct Fields<'f> {
    text: &'f str,
}

impl<'l> DeserializeSeed<'l> for Fields<'_> {
    type Value = (Option<&'l RawValue>, Option<&'l RawValue>);

    fn deserialize<D: Deserializer<'l>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'l> Visitor<'l> for Fields<'_> {
    type Value = (Option<&'l RawValue>, Option<&'l RawValue>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut text, mut id) = (None, None);
        while let Some(name) = map.next_key_seed(Name { text: self.text })? {
            match name {
                Key::Text => text = Some(map.next_value()?),
                Key::Id => id = Some(map.next_value()?),
                Key::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        // A record whose text field is its id has the text only.
        Ok((text, id))
    }
}

enum Key {
    Text,
    Id,
    Other,
}

/// Tells the names of fields apart without keeping them.
struct Name<'f> {
    text: &'f str,
}

impl<'l> DeserializeSeed<'l> for Name<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'l>>(self, reader: D) -> Result<Key, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Key, E> {
        Ok(match name {
            _ if name == self.text => Key::Text,
            "id" => Key::Id,
            _ => Key::Other,
        })
    }

    fn visit_bytes<E: serde::de::Error>(self, _: &[u8]) -> Result<Key, E> {
        Err(E::custom("a field name that is not UTF-8"))
    }
}

/// The reason of a JSON error and its column, without the line, which is always the first.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    match error.column() {
        0 => what.to_owned(),
        column => format!("{what} (column {column})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spliced(line: &str, text: &str) -> String {
        let record = Record::parse(line, "text").unwrap();
        let Field::Text { span, .. } = record.field else { panic!("{record:?}") };
        let mut out = Vec::new();
        Record::splice(line.as_bytes(), &span, text, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn field<'l>(line: &'l str) -> Field<'l> {
        Record::parse(line, "text").unwrap().field
    }

    #[test]
    fn only_the_value_changes() {
        let line = "\u{feff}{ \"a\" : 1.50e+3,\"text\"  : \"\\u00e9\\/\" , \"b\":\"\\u00e9\"}  \r\n";
        assert_eq!(
            spliced(line, "é \"x\"\n"),
            "\u{feff}{ \"a\" : 1.50e+3,\"text\"  : \"é \\\"x\\\"\\n\" , \"b\":\"\\u00e9\"}  \r\n"
        );
        let Field::Text { text, .. } = field(line) else { panic!() };
        assert_eq!(text, "é/");
    }

    #[test]
    fn the_last_of_two_counts_and_nested_ones_do_not() {
        let line = r#"{"text":"one","x":{"text":"in"},"te\u0078t":"two"}"#;
        assert_eq!(spliced(line, "three"), r#"{"text":"one","x":{"text":"in"},"te\u0078t":"three"}"#);
    }

    #[test]
    fn fields_that_hold_no_text() {
        assert_eq!(field(r#"{"id":1}"#), Field::Absent);
        assert_eq!(field(r#"{"text":null}"#), Field::NoString);
        assert_eq!(field(r#"{"text":["a"]}"#), Field::NoString);
        assert_eq!(field(r#"{"text":"\ud800"}"#), Field::NoUnicode);
    }

    #[test]
    fn what_is_no_object_is_an_error_with_a_column() {
        for line in ["[1]", "{\"text\": \"a\"", "{\"text\": \"a\"} x", "rubbish", "{\"a\": \u{1}}"] {
            let error = Record::parse(line, "text").unwrap_err();
            assert!(reason(&error).contains("column") || line == "[1]", "{}", reason(&error));
        }
    }

    #[test]
    fn the_id_is_kept_as_it_is_written() {
        let record = Record::parse(r#"{"id": {"a": 1.0},"text":""}"#, "text").unwrap();
        assert_eq!(record.id.map(RawValue::get), Some(r#"{"a": 1.0}"#));
    }
}
