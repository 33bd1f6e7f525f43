//! The classes of characters that the model of reading tells apart.

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What a character is to a reader who does not know the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Class {
            $($(#[$doc])* $name,)+
        }

        impl Class {
            /// All classes.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];
        }
    };
}

classes! {
    /// A line end, or the end of the text.
    End,
    Space,
    NoBreakSpace,
    Lower,
    Upper,
    Digit,
    /// What follows a word: `.,;:!?)]}%`
    Closer,
    /// What comes before one: `([{#$@`
    Opener,
    /// The rest of ASCII.
    Sign,
    LatinLower,
    LatinUpper,
    GreekLower,
    GreekUpper,
    CyrillicLower,
    CyrillicUpper,
    /// Cyrillic letters that Russian does not have.
    OtherCyrillicLower,
    OtherCyrillicUpper,
    Hebrew,
    Arabic,
    /// Armenian, Georgian, Ethiopic.
    Caucasian,
    /// From India to Indonesia, Tibet among them.
    Indic,
    Kana,
    Ideograph,
    Hangul,
    CjkPunctuation,
    FullWidth,
    Combining,
    OpeningQuote,
    ClosingQuote,
    Dash,
    /// Ellipses, bullets and daggers.
    Point,
    /// © ® ™
    Legal,
    /// Degrees, superscripts, ordinals and fractions.
    Raised,
    Currency,
    Mathematical,
    /// ¡ and ¿.
    Inverted,
    /// Accents that stand alone.
    Accent,
    /// Other signs of Latin-1 and of general punctuation.
    OtherSign,
    /// Box drawing and blocks.
    Box,
    /// Arrows, dingbats, emoji.
    Picture,
    /// What is not seen: joiners, soft hyphens, marks of direction and of order.
    Unseen,
    Control,
    /// U+FFFD.
    Lost,
    /// Letters of phonetics, of old or rare writing, and all else.
    Rare,
}

impl Class {
    pub const COUNT: usize = Self::ALL.len();

    pub fn of(c: char) -> Self {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => Self::End,
            ' ' | '\t' => Self::Space,
            'a'..='z' => Self::Lower,
            'A'..='Z' => Self::Upper,
            '0'..='9' => Self::Digit,
            '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%' => Self::Closer,
            '(' | '[' | '{' | '#' | '$' | '@' => Self::Opener,
            ' '..='~' => Self::Sign,
            '\0'..='\x1f' | '\x7f'..='\u{9f}' => Self::Control,
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => Self::NoBreakSpace,
            '©' | '®' | '™' => Self::Legal,
            '°' | '²' | '³' | '¹' | 'ª' | 'º' | '¼'..='¾' | '⁰'..='ⁿ' | '₀'..='₉' => {
                Self::Raised
            }
            '¢'..='¥' | '₠'..='₿' => Self::Currency,
            '¬' | '±' | '×' | '÷' | '∀'..='∑' | '∓'..='⋿' => Self::Mathematical,
            '¡' | '¿' => Self::Inverted,
            '¨' | '¯' | '´' | '¸' | '\u{2c2}'..='\u{2df}' => Self::Accent,
            '“' | '‘' | '„' | '‚' | '‛' | '‟' | '«' | '‹' => Self::OpeningQuote,
            '”' | '’' | '»' | '›' => Self::ClosingQuote,
            '‐'..='―' | '−' => Self::Dash,
            '†'..='…' => Self::Point,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
                Self::Unseen
            }
            '\u{feff}' => Self::Unseen,
            '\u{fffd}' => Self::Lost,
            '\u{a1}'..='\u{bf}' | '‖'..='⁞' | '℀'..='⅏' => Self::OtherSign,
            // Of the blocks of extended Latin, what living languages write.
            'À'..='ž'
            | 'Ơ'
            | 'ơ'
            | 'Ư'
            | 'ư'
            | 'Ș'..='ț'
            | 'Ḁ'..='ỿ'
            | 'ƒ'
            | 'Ə'
            | 'ə'
            | 'Ɓ'
            | 'ɓ'
            | 'Ɗ'
            | 'ɗ'
            | 'ƙ'
            | 'Ƙ' => {
                if c.is_uppercase() {
                    Self::LatinUpper
                } else {
                    Self::LatinLower
                }
            }
            '\u{300}'..='\u{36f}' => Self::Combining,
            'ͱ'..='Ͽ' | 'ἀ'..='῿' if !c.is_alphabetic() => Self::OtherSign,
            'Ά'..='ώ' | 'ἀ'..='῿' => {
                if c.is_uppercase() {
                    Self::GreekUpper
                } else {
                    Self::GreekLower
                }
            }
            'А'..='Я' | 'Ё' => Self::CyrillicUpper,
            'а'..='я' | 'ё' => Self::CyrillicLower,
            'Ѐ'..='џ' | 'Ґ' | 'ґ' | 'Ғ' | 'ғ' | 'Җ'..='ӿ' => {
                if c.is_uppercase() {
                    Self::OtherCyrillicUpper
                } else {
                    Self::OtherCyrillicLower
                }
            }
            '\u{5b0}'..='\u{5f4}' => Self::Hebrew,
            '\u{60c}'..='\u{6f9}' => Self::Arabic,
            'Ա'..='֏' | 'ა'..='ჿ' | 'ሀ'..='፿' => Self::Caucasian,
            '\u{900}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Self::Indic,
            '\u{3040}'..='\u{30ff}' => Self::Kana,
            '一'..='鿿' => Self::Ideograph,
            '가'..='힣' => Self::Hangul,
            '\u{3000}'..='\u{303f}' => Self::CjkPunctuation,
            '\u{ff01}'..='\u{ff9f}' => Self::FullWidth,
            '─'..='▟' => Self::Box,
            '←'..='⇿' | '■'..='➿' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}' => Self::Picture,
            _ => Self::Rare,
        }
    }
}
