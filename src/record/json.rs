//! JSON Lines: one object a line, whose text is the value of a field, and only that value ever changes.

mod marks;
mod quick;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::layout::{Fault, Field, FieldNames, Layout, Piece, Record, SiteFields, Value, utf8};
use super::text;

/// Lines with an object each; blank ones are no records.
pub(crate) struct JsonLines {
    pub names: FieldNames,
}

impl Layout for JsonLines {
    fn piece(&self, rest: &[u8], _: bool) -> Piece {
        text::line(rest)
    }

    /// Where a field stands twice, the last one counts.
    fn read<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, Fault> {
        let line = utf8(record)?;
        quick::read(line, &self.names).map_or_else(|| read(line, &self.names), Ok)
    }

    fn put(&self, record: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>) {
        out.reserve(record.len() - span.len() + text.len());
        out.extend_from_slice(&record[..span.start]);
        escape(text, out);
        out.extend_from_slice(&record[span.end..]);
    }
}

/// Reads any record.
fn read<'r>(line: &'r str, names: &FieldNames) -> Result<Record<'r>, Fault> {
    // A file may begin with a byte order mark.
    let json = line.strip_prefix('\u{feff}').unwrap_or(line);
    let mut reader = serde_json::Deserializer::from_str(json);
    let Values { text, id, url, site } = Fields(names).deserialize(&mut reader).map_err(Fault::Json)?;
    reader.end().map_err(Fault::Json)?;
    let field = match text {
        None => Field::Absent,
        Some(raw) if !raw.get().starts_with('"') => Field::NoString,
        Some(raw) => {
            let start = raw.get().as_ptr() as usize - line.as_ptr() as usize;
            let span = start..start + raw.get().len();
            unescape(raw.get()).map_or(Field::NoUnicode, |text| Field::Text { span, text })
        }
    };
    let site = SiteFields { url: url.map(Value::Json), site: site.map(Value::Json) };
    Ok(Record { field, id: id.map(Value::Json), site })
}

/// Adds a text as a JSON string.
fn escape(text: &str, out: &mut Vec<u8>) {
    // Room is made for the worst, six bytes for one, so a long text is not escaped in one go.
    const PART: usize = 4 << 10;
    let mut part = Vec::new();
    let mut rest = text;
    out.push(b'"');
    while !rest.is_empty() {
        let (now, later) = rest.split_at(rest.floor_char_boundary(PART));
        part.clear();
        json_escape_simd::escape_into(now, &mut part);
        out.extend_from_slice(&part[1..part.len() - 1]);
        rest = later;
    }
    out.push(b'"');
}

/// What a JSON string says, quotes included in `raw`; `None` where it is no Unicode.
pub(super) fn unescape(raw: &str) -> Option<Cow<'_, str>> {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return raw.get(1..raw.len() - 1).map(Cow::Borrowed);
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}

/// Reads an object, keeping some of its values.
struct Fields<'f>(&'f FieldNames);

#[derive(Default)]
struct Values<'l> {
    text: Option<&'l RawValue>,
    id: Option<&'l RawValue>,
    url: Option<&'l RawValue>,
    site: Option<&'l RawValue>,
}

impl<'l> DeserializeSeed<'l> for Fields<'_> {
    type Value = Values<'l>;

    fn deserialize<D: Deserializer<'l>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'l> Visitor<'l> for Fields<'_> {
    type Value = Values<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = Values::default();
        while let Some(name) = map.next_key_seed(Name(self.0))? {
            // A record whose text field is its id has the text only.
            let place = match name {
                Key::Text => &mut values.text,
                Key::Id => &mut values.id,
                Key::Url => &mut values.url,
                Key::Site => &mut values.site,
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *place = Some(map.next_value()?);
        }
        Ok(values)
    }
}

enum Key {
    Text,
    Id,
    Url,
    Site,
    Other,
}

impl Key {
    fn of(name: &str, names: &FieldNames) -> Self {
        match name {
            _ if name == names.text => Self::Text,
            "id" => Self::Id,
            _ if name == names.url => Self::Url,
            _ if name == names.site => Self::Site,
            _ => Self::Other,
        }
    }
}

/// Tells the names of fields apart without keeping them.
struct Name<'f>(&'f FieldNames);

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
        Ok(Key::of(name, self.0))
    }

    fn visit_bytes<E: serde::de::Error>(self, _: &[u8]) -> Result<Key, E> {
        Err(E::custom("a field name that is not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout() -> JsonLines {
        JsonLines { names: FieldNames::default() }
    }

    fn parse(line: &str) -> Result<Record<'_>, Fault> {
        layout().read(line.as_bytes())
    }

    fn spliced(line: &str, text: &str) -> String {
        let record = parse(line).unwrap();
        let Field::Text { span, .. } = record.field else { panic!("{record:?}") };
        let mut out = Vec::new();
        layout().put(line.as_bytes(), &span, text, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn field<'l>(line: &'l str) -> Field<'l> {
        parse(line).unwrap().field
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
    fn long_texts_are_escaped_as_short_ones_are() {
        let mut out = Vec::new();
        for times in [0, 1, 100, 3_000] {
            let text = "é\u{1f}\"\\\n/\u{7f}\u{2028}😀 \t".repeat(times);
            out.clear();
            escape(&text, &mut out);
            assert_eq!(String::from_utf8_lossy(&out), serde_json::to_string(&text).unwrap());
        }
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
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains("column") || line == "[1]", "{error}");
        }
    }

    #[test]
    fn the_id_is_kept_as_it_is_written() {
        let record = parse(r#"{"id": {"a": 1.0},"text":""}"#).unwrap();
        assert_eq!(serde_json::to_string(&record.id).unwrap(), r#"{"a": 1.0}"#);
    }

    #[test]
    fn the_site_is_the_address_or_else_the_source() {
        let site = |line: &str| parse(line).unwrap().site.value().map(Cow::into_owned);
        for (line, expected) in [
            (r#"{"source":"a.org","url":"http:\/\/b.org","text":""}"#, Some("http://b.org")),
            (r#"{"source":"a.org","url":null,"text":""}"#, Some("a.org")),
            (r#"{"source":"a.org","url":" ","text":""}"#, Some("a.org")),
            (r#"{"source":["a.org"],"text":""}"#, None),
            (r#"{"text":""}"#, None),
        ] {
            assert_eq!(site(line).as_deref(), expected, "{line}");
        }
    }
}
