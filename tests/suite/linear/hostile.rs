//! Texts that are the worst for somebody who looks back, ahead, or for what closes.

/// Repeated until there is enough of it.
const REPEATED: &[&str] = &[
    // One character.
    "a",
    "A",
    "0",
    " ",
    "\t",
    "\n",
    "\r",
    "\0",
    ".",
    ",",
    ":",
    ";",
    "?",
    "\"",
    "'",
    "`",
    "-",
    "_",
    "=",
    "|",
    "/",
    "\\",
    "&",
    "#",
    "@",
    "<",
    "(",
    "[",
    "*",
    "\u{8}",
    "\u{1b}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{202b}",
    "\u{2067}",
    "\u{301}",
    "\u{3000}",
    "\u{feff}",
    "\u{fffd}",
    "é",
    "Ã",
    "Ø",
    "ß",
    "中",
    "ع",
    "ﬁ",
    "´",
    "’",
    "‘",
    "“",
    "”",
    "„",
    "«",
    "»",
    "′",
    "–",
    "—",
    "…",
    "−",
    "‑",
    "👩",
    // Lines.
    "a\n",
    "A\n\n",
    "a\r\n",
    " \n",
    "-\n",
    "Advertisement\n",
    "Share this\nRead more: ",
    "By Ann Lee\n",
    "|\n",
    "# A\n",
    "    a\n",
    "```\n",
    "* a\n",
    "1. A\n",
    "a | b | c\n",
    "Home | News | Contact | ",
    "a-\nb",
    "the boats and-\n",
    "It was a rainy day in the old harbor of the town and\nthe boats stayed where they were. ",
    "\u{2028}",
    "a\u{85}",
    // Sentences run together, names, and what looks like them.
    "aB",
    "a.B",
    "A.B.",
    "a.B ",
    "aB ",
    "McConnell ",
    "said.The ",
    "said:“We ",
    "(CNN)Mitt",
    "a,b",
    "a,B",
    "1.A",
    "5The ",
    "U.S.Border ",
    "CEOTim ",
    "e.g.",
    "a.b/c",
    "x?A",
    "a)B",
    "a]b[",
    "WHO?\"He",
    // Marks.
    "\"a\" ",
    "'a",
    "a'",
    "'a' ",
    "a'a ",
    "“a",
    "a”",
    "« a » ",
    "»a«",
    "‘’",
    "„“",
    "``",
    "''a",
    "'90s ",
    "6'2\" ",
    "40°26'46\"N ",
    "a-",
    "a - ",
    "a--",
    "-- ",
    "1-2",
    "1–2–",
    "a—b",
    "—\"",
    "- a\n",
    "...",
    ". . . ",
    "…. ",
    "-5 ",
    "\u{2010}a",
    // Entities, markup, addresses, escapes, marks of direction.
    "&amp;",
    "&amp;amp;",
    "&amp",
    "&#",
    "&#x41;",
    "&nbsp;a",
    "<a>",
    "</a>",
    "<a href=\"",
    "[a](b)",
    "](",
    "http://a.b/",
    "www.",
    "a@b.c ",
    "#a",
    "`a` ",
    "\u{1b}[1m",
    "\u{1b}]0;",
    "a\u{8}",
    "_\u{8}a",
    "\u{202b}\u{202c}",
    "\u{2067}a",
    "\u{202b}",
    "e\u{301}",
    "a\u{327}\u{301}",
    "\u{301}\u{327}",
    "क्\u{200d}",
    "👩\u{200d}",
    "🏴\u{e0067}",
    "\u{1100}\u{1161}",
    "«\u{202f}",
    // Text read in a wrong encoding.
    "Ã©",
    "â€™",
    "ÃƒÂ©",
    "Ã ",
    "Ð¿Ñ€",
    "РїСЂ",
    "√©",
    "┬┐",
    "Â\u{a0}",
    "\u{92}",
    "é\u{81}",
    // Words.
    "the ",
    "The harbor. ",
    "read more ",
    "click here ",
    "follow us on ",
    "(RELATED: ",
    "Advertisement ",
    "Photo: ",
    "10 comments ",
    "All rights reserved. ",
    "und der die ",
    "les gens de la ville ",
    "это не то ",
    "  a  b",
    "a\t b",
    "a \n ",
];

/// A text of about `length` bytes, and its name.
pub struct Kind {
    pub name: String,
    make: Box<dyn Fn(usize) -> String>,
}

impl Kind {
    fn new(name: impl Into<String>, make: impl Fn(usize) -> String + 'static) -> Self {
        Self { name: name.into(), make: Box::new(make) }
    }

    pub fn of_length(&self, length: usize) -> String {
        (self.make)(length)
    }

    fn repeated(unit: &'static str) -> Self {
        Self::new(format!("{unit:?}"), move |length| unit.repeat(length / unit.len()))
    }

    /// As many that open as then close.
    fn nested(open: &'static str, close: &'static str) -> Self {
        let depth = move |length| length / (open.len() + close.len());
        Self::new(format!("{open:?} … {close:?}"), move |length| {
            open.repeat(depth(length)) + "a" + &close.repeat(depth(length))
        })
    }

    /// Each unit with a number of its own.
    fn numbered(name: &'static str, unit: fn(usize) -> String) -> Self {
        Self::new(name, move |length| {
            let mut text = String::new();
            for number in 0.. {
                if text.len() >= length {
                    break;
                }
                text += &unit(number);
            }
            text
        })
    }
}

/// All of them.
pub fn texts() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = REPEATED.iter().map(|unit| Kind::repeated(unit)).collect();
    kinds.extend([
        Kind::nested("(", ")"),
        Kind::nested("[", "]"),
        Kind::nested("“", "”"),
        Kind::nested("“‘", "’”"),
        Kind::nested("«", "»"),
        Kind::nested("<b>", "</b>"),
        Kind::nested("\u{202b}", "\u{202c}"),
        Kind::nested("\" ", " \""),
        Kind::nested("a\n", "Advertisement\n"),
        Kind::numbered("names", |n| format!("Mc{}Goose said ", letters(n))),
        Kind::numbered("lines", |n| format!("Line {} of the harbor\n", letters(n))),
        Kind::numbered("sentences run together", |n| format!("the {}wordThe ", letters(n))),
        Kind::numbered("entities", |n| format!("&{};", letters(n))),
        Kind::numbered("marks of all kinds", |n| {
            char::from_u32(0x2010 + n as u32 % 0x50).map_or_else(String::new, |c| format!("a{c}"))
        }),
        Kind::numbered("lines that grow", |n| "a ".repeat(n) + "\n"),
    ]);
    kinds
}

/// A number in letters.
fn letters(mut number: usize) -> String {
    let mut word = String::new();
    loop {
        word.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
        if number == 0 {
            return word;
        }
    }
}
