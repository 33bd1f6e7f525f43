//! Reading records as nearly all of them are: strings are passed over from quotation mark to quotation
//! mark, and the text is unescaped on the way.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::layout::{Field, FieldNames, Record, SiteFields, Value};
use super::Key;
use super::marks::Marks;

/// Reads a record; `None` where it takes more to say what it is: where something is broken, or out of the
/// ordinary.
pub(super) fn read<'r>(line: &'r str, names: &FieldNames) -> Option<Record<'r>> {
    // JSON has no other white space.
    let json = line.trim_end_matches([' ', '\t', '\r', '\n']);
    let mut reader = Reader { json, marks: Marks::of(json.as_bytes()), at: 0 };
    let mut record = Record { field: Field::Absent, id: None, site: SiteFields::default() };
    reader.mark(b'{')?;
    loop {
        reader.mark(b'"')?;
        let name = reader.run()?;
        // Not so where something is escaped in it.
        reader.mark(b'"')?;
        reader.mark(b':')?;
        match Key::of(name, names) {
            Key::Text => record.field = reader.text()?,
            Key::Id => record.id = Some(Value::Json(reader.value()?)),
            Key::Url => record.site.url = Some(Value::Json(reader.value()?)),
            Key::Site => record.site.site = Some(Value::Json(reader.value()?)),
            Key::Other => reader.pass()?,
        }
        if reader.mark(b',').is_none() {
            reader.mark(b'}')?;
            // A string holds none as it is.
            let is_whole = reader.at == json.len() && !reader.marks.met_control();
            return is_whole.then_some(record);
        }
    }
}

struct Reader<'r> {
    json: &'r str,
    marks: Marks<'r>,
    at: usize,
}

impl<'r> Reader<'r> {
    fn rest(&self) -> &'r str {
        &self.json[self.at..]
    }

    /// Passes over spaces and a mark behind them, if it is there.
    fn mark(&mut self, mark: u8) -> Option<()> {
        let rest = &self.json.as_bytes()[self.at..];
        let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
        (rest.get(spaces) == Some(&mark)).then(|| self.at += spaces + 1)
    }

    /// Any value.
    fn value<T: Deserialize<'r>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(value)
    }

    /// Passes over any value.
    fn pass(&mut self) -> Option<()> {
        if self.mark(b'"').is_some() {
            self.string(|_, _| ())
        } else {
            self.value::<IgnoredAny>().map(|_| ())
        }
    }

    /// The value of the field for the text.
    fn text(&mut self) -> Option<Field<'r>> {
        if self.mark(b'"').is_none() {
            return self.value::<IgnoredAny>().map(|_| Field::NoString);
        }
        let start = self.at - 1;
        // No more than this will be in it.
        let most = self.json.len() - self.at;
        let mut text = Cow::Borrowed("");
        self.string(|run, escaped| match (&mut text, escaped) {
            (Cow::Borrowed(text), None) => *text = run,
            (Cow::Owned(text), None) => text.push_str(run),
            (text, Some(escaped)) => {
                if let Cow::Borrowed(_) = text {
                    *text = Cow::Owned(String::with_capacity(most));
                }
                let text = text.to_mut();
                text.push_str(run);
                text.push(escaped);
            }
        })?;
        Some(Field::Text { span: start..self.at, text })
    }

    /// Passes over the rest of a string, and tells what is in it: runs, with the character that is escaped
    /// behind each but the last.
    fn string(&mut self, mut each: impl FnMut(&'r str, Option<char>)) -> Option<()> {
        loop {
            let run = self.run()?;
            self.at += 1;
            if self.json.as_bytes()[self.at - 1] == b'"' {
                each(run, None);
                return Some(());
            }
            each(run, Some(self.escaped()?));
        }
    }

    /// What stands before the next quotation mark or backslash.
    fn run(&mut self) -> Option<&'r str> {
        let start = self.at;
        self.at = self.marks.next(start)?;
        Some(&self.json[start..self.at])
    }

    /// The character that is escaped, of which the backslash has been read.
    fn escaped(&mut self) -> Option<char> {
        let mark = *self.json.as_bytes().get(self.at)?;
        self.at += 1;
        Some(match mark {
            b'"' | b'\\' | b'/' => char::from(mark),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if unit & 0xfc00 != 0xd800 {
                    return char::from_u32(unit.into());
                }
                // The first half of a pair.
                self.at += self.rest().starts_with("\\u").then_some(2)?;
                char::decode_utf16([unit, self.unit()?]).next()?.ok()?
            }
            _ => return None,
        })
    }

    /// Four digits.
    fn unit(&mut self) -> Option<u16> {
        let digits = self.json.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)? as u16))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_read_so_is_what_is_read_otherwise(
            line in r#"\{?( ?"(text|id|url|source|x|te\\u0078t)": ?("([aé\n{},:\\ ]|\\["\\/bfnrtux]|\\u(0041|D83d|dE00|00eG|20a)|😀){0,6}"|-?1(\.0)?|null|truex?|\[\]|\{"a":\["\u{c}"\]\})[,\f\t ]?){0,4}\}[ \t\r\f}]?\n?"#
        ) {
            let names = FieldNames::default();
            if let Some(quick) = read(&line, &names) {
                let slow = super::super::read(&line, &names);
                prop_assert!(slow.is_ok(), "{line:?}: {slow:?}");
                prop_assert_eq!(format!("{quick:?}"), format!("{:?}", slow.unwrap()));
            }
        }
    }

    #[test]
    fn long_texts_are_read_to_their_end() {
        let names = FieldNames::default();
        for len in (0..200).chain(4000..4200).chain(8100..8300) {
            let run = "a".repeat(len);
            let line = format!(r#"{{"text": "\"{run}\n\"", "x": "{run}", "id": 1}}"#);
            let Field::Text { text, .. } = read(&line, &names).unwrap().field else { panic!() };
            assert_eq!(text, format!("\"{run}\n\""));
            assert!(read(&line.replace("\", \"x", "\u{1}\", \"x"), &names).is_none());
        }
    }

    #[test]
    fn ordinary_records_are_read_so() {
        let names = FieldNames::default();
        for line in [
            r#"{"text":""}"#,
            "{ \"id\" : 1.5e3, \"a\":{\"b\":[1,\"}\\\"\"]},\"text\" : \"a\\n\\\"\\ud83d\\uDE00é\" , \"b\": null }\r\n",
            "{\"text\": 1, \"source\": \"a\\u00e9\\/\", \"url\": [\"\t\"]}",
        ] {
            assert_eq!(read(line, &names).is_some(), !line.contains('\t'), "{line}");
        }
    }
}
