use std::sync::LazyLock;

use proptest::prelude::*;

use crate::QuoteStyle;
use crate::cleaner::Cleaner;
use crate::edit::{Pass, Rule};

pub(super) fn cleaner() -> &'static Cleaner {
    static CLEANER: LazyLock<Cleaner> =
        // The cases are short: in most of them, more than half of the words go.
        LazyLock::new(|| Cleaner::builder().only(&[Pass::Boilerplate]).max_removed(1.0).build().unwrap());
    &CLEANER
}

#[test]
fn where_too_much_would_go_all_stays() {
    let cleaner = |share| Cleaner::builder().max_removed(share).build().unwrap();
    let text = "The boats are back.\nShare this:\nSkip to content\nAdvertisement";
    let script = cleaner(0.5).edit(text);
    assert!(script.is_empty() && script.is_flagged());
    assert_eq!(cleaner(0.5).clean(text), text);
    let script = cleaner(0.6).edit(text);
    assert_eq!((script.apply(text).unwrap().as_str(), script.is_flagged()), ("The boats are back.", false));
    // What the other passes do is done.
    let script = cleaner(0.5).edit("“No.”\nAdvertisement\nShare this:");
    assert!(!script.is_empty() && script.is_flagged());
}

#[test]
fn lines_that_no_phrase_names_go_by_evidence() {
    let text = |line: &str| {
        format!(
            "The boats came back in the morning, and the harbor was full of people.\n{line}\nNobody sold anything there, and they went home at ten that night."
        )
    };
    for line in [
        "Get the Harbor Post in your inbox every weekday morning: sign up for our free newsletter today.",
        "Subscribe to our podcast on Apple Podcasts, Spotify or wherever you listen, and never miss an episode.",
    ] {
        assert_eq!(cleaner().clean(&text(line)), text("").replace("\n\n", "\n"), "{line}");
    }
    for line in [
        "The mayor writes a newsletter, and some two hundred people have signed up for it since May.",
        "She told them to subscribe to nothing, and to read more books.",
        "Download Goose 4 and open it",
        "“Sign up for our newsletter today, it is free,” said the man at the door.",
    ] {
        assert_eq!(cleaner().clean(&text(line)), text(line));
    }
}

#[test]
fn labels_go_in_many_languages() {
    for label in [
        "Læs også: Gæssene er tilbage",
        "Artiklen fortsætter efter annoncen",
        "Saken fortsetter under bildet.",
        "Läs mer: Gässen är tillbaka",
        "Czytaj też: Gęsi wróciły",
        "Dalsza część tekstu pod wideo",
        "Читайте также: Гуси вернулись",
        "Citește și: Gâștele s-au întors",
        "Yorumları göster",
        "Baca juga: Angsa kembali",
        "Lees verder onder de tweet",
        "Fortsetzung unter der Anzeige",
    ] {
        assert_eq!(cleaner().clean(&format!("A.\n\n{label}\n\nB.")), "A.\n\nB.", "{label}");
    }
}

#[test]
fn what_stays_in_place_of_a_line() {
    let cleaner = cleaner();
    for (text, expected) in [
        ("A.\nAd\nB.", "A.\nB."),
        ("A.\n\nAd\n\nB.", "A.\n\nB."),
        ("A.\n\nAd\nB.", "A.\n\nB."),
        ("A.\nAd\n\nB.", "A.\n\nB."),
        ("A.\n\n\nAd\n\nB.", "A.\n\nB."),
        ("A.\n\nAd\n\n\n\nB.", "A.\n\nB."),
        ("A.\n \nAd  \n\nB.", "A.\n \nB."),
        ("A.\n\nAd\n\nSkip ad\n\nB.", "A.\n\nB."),
        ("A.\nAd\nShare this:\n\n3 shares\nB.", "A.\nB."),
        ("A.\nAd\nB.\nAd\nC.", "A.\nB.\nC."),
        ("Ad\nB.", "B."),
        ("\n\nAd\n\n\nB.", "B."),
        ("A.\nAd", "A."),
        ("A.\n\nAd\n", "A.\n"),
        ("A.\nAd\n\n\n", "A.\n"),
        ("A.\nAd\n  ", "A."),
        ("Ad", ""),
        ("Ad\n", ""),
        ("  Ad  \nB.", "B."),
        ("A.\r\nAd\r\nB.\r\n", "A.\r\nB.\r\n"),
        ("A.\r\n\r\nAd\r\n\r\nB.", "A.\r\n\r\nB."),
        ("A.\r\nAd\r\n\r\nB.", "A.\r\n\r\nB."),
        ("A.\r\nAd\r\n", "A.\r\n"),
        ("A.\r\nAd", "A."),
        ("A.\n\tB.\nAd\n\tC.", "A.\n\tB.\n\tC."),
    ] {
        assert_eq!(cleaner.clean(text), expected, "{text:?}");
    }
}

#[test]
fn some_words_need_a_neighbour() {
    let cleaner = cleaner();
    for (text, expected) in [
        ("A.\nShare this:\nFacebook\nTwitter\nB.", "A.\nB."),
        ("A.\nFacebook\nB.", "A.\nFacebook\nB."),
        ("A.\nFacebook\nTwitter\nB.", "A.\nFacebook\nTwitter\nB."),
        // A heading after an ad is no neighbour of it.
        ("A.\nAd\nFacebook\nB.", "A.\nFacebook\nB."),
        ("A.\nTweet\nAd\nEmail\nB.", "A.\nB."),
    ] {
        assert_eq!(cleaner.clean(text), expected, "{text:?}");
    }
}

#[test]
fn what_belongs_to_the_article() {
    let cleaner = cleaner();
    for text in [
        // A crosshead or an entry of a list, unless it stands among labels.
        "A.\nUp Next\nThe moss will grow.",
        "A.\nSee also\nThe moss and the goose, a report",
        "Most favorites\nMost viewed\nMost downloaded",
        "50 likes\n25 shares\n100 attendees",
        // What the author introduced.
        "Please share these links:\nRead: a report on moss.\nWatch: Ann Lee calls for more moss.\nFind: all the moss.",
        "Thanks.\n[update]\nThe moss has grown.",
        // A list of fields, of bills, of what is on; the end of an obituary.
        "Sound card: any\nRecommended:\nOS: Goose 10\nMemory: 16 GB",
        "Phone: Goose 4\nWatch: Goose Watch 6\nBuds: Goose Buds 2",
        "Bill 12 bans moss on roofs.\nSponsored by Ann Lee\nBill 13 allows it.",
        "On Friday at eight: Moss and Roof.\nPresented by the Lakeside Players",
        "She kept geese.\nPlease consider making a donation to the Goose Home in her memory.\nShe was ninety.",
        "Leia a íntegra:\nO ganso não volta.",
        "Hardware\nRecommended: 8 GB of memory and a disk",
        // Headings with numbers.
        "2. Views\n\nTwo views have been held.\n\n(4) Comments\n\nNobody made any.",
        // The words of a link in a sentence, on a line of their own.
        "Which makes no sense.\nClick here\nto learn more.",
        "To send the picture, click\nShare\nbutton in the list.",
        "You can\nsubscribe to our newsletter\nor\nfollow us on Twitter\n, she said.",
    ] {
        assert_eq!(cleaner.clean(text), text);
    }
    for (text, expected) in [
        ("A.\nMenu\nSkip to content\nB.", "A.\nB."),
        ("A.\n25 shares\n5 min read\nB.", "A.\nB."),
        ("A.\n25 shares\n12 May 2019\nB.", "A.\n12 May 2019\nB."),
        ("He said:\nAd\nWatch: Ann Lee on moss\nB.", "He said:\nB."),
        ("A.\nRead more\niPhones are moss.", "A.\niPhones are moss."),
        ("A.\n\nShare this\n\nb c.", "A.\n\nb c."),
        ("As of 2016\n\n[update]\n\n, it grows.", "As of 2016, it grows."),
        ("As of 2016\n[update]\n, it grows.", "As of 2016, it grows."),
        ("Ranked in the 2018\n[update]\nMoss Index", "Ranked in the 2018 Moss Index"),
    ] {
        assert_eq!(cleaner.clean(text), expected, "{text:?}");
    }
}

#[test]
fn each_line_is_an_edit_of_its_own() {
    let script = cleaner().edit("A.\n\nAdvertisement\n\nShare this:\n\nB.");
    let edits: Vec<_> =
        script.iter().map(|(edit, removed)| (edit.rule, removed, &*edit.replacement)).collect();
    assert_eq!(edits, [(Rule::Ad, "Advertisement\n\n", ""), (Rule::Social, "Share this:\n\n", "")]);
}

#[test]
fn a_joint_is_an_edit_beside_the_removal() {
    let left = "The council voted on Monday to repair the roof of the museum with the";
    let right = "money that was left from the sale of the old bus station.";
    let text = format!("{left}\n\nAdvertisement\n\n{right}");
    let script = cleaner().edit(&text);
    let edits: Vec<_> =
        script.iter().map(|(edit, removed)| (edit.rule, removed, &*edit.replacement)).collect();
    assert_eq!(edits, [(Rule::Join, "\n\n", " "), (Rule::Ad, "Advertisement\n\n", "")]);
    assert_eq!(script.apply(&text).unwrap(), format!("{left} {right}"));
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Advertisement".to_owned()),
        Just("  Share this: ".to_owned()),
        Just("Twitter".to_owned()),
        Just("Related: A goose wins".to_owned()),
        Just("Home | News | Contact".to_owned()),
        Just("Copyright © 2019 Bee. All rights reserved.".to_owned()),
        Just("25 shares".to_owned()),
        Just("100 geese".to_owned()),
        Just("It grew in 2016".to_owned()),
        Just("[update]".to_owned()),
        Just("Please see:".to_owned()),
        Just(String::new()),
        Just(" \t".to_owned()),
        Just("She said that it was the best of the years she had lived in the house by the".to_owned()),
        Just("river and that the others would come back when the rain was over.".to_owned()),
        Just("The moss grew. It was green and it was soft and nobody in the town had seen it".to_owned()),
        Just("But the others who had come with her said that they were not so sure of it.".to_owned()),
        Just(
            "It fell. Advertisement The moss grew.AdvertisementThe rest (RELATED: Goose wins it) stayed."
                .to_owned()
        ),
        Just(
            "AdvertisementThe mayor of the town said that it would rain. Click here to see the video"
                .to_owned()
        ),
        prop::collection::vec(
            prop_oneof![
                Just("Advertisement"),
                Just("ADVERTISEMENT: "),
                Just("The moss"),
                Just(". "),
                Just(" "),
                Just("("),
                Just("(READ MORE: Goose wins the vote)"),
                Just("[VIDEO]"),
                Just(")"),
                Just("Story continues below "),
                Just(" and the mayor of the town said that it rained"),
                Just("Follow her on Twitter"),
                Just("”"),
                Just("\u{a0}"),
            ],
            0..10
        )
        .prop_map(|pieces| pieces.concat()),
        "[a-zA-Z ,.:|>©@{}(]{0,30}",
        "\\PC{0,20}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_lines_give_a_script_that_holds(
        lines in prop::collection::vec(line(), 0..12),
        ends in prop::collection::vec(prop_oneof![Just("\n"), Just("\n\n"), Just("\r\n")], 12),
    ) {
        let text: String = lines.iter().zip(ends).flat_map(|(line, end)| [line.as_str(), end]).collect();
        let cleaner = cleaner();
        let script = cleaner.edit(&text);
        let cleaned = script.apply(&text).unwrap();
        prop_assert_eq!(cleaner.clean(&text), cleaned.as_str());
        prop_assert_eq!(script.undo(&cleaned).unwrap(), text);
        prop_assert_eq!(cleaner.clean(&cleaned), cleaned.as_str());
        for edit in script.edits() {
            prop_assert!(edit.rule == Rule::Join || edit.replacement.trim().is_empty());
        }
    }
}

#[test]
fn labels_go_where_they_stand_between_sentences() {
    let cleaner = cleaner();
    for (text, expected) in [
        ("It fell. Advertisement The moss grew.", "It fell. The moss grew."),
        ("It fell.Advertisement The moss grew.", "It fell. The moss grew."),
        ("It fell. AdvertisementThe moss grew.", "It fell. The moss grew."),
        ("It fell.AdvertisementThe moss grew.", "It fell. The moss grew."),
        ("She saw the companyAdvertisementThe moss grew.", "She saw the company The moss grew."),
        ("“It fell.”Advertisement“It rose.”", "“It fell.” “It rose.”"),
        ("It fell. ADVERTISEMENT Mayor Lee left.", "It fell. Mayor Lee left."),
        ("Advertisement The next day it rained.", "The next day it rained."),
        ("ADVERTISEMENT: The next day it rained.", "The next day it rained."),
        ("AdvertisementThe next day it rained.\r\nB.", "The next day it rained.\r\nB."),
        ("Skip advertisement The next day it rained.", "The next day it rained."),
        ("Story continues below advertisement Mayor Lee left.", "Mayor Lee left."),
        ("It fell. Story Continues Below AdvertisementMayor Lee left.", "It fell. Mayor Lee left."),
        (
            "It fell. Advertisement Continue reading the main story “We won,” she said.",
            "It fell. “We won,” she said.",
        ),
        (
            "The mayor of the town said that it would rain. Advertisement\nB.",
            "The mayor of the town said that it would rain.\nB.",
        ),
        ("Ele caiu. Continua depois da publicidade O prefeito saiu.", "Ele caiu. O prefeito saiu."),
        ("Er ging. ANZEIGE Bürgermeister Lee blieb.", "Er ging. Bürgermeister Lee blieb."),
    ] {
        assert_eq!(cleaner.clean(text), expected, "{text:?}");
    }
}

#[test]
fn where_stops_are_lost_a_label_leaves_one() {
    let text =
        "He left the house on MondayThe rest stayed thereThey saw the companyAdvertisementThe moss grew.";
    let kept = "He left the house on MondayThe rest stayed thereThey saw the company. The moss grew.";
    assert_eq!(cleaner().clean(text), kept);
    let mended = "He left the house on Monday. The rest stayed there. They saw the company. The moss grew.";
    assert_eq!(Cleaner::new().clean(text), mended);
    // Labels alone are no sign of it, and a byline is no sentence.
    for text in [
        "It fellAdvertisementThe moss grewAdvertisementThe goose left.",
        "By Ann LeeAdvertisementThe moss grew.",
    ] {
        let cleaned = Cleaner::new().clean(text);
        assert!(!cleaned.contains("dvertisement") && cleaned.matches('.').count() == 1, "{cleaned}");
    }
}

#[test]
fn asides_and_last_sentences_go() {
    let cleaner = cleaner();
    let left = "The mayor of the town said that it would rain.";
    for (tail, rest) in [
        (" (RELATED: Goose wins the vote)", ""),
        ("(RELATED: Goose wins the vote)", ""),
        (" (RELATED: Goose wins the vote) It did.", " It did."),
        (" (RELATED: Goose (the white one) wins) (READ MORE: Moss wins the vote) It did.", " It did."),
        ("[VIDEO]It did.", " It did."),
        (" [VIDEO] It did.", " It did."),
        (" So she left (STORY CONTINUES BELOW), and it did.", " So she left, and it did."),
        (" “(Scroll down for video) It did.”", " “It did.”"),
        (" Click here to sign up for our newsletter.", ""),
        (" RELATED: Goose wins the vote", ""),
        ("Read more: Goose wins the vote", ""),
        (" Follow @annlee on Twitter.", ""),
        (" Follow Rev. Ann Lee on Twitter @annlee", ""),
        (" Follow her on Twitter. Follow her on Facebook.  ", "  "),
        (" For more from Daily Bee, click here.", ""),
        (" Lire aussi : La mousse gagne les élections", ""),
    ] {
        assert_eq!(cleaner.clean(&format!("{left}{tail}\nB.")), format!("{left}{rest}\nB."), "{tail}");
    }
    let text = "(Scroll down for video) The moss grew.";
    assert_eq!(cleaner.clean(text), "The moss grew.");
}

#[test]
fn a_part_is_no_evidence_for_what_a_line_had_cut() {
    // The text before the ad is finished, and what is behind it no end of a sentence.
    let left = "The council voted on Monday to repair the roof of the museum with the money.";
    let right = "money that was left from the sale of the old bus station.";
    let text = format!("{left} RELATED: Goose wins the vote for the\nAd\n{right}");
    assert_eq!(cleaner().clean(&text), format!("{left}\n{right}"));
}

#[test]
fn sentences_about_advertisements_links_and_letters_stay() {
    let cleaner = cleaner();
    for keep in &crate::rules::Parts::embedded().keep {
        assert_eq!(cleaner.clean(keep), keep.as_str());
    }
    for text in [
        "He wrote “Advertisement for a Wife” in 1920, and the Advertisement said what it said.",
        "The storm passed. Advertisement sales fell all the same, and Advertisement Age wrote of it.",
        "Advertisement For Sale, a novel by Ann Lee, is out.",
        "The class is called AdvertisementManager, and getAdvertisementById(7) finds an Advertisement",
        "It calls the routerAdvertisementInterval of the net.AdvertisementFor rule in the file of the server",
        "IN CAPITALS IT READS LIKE THIS. ADVERTISEMENT RULES ARE NEW.",
        "(We have moved to another house, said the goose. Follow her on Twitter @goose.)",
        "“We have moved to another house, said the goose of the town. Follow her on Twitter.",
        "Can you not see the picture that goes with this text? Click here to see it.",
        "The mayor of the town said that it would rain. Follow the river north.",
        "The mayor of the town said that it would rain. Read more books, she said.",
        "The mayor of the town said that it would rain. Sign up for classes on Monday.",
        "The mayor of the town said that it would rain. Click here to read what she said about it.",
        "The mayor of the town said that it would rain. Click here to read the report --Ann Lee, editor",
        "Short. Read more",
        "See [Read more](https://example.com/a) and [READ MORE: On moss][1] for more of it.",
        // A post that the article shows.
        "Read more: https://t.co/5gMossy pic.twitter.com/9Geese — The Goose Committee (@geese) August 1, 2019",
        "WATCH: Town wears a sweater https://t.co/5gMossy — The Daily Goose (@DailyGoose) January 30, 2020",
        "The year (Related: the moss died) was bad (see also: geese).",
    ] {
        assert_eq!(cleaner.clean(text), text);
    }
}

#[test]
fn labels_that_somebody_says_or_a_text_is_made_of_stay() {
    let cleaner = cleaner();
    let rest = "The boats came back in the morning, and the harbor was full of people, who saw no fish.";
    for line in [
        "— Suivez-nous !",
        "—Sigue leyendo.",
        "- Read more.",
        "2.3 Comments",
        "*41.11* Views",
        "* watch: Add an option for geese",
        "more: the geese are counted too",
    ] {
        let text = format!("{rest}\n\n{line}\n\n{rest}");
        assert_eq!(cleaner.clean(&text), text);
    }
    // The lines of a sentence that an editor broke.
    let text = format!(
        "{rest}\nBy opening the gate of the old mill you agree to all of this, and by\ndownloading our free app you get a goose.\n{rest}"
    );
    assert_eq!(cleaner.clean(&text), text);
    for line in ["— Suivez-nous", "WATCH: Goose wins the vote", "1.200 Comments", "23 Comments"] {
        assert_eq!(
            cleaner.clean(&format!("{rest}\n\n{line}\n\n{rest}")),
            format!("{rest}\n\n{rest}"),
            "{line}"
        );
    }
}

#[test]
fn what_looks_like_speech_settles_in_any_style() {
    // The quotation begins further left than is looked at.
    let said =
        "The harbor was quiet for days, and nobody in the whole of the town knew why it was so, or said. ";
    let text = format!(
        "\"{}So it was, and so it went on\" in the end. Use the \"Report it\" button. Read more",
        said.repeat(30)
    );
    for style in [QuoteStyle::Curly, QuoteStyle::Straight] {
        let cleaner = Cleaner::builder().quotes(style).build().unwrap();
        let cleaned = cleaner.clean(&text).into_owned();
        assert_eq!(cleaner.clean(&cleaned), cleaned);
    }
}

#[test]
fn a_call_with_a_dash_settles_in_any_style() {
    let cleaner = Cleaner::new();
    let rest = "The boats came back in the morning, and the harbor was full of people, who saw no fish.";
    for end in [
        "video.' — ",
        "video —Ann Goose",
        "video – Ann Goose",
        "video — ",
        "mill.‚ Click here to see the video.",
    ] {
        let once = cleaner.clean(&format!("{rest} Click here to see the {end}\n{rest}")).into_owned();
        assert_eq!(cleaner.clean(&once), once, "{end:?}");
    }
}

#[test]
fn a_cue_with_two_spaces_settles() {
    let cleaner = Cleaner::new();
    let rest = "The boats came back in the morning, and the harbor was full of people, who saw no fish.";
    for gap in ["  ", "\u{a0} ", "&nbsp; "] {
        let text = format!("{rest}\n\nSign{gap}up ©v\n\n{rest}");
        let once = cleaner.clean(&text);
        assert_eq!(cleaner.clean(&once), once, "{gap:?}");
    }
}

#[test]
fn labels_beside_marks_that_are_set_settle() {
    let cleaner = Cleaner::new();
    for text in ["NoADVERTISEMENT’Read on.2)", "‘ADVERTISEMENT Click here to go", "ADVERTISEMENTÉx--y"] {
        let cleaned = cleaner.clean(text);
        assert_eq!(cleaner.clean(&cleaned), cleaned, "{text}");
    }
}

#[test]
fn hostile_lines_take_linear_time() {
    for piece in
        ["(", "Advertisement", "(RELATED: ", "Advertisement x ", ". Read more", "“Advertisement ", "[(Read "]
    {
        let begun = std::time::Instant::now();
        let text = piece.repeat((1 << 20) / piece.len());
        assert!(cleaner().clean(&text).len() <= text.len());
        // A quadratic search takes minutes.
        assert!(begun.elapsed().as_secs() < 20, "{piece}: {:?}", begun.elapsed());
    }
}
