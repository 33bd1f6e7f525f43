//! The form in which lines and patterns are compared: words in lower case, numbers, addresses and
//! separators as one sign each, everything else left out.

/// A line in normal form. Kept by its user from line to line, for its buffers.
#[derive(Debug, Default)]
pub(crate) struct Normal {
    /// The tokens with a space between them.
    pub text: String,
    pub tokens: Vec<Token>,
    /// The line begins with a bracket.
    pub bracketed: bool,
    /// The mark at the end, before closing quotes and brackets.
    pub mark: Option<char>,
    /// A sentence ends inside the line.
    pub sentences: bool,
    /// The line ends with a colon.
    pub introduces: bool,
    /// The last word taken up ended a sentence.
    stopped: bool,
}

/// A word, or one of the signs [`NUMBER`], [`COLON`], [`BAR`], [`ARROW`], `{url}`, `{email}`,
/// `{handle}`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    /// It begins with a capital or a digit.
    pub capital: bool,
    /// It is the number of a year.
    pub year: bool,
}

/// Stands for any number.
pub(crate) const NUMBER: &str = "#";
/// A colon, or a dash with spaces around it.
pub(crate) const COLON: &str = ":";
/// Between the entries of a menu.
pub(crate) const BAR: &str = "|";
/// Between the steps of a path through a site.
pub(crate) const ARROW: &str = ">";

impl Normal {
    /// Takes up a line, unless `goes_on` says no to its text when that has so many tokens.
    pub fn fold(&mut self, line: &str, tokens: usize, goes_on: impl Fn(&str) -> bool) -> bool {
        let line = line.trim();
        self.clear();
        let first = line.chars().next();
        self.bracketed = first == Some('(') || (first == Some('[') && line.ends_with(']'));
        // Of marks all kinds, as the style makes one of another.
        let is_end = |c| matches!(c, ')' | ']' | '"' | '\'' | '‘'..='‟' | '«' | '»' | '‹' | '›');
        let bare = line.trim_end_matches(|c: char| is_end(c) || c.is_whitespace());
        // "Loading..." is a label like any other.
        let mark = bare.chars().next_back().filter(|c| matches!(c, '.' | '!' | '?'));
        self.mark = mark.filter(|_| !bare.ends_with(".."));
        self.introduces = bare.ends_with(':');
        for raw in split_whitespace(line) {
            self.sentences |= self.stopped;
            self.stopped = raw.len() > 4 && raw.ends_with(['.', '!']);
            let before = self.tokens.len();
            self.push(raw);
            if before < tokens && self.tokens.len() >= tokens && !goes_on(&self.text) {
                return false;
            }
        }
        self.trim();
        true
    }

    /// Leaves out separators at the end.
    fn trim(&mut self) {
        while self.tokens.last().is_some_and(|&token| is_separator(self.token(token))) {
            self.tokens.pop();
            let end = self.tokens.last().map_or(0, |token| token.end);
            self.text.truncate(end);
        }
    }

    pub fn clear(&mut self) {
        self.text.clear();
        self.tokens.clear();
        self.mark = None;
        (self.sentences, self.stopped) = (false, false);
        (self.bracketed, self.introduces) = (false, false);
    }

    /// The text of a token.
    pub fn token(&self, token: Token) -> &str {
        &self.text[token.start..token.end]
    }

    /// The text of the token at `index`.
    pub fn word(&self, index: usize) -> &str {
        self.token(self.tokens[index])
    }

    /// Adds what stands between two white spaces.
    pub fn push(&mut self, raw: &str) {
        // Most are letters, perhaps between marks that leave no sign.
        let is_mute = |b: &u8| matches!(b, b',' | b'.' | b'!' | b'?' | b';' | b'"' | b'\'' | b'(' | b')');
        let bytes = raw.as_bytes();
        let start = bytes.iter().position(|b| !is_mute(b)).unwrap_or(raw.len());
        let letters = bytes[start..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if letters > 0 && bytes[start + letters..].iter().all(is_mute) {
            return self.add_letters(&raw[start..start + letters]);
        }
        // An address ends there too.
        if let Some((left, right)) =
            raw.split_once(['—', '―']).filter(|(left, right)| !left.is_empty() && !right.is_empty())
        {
            self.push(left);
            self.separate(COLON);
            return self.push(right);
        }
        let is_core = |c: char| c.is_alphanumeric() || matches!(c, '@' | '#');
        let Some(start) = raw.find(is_core) else {
            return self.push_marks(raw, true);
        };
        self.push_marks(&raw[..start], false);
        let core = raw[start..].trim_end_matches(|c| !is_core(c));
        let address = if core.contains('@') {
            if core.starts_with('@') { "{handle}" } else { "{email}" }
        } else {
            "{url}"
        };
        let is_url = || {
            core.contains("://")
                || core.starts_with("www.")
                || [".com", ".org", ".net", ".gov", ".edu", ".co.uk", ".tv"].iter().any(|end| {
                    core.find(end)
                        .is_some_and(|at| matches!(core.as_bytes().get(at + end.len()), None | Some(b'/')))
                })
        };
        if core.len() > 1 && (core.contains('@') || core.contains('.') && is_url()) {
            self.add(address, false, false);
        } else {
            self.push_words(core);
        }
        self.push_marks(&raw[start + core.len()..], false);
    }

    /// Adds the separators among marks; a dash is one only where it stands alone.
    fn push_marks(&mut self, marks: &str, alone: bool) {
        for c in marks.chars() {
            match c {
                // A path in code.
                ':' if marks.contains("::") => {}
                ':' => self.separate(COLON),
                '-' | '–' | '—' | '―' | '‒' | '‐' | '‑' | '−' if alone => self.separate(COLON),
                // They get spaces with the style.
                '—' | '―' => self.separate(COLON),
                '–' | '‒' if !self.ends_in_number() => self.separate(COLON),
                '-' if marks.contains("--") => self.separate(COLON),
                '|' | '•' | '·' => self.separate(BAR),
                '>' | '›' | '»' | '→' => self.separate(ARROW),
                '©' => self.add("copyright", false, false),
                '&' => self.add("and", false, false),
                _ => {}
            }
        }
    }

    fn push_words(&mut self, core: &str) {
        if is_number(core) {
            let year = core.len() == 4 && (core.starts_with("19") || core.starts_with("20"));
            return self.add(NUMBER, true, year && core.bytes().all(|b| b.is_ascii_digit()));
        }
        let mut rest = core;
        while let Some(start) = rest.find(char::is_alphanumeric) {
            if start > 0 {
                self.push_marks(&rest[..start], false);
                rest = &rest[start..];
            }
            let (word, after) = rest.split_at(word_end(rest));
            if word.len() < core.len() && is_number(word) {
                self.push_words(word);
            } else {
                self.add_word(word);
            }
            rest = after;
        }
    }

    /// Adds a word of ASCII letters.
    fn add_letters(&mut self, word: &str) {
        let start = self.begin();
        self.text.push_str(word);
        self.text[start..].make_ascii_lowercase();
        let capital = word.as_bytes()[0].is_ascii_uppercase();
        self.end(Token { start, end: self.text.len(), capital, year: false });
    }

    fn add_word(&mut self, word: &str) {
        let capital = word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let start = self.begin();
        if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
            self.text.push_str(word);
            self.text[start..].make_ascii_lowercase();
        } else {
            for c in word.chars().filter(|&c| !is_apostrophe(c)) {
                match stand_in(c) {
                    Some(letters) => self.text.push_str(letters),
                    None if c.is_ascii() => self.text.push(c.to_ascii_lowercase()),
                    None => self.text.extend(c.to_lowercase()),
                }
            }
        }
        self.end(Token { start, end: self.text.len(), capital, year: false });
    }

    fn add(&mut self, sign: &str, capital: bool, year: bool) {
        let start = self.begin();
        self.text.push_str(sign);
        self.end(Token { start, end: self.text.len(), capital, year });
    }

    fn end(&mut self, token: Token) {
        // "© Copyright" is one.
        match self.tokens.last() {
            Some(&last) if self.is_copyright(token) && self.is_copyright(last) => {
                self.text.truncate(last.end);
            }
            _ => self.tokens.push(token),
        }
    }

    fn is_copyright(&self, token: Token) -> bool {
        self.text.as_bytes()[token.start..token.end] == *b"copyright"
    }

    fn ends_in_number(&self) -> bool {
        self.tokens.last().is_some_and(|&last| self.token(last) == NUMBER)
    }

    fn separate(&mut self, sign: &'static str) {
        if self.tokens.last().is_some_and(|&last| !is_separator(self.token(last))) {
            self.add(sign, false, false);
        }
    }

    /// Where the next token starts.
    fn begin(&mut self) -> usize {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.len()
    }
}

/// What stands for a letter in normal form, where that is not its own small letter.
pub(super) fn stand_in(c: char) -> Option<&'static str> {
    Some(match c {
        // Its capital is SS.
        'ß' | 'ẞ' => "ss",
        // In capitals they are not told apart.
        'ı' | 'İ' => "i",
        // Romanian is written with either.
        'ş' | 'Ş' => "ș",
        'ţ' | 'Ţ' => "ț",
        _ => return None,
    })
}

/// As that of the standard library; most parts are told by their bytes.
pub(super) fn split_whitespace(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = match rest.as_bytes() {
            // Nearly always it is one space.
            [b' ', b'!'..=b'~', ..] => &rest[1..],
            [b'!'..=b'~', ..] => rest,
            _ => rest.trim_start(),
        };
        let end = match rest.as_bytes().iter().position(|b| !b.is_ascii_graphic()) {
            None => rest.len(),
            Some(at) if rest.as_bytes()[at] == b' ' => at,
            Some(at) => rest[at..].find(char::is_whitespace).map_or(rest.len(), |length| at + length),
        };
        let part;
        (part, rest) = rest.split_at(end);
        (!part.is_empty()).then_some(part)
    })
}

/// Where a word ends: an apostrophe is no part of the form; hyphens, slashes and stops part words.
fn word_end(text: &str) -> usize {
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'\'' | b'`');
    match text.as_bytes().iter().position(|b| !is_word(b)) {
        None => text.len(),
        Some(end) if text.as_bytes()[end].is_ascii() => end,
        Some(at) => {
            let is_apart = |c: char| !c.is_alphanumeric() && !is_apostrophe(c);
            text[at..].find(is_apart).map_or(text.len(), |end| at + end)
        }
    }
}

pub(super) fn is_separator(token: &str) -> bool {
    matches!(token, COLON | BAR | ARROW)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`')
}

/// 16, 1,204, 1.2k, 40%, 4:55.
fn is_number(core: &str) -> bool {
    core.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && core.bytes().all(|b| {
            b.is_ascii_digit() || matches!(b, b'.' | b',' | b':' | b'%' | b'k' | b'K' | b'm' | b'M' | b'+')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_count_is_folded() {
        let mut normal = Normal::default();
        for (line, form) in [
            ("  ADVERTISEMENT: ", "advertisement"),
            ("Don’t miss a story!", "dont miss a story"),
            ("Sign-up for “News”", "sign up for news"),
            ("(Share) 'it'! \"Now\", (see: a)", "share it now see : a"),
            ("1,204 Shares", "# shares"),
            ("© Copyright 2016 by Creators", "copyright # by creators"),
            ("Copyright ©2019-2021 Dow Jones & Company", "copyright # # dow jones and company"),
            ("Related - Five museums", "related : five museums"),
            ("Home › Travel » Here »", "home > travel > here"),
            ("Terms of use | Privacy", "terms of use | privacy"),
            ("Follow us @politico.", "follow us {handle}"),
            ("Write to a.b@example.com or see www.example.com/a.", "write to {email} or see {url}"),
            ("• Read more", "read more"),
            ("Anzeige schließen", "anzeige schliessen"),
            ("ANZEIGE SCHLIESSEN", "anzeige schliessen"),
            ("À LIRE ÉGALEMENT\u{a0}: L’Île", "à lire également : lîle"),
            ("— — —", ""),
            ("Never miss it—subscribe", "never miss it : subscribe"),
            ("Follow @goose—now", "follow {handle} : now"),
            ("Read next--it rained–and 2019–21, a-b", "read next : it rained : and # # a b"),
        ] {
            normal.fold(line, usize::MAX, |_| true);
            assert_eq!(normal.text, form, "{line}");
        }
    }
}
