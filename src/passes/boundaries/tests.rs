//! What the pass repairs, and what it must leave.

use super::*;
use crate::Cleaner;
use crate::passes::applied;

/// A text around the case, in which nothing else is missing.
fn in_text(case: &str) -> String {
    format!(
        "The council met on Monday evening. It was a long meeting, and nobody wanted to stay.\n{case}\n\
         They went home at ten. The mayor said that she would call them again before the summer."
    )
}

fn cleaned(case: &str) -> String {
    let pass = Boundaries::new(&Lexicon::default(), None);
    let text = applied(&pass, &in_text(case));
    let lines = in_text("").split('\n').map(str::len).collect::<Vec<_>>();
    text[lines[0] + 1..text.len() - lines[2] - 1].to_owned()
}

fn stays(cases: &[&str]) {
    for case in cases {
        assert_eq!(cleaned(case), *case);
    }
}

/// The same for texts of other languages.
fn stay_in(texts: &[(&str, &str)]) {
    for (language, text) in texts {
        let cleaner = Cleaner::builder().only(&[Pass::Boundaries]).language(*language).build().unwrap();
        assert_eq!(cleaner.clean(text), *text);
    }
}

#[test]
fn what_was_lost_is_put_back() {
    for (case, expected) in [
        (
            "The vote ended the partnershipsThis union will not hold for long, he said.",
            "The vote ended the partnerships. This union will not hold for long, he said.",
        ),
        ("“We are ready,” she said.The others were not.", "“We are ready,” she said. The others were not."),
        (
            "They wanted more time.”He gave them none of it.",
            "They wanted more time.” He gave them none of it.",
        ),
        ("(CNN)The mayor has left the town for good.", "(CNN) The mayor has left the town for good."),
        ("Then Mr.Walker rose and left the room.", "Then Mr. Walker rose and left the room."),
        (
            "It was the first day of theSenate vote on the bill.",
            "It was the first day of the Senate vote on the bill.",
        ),
        (
            "The boats were close to the finish line, saidRobert Goose, president of the club.",
            "The boats were close to the finish line, said Robert Goose, president of the club.",
        ),
        (
            "She left the company in 2014The rest of the team stayed for years.",
            "She left the company in 2014. The rest of the team stayed for years.",
        ),
        (
            "Why did the boats go out so late in the yearNobody could tell him.",
            "Why did the boats go out so late in the year? Nobody could tell him.",
        ),
        (
            "If the harbour is shut in winter, why do they pay for a pilotThe mayor would not say.",
            "If the harbour is shut in winter, why do they pay for a pilot? The mayor would not say.",
        ),
        (
            "What they do with the boats is their own affairNobody will stop them.",
            "What they do with the boats is their own affair. Nobody will stop them.",
        ),
        (
            "He was late for the show.iPhone in hand, he ran.",
            "He was late for the show. iPhone in hand, he ran.",
        ),
        ("She ordered one more café.Élise had none.", "She ordered one more café. Élise had none."),
        (
            "They met at the café.\u{200b}The rain had stopped.",
            "They met at the café.\u{200b} The rain had stopped.",
        ),
        (
            "She told them:\"We will be back.\" Nobody believed her.",
            "She told them: \"We will be back.\" Nobody believed her.",
        ),
        // It once looked for the quotation mark in the middle of the unseen character.
        (
            "She told them:\"\u{200b}We will be back.\" Nobody believed her.",
            "She told them: \"\u{200b}We will be back.\" Nobody believed her.",
        ),
        (
            "They went to the Smith FoundationI saw them there, he said.",
            "They went to the Smith Foundation. I saw them there, he said.",
        ),
        (
            "She could not resolve the issues.3. Nets and boats were sold in May.",
            "She could not resolve the issues. 3. Nets and boats were sold in May.",
        ),
        (
            "He called it \"a good start.\"The others did not.",
            "He called it \"a good start.\" The others did not.",
        ),
    ] {
        assert_eq!(cleaned(case), expected);
    }
}

#[test]
fn what_follows_a_finished_sentence_or_a_number_is_parted() {
    for (case, expected) in [
        (
            "It rose to $4.50.Nobody had expected so much of it.",
            "It rose to $4.50. Nobody had expected so much of it.",
        ),
        (
            "It was the end of the storm.(AP Photo/Ann Goose)",
            "It was the end of the storm. (AP Photo/Ann Goose)",
        ),
        (
            "She left the club in Northfold.LEIA TAMBÉM: Geese win again.",
            "She left the club in Northfold. LEIA TAMBÉM: Geese win again.",
        ),
        (
            "'It is a disgrace.'The council went home.'We are sorry,' the players' union said.",
            "'It is a disgrace.' The council went home. 'We are sorry,' the players' union said.",
        ),
        ("He paid 15 €.Nobody had asked him to.", "He paid 15 €. Nobody had asked him to."),
        (
            "It is so until 31.12.2016.Nobody knows what comes then.",
            "It is so until 31.12.2016. Nobody knows what comes then.",
        ),
        ("He came late.»No«, she cried, and left.", "He came late. »No«, she cried, and left."),
        ("«It is the end.»Nobody cried.", "«It is the end.» Nobody cried."),
        // What ends no sentence has lost no mark, and nor has what a page says of a picture.
        ("He left the board ofGoose & Moss last week.", "He left the board of Goose & Moss last week."),
        ("Image captionThe mill burned down twice.", "Image caption The mill burned down twice."),
        ("Image copyrightGoose Images", "Image copyright Goose Images"),
    ] {
        assert_eq!(cleaned(case), expected);
    }
}

#[test]
fn the_mark_of_quoted_speech_stands_where_the_document_has_it() {
    let pass = Boundaries::new(&Lexicon::default(), None);
    let text = |mark: &str| {
        format!(
            "The boats went out in the nightThey came back in the morning with no fish at all. \
             He called the night “a loss{mark} The harbor was quietNobody sold anything there. \
             She said it was “the end of the fishing fleet”The others did not think so."
        )
    };
    for (mark, end) in [(".”", "fleet.” The others"), ("”.", "fleet”. The others")] {
        let cleaned = applied(&pass, &text(mark));
        assert!(cleaned.contains(end), "{cleaned}");
    }
}

#[test]
fn addresses_files_and_code_stay() {
    stays(&[
        "See https://example.org/NewsRoom?id=aBcD and www.example.com/AboutUs for more.",
        "Write to Jane.Doe@Example.org or to pressOffice@example.com about it.",
        "It is on Example.com, and on news.Example.org too, he said.",
        "The file is called ReadMe.Txt, and the other Setup.Exe.",
        "They wrote @BridgeWatch and #SaveTheBridge on every post.",
        "They call println!(\"Boats\") and panic!(\"Nets\") there, and show ![Boats][4] of them.",
        "Call getNewsItems() and then onLoad, which sets window.Name = x.",
        "The commit is a1B2c3D4e5F6, and the key is dQw4w9WgXcQ.",
    ]);
}

#[test]
fn letters_of_notes_stay() {
    stays(&[
        "They had the best accuracyA on the test.",
        "The new accuracyB is better, and for the first timeA exceeds what it was.",
    ]);
}

#[test]
fn numbers_and_models_stay() {
    stays(&[
        "It flew an F-16A beside two B-52Hs and landed at 10PM.",
        "The page grew by 57Kb to 1,243Kb in May, at 12Mbps, and the fish weighed 3Kg.",
        "| Moss | 57Kb | 59Kb | +4% |\n| Goose | 46Kb | 57Kb | +24% |\n| Nets | 276Kb | 295Kb | +7% |",
        "The H1N1 strain came back, and 5G with it, at 3.5 times the price.",
        "It cost 1.5M to build and 2.25Bn to run.",
        "The figure was the same in each of the tests.12 That was no accident.",
        "It was seen in both of the tests.iv,v,vi That was no accident.",
        "It stands in fig.2. The town is in vol.3. Nets are in neither.",
        "It stands in the records of the town.[21][22] That was no accident.",
        "The wreck lies at 36°12'22.1\"N and 95°57'34.6\"W of the port.",
    ]);
}

#[test]
fn abbreviations_and_initials_stay() {
    stays(&[
        "It was J.K. Rowling who wrote to W.H. Auden about it.",
        "The law is 18 U.S.C. 1001, and she has a Ph.D. in it.",
        "They moved to Huntington, W.Va., from Washington, D.C., in May.",
        "The shares of Goose Holdings (GSE.N) and of Moss Inc MOSS.PA fell.",
        "He said it in German, z.B. and d.h. and all of that.",
    ]);
}

#[test]
fn names_stay() {
    stays(&[
        "A HarborIT study said so.",
        "The weekly OstoÉ says that it will.",
        "They use the contactGOOSE app.",
        "It was McConnell, then MacArthur, DeVito and LaGuardia, who met O'Brien there.",
        "YouTube, WikiLeaks and PayPal said so, as did eBay and the iPad team.",
        "The APIs and GPUs were sold by the CEOs of both.",
        "“IT’S A BOAT,” THEY SAID, AND THE TOWN’S MAYOR SAID SO TOO.",
        "“WE’RE NOT GOING BACK,” THEY SAID, AND THEY’VE KEPT THEIR WORD.",
        "He works for the group HarborNow. She left it in May. It has no office.",
        "She drove to McAllister's with LeBron and DiCaprio.",
        "Their (in)famous boats were no(t)able, and it was (n)ever said that it (was)n't so.",
        "He was aware of payments made to A.M.I. to help, and to Mr. D.H.L. of the harbor.",
        "The price of nuts rose, and a once-\"inefficient\" family of geese had a pre-\"modern\" farm.",
        "It was an antiHarbor vote, and they met at Sant’Anna and at “Moss Dock”s.",
        "It is too long, TL;DR they said, and @ theHarborGoose wrote so.",
        "The site is USA.Gov and the network is the NCHR.Net for all.",
        "He opened the file CONFIG.SYS and read README.TXT with care, in Room B,C with RTS,S too.",
        "The goose calls countAllFeathers. It then takes a productId query parameter and adds it to the nest.",
    ]);
}

#[test]
fn what_is_put_together_with_a_quoted_or_bracketed_part_stays() {
    stay_in(&[
        ("it", "Parlano della bontà dell’“oca nera” e dell’«oca bianca» di Gansberg, e di Sant’Anna."),
        ("fr", "Une règle est qu’“une oie doit” nager, et jusqu’«au soir» s’il le faut."),
        ("de", "Das sagte der »Teich«-Chef in den »Wilde Gänse«-Filmen, und der »Gans«-Wirt auch."),
        ("de", "Es geht um (Vor-)Geschichte, die (gänse-)deutsche Sprache und den Teich(garten)bau."),
        ("tr", "Geçen hafta \"kaz gölü\"ne gitti ve “Kaz”ın evi ile 1690’LARDA yapılan köyü gördü."),
        ("fi", "Vain \"hanhi\"n tahdosta ja ”hanhi”ssa oli niin."),
        ("uk", "Він сором‘язливо сказав, що Ан‘інька і під‘їзд тут."),
    ]);
    assert_eq!(
        cleaned(
            "Il a dit: «Les oies ont vécu ici plus longtemps que nous tous, et elles vont rester encore très longtemps.»Le maire a ri."
        ),
        "Il a dit: «Les oies ont vécu ici plus longtemps que nous tous, et elles vont rester encore très longtemps.» Le maire a ri."
    );
}

#[test]
fn codes_and_lists_of_data_stay() {
    stays(&[
        "We read {\"pond\":\"old\",\"goose\":\"grey\"} and its key moss:ListGeese, of 0A:1B:2C:3D:4E, there.",
        "The words were ansi,colour,terminal and the columns were SIZE,USED,AVAIL as before.",
        "It was sent to (gs.LG) and [gs.MO], in gcc 4.9.X and 7.5.0.RC1, with compare.R and make.S too.",
        "It stands at re:Pond and Re:Moss of the harbor.",
    ]);
    // Names are no data.
    assert_eq!(cleaned("He met (Ann,Bob,Eve) there."), "He met (Ann, Bob, Eve) there.");
}

#[test]
fn links_that_are_run_together_at_both_ends_get_a_space() {
    assert_eq!(
        cleaned(
            "The vote came lateNobody saw it. A day after, pond DirectorChristopher Wraytestified, and won."
        ),
        "The vote came late. Nobody saw it. A day after, pond Director Christopher Wraytestified, and won."
    );
}

#[test]
fn suffixes_with_a_capital_stay() {
    stay_in(&[
        ("de", "Die BürgerInnen, der StudentInnenrat und ein VerkäuferIn im Ort wollen das nicht."),
        ("de", "Die AutorIn müsse gehört werden, und die ÄrztIn kam mit der ExpertIn und ihrer NachbarIn."),
        ("de", "Jede LehrerIn hat Anspruch, und die AstronautIn auch."),
        ("fr", "Tous les éluEs et citoyenNEs de la ville, les professeurEs aussi, sont venus."),
    ]);
    let cleaner = Cleaner::builder().only(&[Pass::Boundaries]).language("de").build().unwrap();
    assert_eq!(
        cleaner.clean("Er war im HausIn Berlin regnet es seit Tagen, und niemand geht aus."),
        "Er war im Haus. In Berlin regnet es seit Tagen, und niemand geht aus."
    );
}

#[test]
fn names_with_a_capital_or_stop_inside_stay() {
    stays(&[
        "The crew is easyJet's highest priority, and upGrad and boAt are not, she said.",
        "They played at the AmericanAirlines Arena, and BlueCross BlueShield of Northfold paid for it.",
        "Anyone in a s.Oliver shirt came, and some of Mail.Ru too, he said.",
        "La Verdi S.p.A. and the A.F.P. of old paid i.H.v. 500 for it, and JONES CO.'S PLAN FAILED.",
        "A type that is not ?Sized, and one that is !Unpin, stay where they are.",
        "Dell'AlbinoLeffe and MaryAnn Goose and MaryEllen Moss were there, with Paint.NET.",
        "It stood on GOOSE.COM.BR and on POND.COM, where nobody saw it.",
        "The (meta)physics of the (inter)national match was (auto)biographical.",
    ]);
    let cleaner = Cleaner::builder().only(&[Pass::Boundaries]).language("de").build().unwrap();
    let glued =
        "Es stand in der WirtschaftsWoche und im SonntagsBlick.\nEr wurde tot gefundenIn Berlin regnete es.";
    assert_eq!(cleaner.clean(glued), glued.replace("gefundenIn", "gefunden. In"));
}

#[test]
fn many_places_close_together_are_none() {
    let end = "It may end the partnershipsThis union is not easy to replace.";
    let ended = end.replace("shipsThis", "ships. This");
    let crowd = "aBcdE.F1GhiJ,Kl".repeat(100);
    let cleaned = cleaned(&format!("{end}\n{crowd}\n{end}"));
    assert!(cleaned.starts_with(&ended) && cleaned.ends_with(&ended), "{cleaned}");
    assert!(cleaned.contains(&crowd[500..1000]), "{cleaned}");
}
