//! What a cleaner can be told, before it is made.

use std::sync::{Arc, OnceLock};

use super::Cleaner;
use crate::edit::{Pass, Rule};
use crate::error::{Error, ErrorKind};
use crate::passes::{self, DashStyle, Options, QuoteStyle};
use crate::profile::{Profile, is_language_tag};
use crate::rules::Phrases;

/// Options for a [`Cleaner`].
#[derive(Clone, Debug)]
pub struct CleanerBuilder {
    pub(super) passes: Vec<Pass>,
    pub(super) options: Options,
}

impl CleanerBuilder {
    /// Runs these passes and no others (in their own order, whatever the order here), of those that
    /// are not left out; [`Pass::Unwrap`] runs where it is among them.
    #[must_use]
    pub fn only(mut self, passes: &[Pass]) -> Self {
        self.passes.retain(|pass| passes.contains(pass));
        if passes.contains(&Pass::Unwrap) { self.unwrap_lines() } else { self }
    }

    /// Also puts together paragraphs that were set to a width, and words that were broken at the ends
    /// of lines: [`Pass::Unwrap`].
    ///
    /// ```
    /// let cleaner = copydesk::Cleaner::builder().unwrap_lines().build()?;
    /// assert_eq!(cleaner.clean("An inter-\nnational harbor"), "An international harbor");
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[must_use]
    pub fn unwrap_lines(mut self) -> Self {
        if !self.passes.contains(&Pass::Unwrap) {
            self.passes.push(Pass::Unwrap);
        }
        self
    }

    /// Leaves these passes out.
    #[must_use]
    pub fn skip(mut self, passes: &[Pass]) -> Self {
        self.passes.retain(|pass| !passes.contains(pass));
        self
    }

    /// How quotation marks are set.
    #[must_use]
    pub fn quotes(mut self, style: QuoteStyle) -> Self {
        self.options.quotes = style;
        self
    }

    /// How dashes are set.
    #[must_use]
    pub fn dashes(mut self, style: DashStyle) -> Self {
        self.options.dashes = style;
        self
    }

    /// Takes out lines of these [categories](Rule::CATEGORIES) and of no others. By default all go
    /// but [`Rule::Credit`] and [`Rule::Byline`].
    ///
    /// ```
    /// use copydesk::{Cleaner, Rule};
    ///
    /// let text = "By Ann Lee\nThe vote was close.\nAdvertisement\nThe count goes on.";
    /// assert_eq!(Cleaner::new().clean(text), "By Ann Lee\nThe vote was close.\nThe count goes on.");
    /// let cleaner = Cleaner::builder().remove(&[Rule::Byline]).build()?;
    /// assert_eq!(cleaner.clean(text), "The vote was close.\nAdvertisement\nThe count goes on.");
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[must_use]
    pub fn remove(mut self, categories: &[Rule]) -> Self {
        self.options.phrases.remove(categories);
        self
    }

    /// Adds a table of phrases, in the form of those of the program (`src/rules/data/en.tsv`; the rows
    /// can stand in any order); `file` is its name in errors. Where a row of the program says
    /// otherwise of a line, this one counts; the category `keep` is of lines that must stay.
    ///
    /// ```
    /// let cleaner = copydesk::Cleaner::builder()
    ///     .rules("mine.tsv", "promo\tline\tjoin the goose club {...}\nkeep\tline\tread more")
    ///     .build()?;
    /// let text = "The goose won.\nJoin the goose club today!\nRead more\nIt sleeps now.";
    /// assert_eq!(cleaner.clean(text), "The goose won.\nRead more\nIt sleeps now.");
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[must_use]
    pub fn rules(mut self, file: impl Into<String>, table: &str) -> Self {
        self.options.phrases.add(file.into(), table);
        self
    }

    /// The phrases that the cleaner will go by.
    ///
    /// # Errors
    /// As [`build`](Self::build) does for [`remove`](Self::remove) and [`rules`](Self::rules).
    pub fn phrases(&self) -> Result<Phrases, Error> {
        self.options.phrases.table().map(Phrases::new)
    }

    /// Adds what was learned of how words are used, by [`Learner`](crate::Learner) or `copydesk
    /// learn`, to what comes with the program. It can be called again for further profiles; all
    /// counts are added up. A token with a capital inside is a name that three documents have.
    ///
    /// ```
    /// use copydesk::{Cleaner, Learner};
    ///
    /// let text = "They were at HarborThis with its peopleThey sold boatsThe rest is history.";
    /// let mended = "They were at HarborThis with its people. They sold boats. The rest is history.";
    /// assert_ne!(Cleaner::new().clean(text), mended);
    ///
    /// let mut learner = Learner::new();
    /// for article in 0..3 {
    ///     learner.observe("en", &format!("He left HarborThis in 200{article}, and went home."));
    /// }
    /// let cleaner = Cleaner::builder().profile(learner.to_profile()).build()?;
    /// assert_eq!(cleaner.clean(text), mended);
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[must_use]
    pub fn profile(mut self, profile: impl Into<Arc<Profile>>) -> Self {
        self.options.lexicon = self.options.lexicon.with(profile);
        self
    }

    /// How large a share of a text's words may go with its boilerplate lines, from 0 to 1; 0.5 by
    /// default. Where more would go, the lines stay and the script is flagged
    /// ([`EditScript::is_flagged`](crate::EditScript::is_flagged)). Of a long text that comes in sections, each section counts alone.
    #[must_use]
    pub fn max_removed(mut self, share: f32) -> Self {
        self.options.max_removed = share;
        self
    }

    /// The language of the texts, by its code (`en`; of `pt-BR` the `pt` counts). By default that of
    /// each text is found ([`detect`](crate::detect)) where something hangs on it. It need not be one of
    /// which anything is known.
    #[must_use]
    pub fn language(mut self, code: impl Into<String>) -> Self {
        self.options.language = Some(code.into());
        self
    }

    /// Makes the cleaner: loads the tables and builds what the passes search with.
    ///
    /// # Errors
    /// Where no pass is left to run, a rule in [`remove`](Self::remove) is no category, the
    /// [language](Self::language) is no tag of one, or [`max_removed`](Self::max_removed) is no share; where a row
    /// of a user's table is malformed or stands there a second time, or a line that must stay by that
    /// table would go.
    pub fn build(&self) -> Result<Cleaner, Error> {
        self.check().map_err(ErrorKind::Options)?;
        let stages = passes::stages(&self.passes, &self.options)?;
        Ok(Cleaner {
            passes: self.passes.clone(),
            stages,
            lexicon: self.options.lexicon.clone(),
            #[cfg(feature = "pipeline")]
            options: self.options.clone(),
            anywhere: OnceLock::new(),
        })
    }

    /// Says what cannot be of the options that stand for themselves.
    fn check(&self) -> Result<(), String> {
        let Options { language, max_removed, .. } = &self.options;
        if self.passes.is_empty() {
            return Err("no pass is left to run".to_owned());
        }
        if !(0.0..=1.0).contains(max_removed) {
            return Err(format!(
                "the share of a text that may go is a number from 0 to 1, not {max_removed}"
            ));
        }
        match language {
            Some(tag) if !is_language_tag(tag) => {
                Err(format!("a language is two or three letters, such as en or de-CH, and not {tag:?}"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(builder: &CleanerBuilder) -> String {
        let error = builder.build().expect_err("it cannot be");
        assert!(error.is_usage(), "{error}");
        error.to_string()
    }

    #[test]
    fn a_language_is_a_tag() {
        // Of most languages nothing is known; it is good to know that a text is in none of the others.
        for tag in ["en", "EN", "en-GB", "en_US", "de-CH", "uk", "fi-FI", "ja", "und"] {
            assert!(Cleaner::builder().language(tag).build().is_ok(), "{tag}");
        }
        for tag in ["", "-", "e", "english", "deutsch", "en GB", "e1"] {
            let said = refused(&Cleaner::builder().language(tag));
            assert!(said.contains(&format!("{tag:?}")) && said.contains("two or three letters"), "{said}");
        }
    }

    #[test]
    fn a_share_is_from_0_to_1() {
        for share in [0.0, -0.0, 0.5, 1.0] {
            assert!(Cleaner::builder().max_removed(share).build().is_ok(), "{share}");
        }
        for share in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
            assert!(refused(&Cleaner::builder().max_removed(share)).contains("from 0 to 1"), "{share}");
        }
    }

    #[test]
    fn some_pass_is_left() {
        assert_eq!(refused(&Cleaner::builder().skip(Pass::ALL)), "no pass is left to run");
    }
}
