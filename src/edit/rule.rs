//! The names of the passes and of the rules in them, as they stand in logs and options.

use std::fmt;

macro_rules! passes_and_rules {
    ($($pass:ident $pass_name:literal { $($rule:ident $rule_name:literal $doc:literal,)+ })+) => {
        /// A pass of the cleaner. The order of the variants is the order in which they run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Pass {
            $(#[doc = concat!("`", $pass_name, "`")] $pass,)+
        }

        impl Pass {
            /// All passes, in the order in which they run.
            pub const ALL: &'static [Self] = &[$(Self::$pass,)+];

            /// The passes that run if nothing else is said: all but [`Pass::Unwrap`].
            pub fn by_default() -> impl Iterator<Item = Self> {
                Self::ALL.iter().copied().filter(|pass| *pass != Self::Unwrap)
            }

            /// The name used in options and as the first part of a rule's name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$pass => $pass_name,)+ }
            }
        }

        /// A rule: the reason why an edit was made. Its name is `pass/rule`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = $doc] $rule,)+)+
        }

        impl Rule {
            /// All rules, by pass.
            pub const ALL: &'static [Self] = &[$($(Self::$rule,)+)+];

            /// The full name, `pass/rule`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($(Self::$rule => concat!($pass_name, "/", $rule_name),)+)+ }
            }

            /// What it is about, in a sentence.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $($(Self::$rule => $doc,)+)+ }
            }

            /// The pass that the rule belongs to.
            #[must_use]
            pub const fn pass(self) -> Pass {
                match self { $($(Self::$rule)|+ => Pass::$pass,)+ }
            }
        }
    };
}

passes_and_rules! {
    Unicode "unicode" {
        Mojibake "mojibake" "UTF-8 that was read in another encoding.",
        Entity "entity" "An HTML entity that was left in the text.",
        Misread "misread" "A control character that stands for one of windows-1252.",
        Bom "bom" "A byte order mark inside or before the text.",
        Control "control" "A control character that is no line end and no tab.",
        ZeroWidth "zero-width" "An invisible character that joins nothing.",
        SoftHyphen "soft-hyphen" "A hyphenation hint.",
        Space "space" "A space of another width or kind than U+0020.",
        LineBreak "line-break" "A line or paragraph separator that is not a line feed.",
        Bidi "bidi" "A mark of direction that marks nothing.",
        Ligature "ligature" "A printer's ligature.",
        Nfc "nfc" "A character sequence that has a composed form.",
    }
    Boilerplate "boilerplate" {
        Ad "ad" "An advertisement label or slot.",
        Promo "promo" "A newsletter, subscription or app that is offered.",
        Social "social" "Sharing, following and commenting.",
        Nav "nav" "Links to other pages.",
        Consent "consent" "Cookie and privacy notices.",
        Legal "legal" "Copyright and disclaimers.",
        Counter "counter" "Counts of shares, comments, minutes to read.",
        Credit "credit" "Who took a photograph. It stays by default.",
        Byline "byline" "Who wrote the article, and when. It stays by default.",
        Junk "junk" "What players and other parts of a page leave behind.",
        Repeated "repeated" "A line that the site repeats from article to article.",
        Join "join" "Two halves of a paragraph, joined where something was taken out between them.",
    }
    Unwrap "unwrap" {
        Wrap "line" "A line end inside a paragraph.",
        Broken "word" "A line end, and perhaps a hyphen, inside a word.",
    }
    Boundaries "boundaries" {
        Stop "stop" "A full stop and a space that were lost.",
        Question "question" "A question mark and a space that were lost.",
        Gap "space" "A space that was lost.",
        Break "break" "A line break that was lost, behind a heading, caption or link.",
    }
    Quotes "quotes" {
        Double "double" "A double quotation mark.",
        Single "single" "A single quotation mark.",
        Apostrophe "apostrophe" "An apostrophe.",
    }
    Dashes "dashes" {
        Dash "dash" "A dash between parts of a sentence.",
        Range "range" "A dash between numbers, dates or names.",
        Hyphen "hyphen" "A hyphen.",
        Minus "minus" "A minus sign.",
        Ellipsis "ellipsis" "Omission points.",
    }
    Spacing "spacing" {
        Run "run" "Several spaces in a row.",
        Trailing "trailing" "White space at the end of a line.",
        BlankLines "blank-lines" "Several blank lines in a row.",
    }
}

impl Rule {
    /// The categories of lines that can be taken out: those that phrases are known for, and what a
    /// site repeats. See [`CleanerBuilder::remove`](crate::CleanerBuilder::remove).
    pub const CATEGORIES: &'static [Self] = &[
        Self::Ad,
        Self::Promo,
        Self::Social,
        Self::Nav,
        Self::Consent,
        Self::Legal,
        Self::Counter,
        Self::Credit,
        Self::Byline,
        Self::Junk,
        Self::Repeated,
    ];

    /// The name within its pass: `ad` of `boilerplate/ad`.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.as_str()[self.pass().as_str().len() + 1..]
    }

    /// Whether an edit by this rule takes out a whole line, or a part of one.
    pub(crate) fn removes_line(self) -> bool {
        self.pass() == Pass::Boilerplate && self != Self::Join
    }

    /// The category with this name.
    pub(crate) fn of_category(name: &str) -> Option<Self> {
        Self::CATEGORIES.iter().copied().find(|category| category.name() == name)
    }
}

impl fmt::Display for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_names_begin_with_their_pass() {
        for rule in Rule::ALL {
            let (pass, name) = rule.as_str().split_once('/').expect("pass/rule");
            assert_eq!(pass, rule.pass().as_str());
            assert!(!name.is_empty() && name == rule.name());
        }
    }
}
