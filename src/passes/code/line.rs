//! Lines of code that no fence marks: sources that an extraction flattened, listings with numbers, JSON.
//!
//! Told by what stands beside straight quotation marks and between words, weighed against the words that
//! read as prose. Only what is typed in ASCII counts, so that a line that is set typographically is
//! never taken for code later.

/// How many words of prose outweigh a point.
const WORDS_A_POINT: usize = 5;

/// What stands in code and hardly in prose, each a point.
const SIGNS: [&str; 12] = ["::", "->", "=>", "==", "!=", "&&", "||", "${", "+=", "</", "/>", "()"];

/// Words that begin a statement, each a point at the start of a line.
const STATEMENTS: [&str; 12] = [
    "#include", "const", "def", "echo", "export", "import", "let", "print", "require", "return", "use", "var",
];

/// Values that need no quotation marks.
const VALUES: [&str; 4] = ["false", "none", "null", "true"];

/// Whether a line reads as code.
pub(in crate::passes) fn reads_as_code(line: &str) -> bool {
    let line = line.trim();
    let points = marks(line.as_bytes()) + frame(line);
    // Most lines have none: the rest is not asked.
    if points == 0 && !line.contains(SIGNS[0]) && !SIGNS.iter().any(|sign| line.contains(sign)) {
        return false;
    }
    let (words, signs) = outside(line);
    let points = points + signs;
    (points >= 2 && points * WORDS_A_POINT >= words) || (points == 1 && words <= 2)
}

/// The points for what stands beside straight quotation marks.
fn marks(line: &[u8]) -> usize {
    let places = memchr::memchr2_iter(b'"', b'\'', line);
    places.map(|at| before_mark(&line[..at]) + behind_mark(&line[at + 1..]) + key(line, at)).sum()
}

fn before_mark(left: &[u8]) -> usize {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    match left {
        // A call, with a letter for the kind of string or without.
        [.., name, b'('] | [.., name, b'(', b'f' | b'b' | b'r' | b'u'] if is_name(name) => 2,
        [.., b'{'] => 2,
        [list @ .., b'['] if matches!(list.trim_ascii_end(), [.., b':' | b'=' | b',' | b'(']) => 1,
        [.., name, b'['] if is_name(name) => 1,
        _ => match left.trim_ascii_end() {
            // Attributes have no blank there, and are known by that.
            [.., b'='] if left.ends_with(b" ") => 2,
            [.., b' ', b'-', letter] if letter.is_ascii_alphabetic() => 1,
            _ => 0,
        },
    }
}

fn behind_mark(right: &[u8]) -> usize {
    match right {
        [b'}', ..] => 2,
        [b']'] | [b']', b';' | b',' | b')' | b']' | b'=' | b'.', ..] => 1,
        [b')', b';' | b'{', ..] | [b')', b' ', b'{', ..] | [b';'] => 1,
        _ => 0,
    }
}

/// The points for a value behind the key that the mark at `at` closes: `{"name": "Goose"`.
fn key(line: &[u8], at: usize) -> usize {
    let Some(value) = line[at + 1..].trim_ascii_start().strip_prefix(b":") else { return 0 };
    let Some(open) = memchr::memrchr(line[at], &line[..at]) else { return 0 };
    let is_first = match line[..open].trim_ascii_end() {
        [] | [.., b'{' | b'[' | b',' | b'\\' | b'`' | b':'] => true,
        // The number of a line.
        number => number.len() < 5 && number.iter().all(u8::is_ascii_digit),
    };
    match value.trim_ascii_start() {
        [b'"' | b'\'' | b'[' | b'{' | b'0'..=b'9', ..] => 1 + usize::from(is_first),
        value => usize::from(is_first && VALUES.iter().any(|word| value.starts_with(word.as_bytes()))),
    }
}

/// The points for how a line begins and ends.
fn frame(line: &str) -> usize {
    let first = line.split_ascii_whitespace().next().unwrap_or_default();
    let is_statement = STATEMENTS.contains(&first);
    let goes_on = line.ends_with([';', '{', '\\']) || line.ends_with("({");
    // `title: "So"`, as in the head of a page in Markdown.
    let is_key = first.strip_suffix(':').is_some_and(|key| {
        key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    });
    let value = line[first.len()..].trim_start();
    let is_value =
        value.len() > 1 && ["\"", "'"].iter().any(|mark| value.starts_with(mark) && value.ends_with(mark));
    usize::from(is_statement) + usize::from(goes_on) + if is_key && is_value { 2 } else { 0 }
}

/// How many words of prose stand outside straight quotation marks, and how many points the rest has.
fn outside(line: &str) -> (usize, usize) {
    let (mut words, mut signs) = (0, 0);
    let mut quoted = false;
    for token in line.split_ascii_whitespace() {
        let marks = token.bytes().filter(|&b| b == b'"').count();
        let is_inside = quoted;
        quoted ^= marks % 2 == 1;
        if is_inside || marks > 0 {
            continue;
        }
        let word = token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).trim_start_matches('(');
        let is_word = word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '-'));
        if is_word {
            words += usize::from(word.len() > 1);
            continue;
        }
        let parts = word.as_bytes();
        let is_snake = parts
            .windows(3)
            .any(|w| w[1] == b'_' && w[0].is_ascii_alphanumeric() && w[2].is_ascii_alphanumeric());
        let is_address = word.starts_with(['@', '#']) || word.contains("//");
        if !is_address && (is_snake || SIGNS.iter().any(|sign| word.contains(sign))) {
            signs += 1;
        }
    }
    (words, signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told() {
        for line in [
            "print(\"hello there, all of you\")",
            "{\"name\": \"Goose\", \"count\": 3}",
            "12    \"harbor\": {",
            "\"use strict\";",
            "import { ship } from \"./harbor\";",
            "const name = 'x'; const other = \"y\";",
            "curl -H \"Accept: text/plain\" \\",
            "title: \"The harbor, and what came of it\"",
            "tags: [\"Harbor\"]",
            "if ship_name == \"x\" && is_in(\"y\") {",
        ] {
            assert!(reads_as_code(line), "{line}");
        }
    }

    #[test]
    fn prose_is_not_code() {
        for line in [
            "\"We won,\" said Rep. A. Goose (D-MN). \"It's over.\"",
            "Goose Corp. (\"Goose\"); and Harbor Ltd. (\"Harbor\"); both of them said that they would go on.",
            "[Editor's note: The crowd shouts \"Ho.\"]",
            "He called it \"good\"; she called it \"bad\"; nobody asked the others.",
            "What we call \"the harbor\" is only one more \"pond\": \"It is dry in the summer,\" she says.",
            "[caption id=\"x_1\" width=\"9\"]The boats of the harbor's owners in a row (Credit: Goose)[/caption]",
            "The \"Harbor\": a short history of the boats",
            "Go to Settings -> Privacy, where you will find what we call \"the switch\" and turn it on.",
            "\"['It is late],\" she said to those who were still there at the harbor.",
            "Use print(\"x\") where you want to see what the program does, and do not forget to take it out.",
            "",
        ] {
            assert!(!reads_as_code(line), "{line}");
        }
    }
}
