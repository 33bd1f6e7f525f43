use proptest::prelude::*;

use super::page::Page;
use super::reading::Reading;

fn cleaned(text: &str) -> String {
    crate::passes::applied(&crate::passes::unicode::Unicode::default(), text)
}

/// What comes of `text` where its UTF-8 is read by a page.
fn misread(text: &str, page: &Page) -> String {
    let read = |byte: u8| if byte >= 0x80 { page.read(byte) } else { char::from(byte) };
    text.bytes().map(read).collect()
}

/// Sentences of this project, in languages that the tables were counted in and in others.
const TRUE: &[&str] = &[
    "Der Müller fährt früh über die Brücke, und ‚Grüße‘ ruft er.",
    "L’été dernier, la forêt brûlait : « où aller ? », dit-elle.",
    "A avó não vê a maçã, mas o avô põe três pães à mesa.",
    "Příliš mnoho žlutých koní stálo u ohrady.",
    "Zażółć gęślą jaźń, mówi nauczycielka.",
    "Köyün öğretmeni çok şaşırdı, ağaç ılık rüzgârda eğildi.",
    "Con mèo ngủ trước cửa nhà bà ngoại từ sáng đến chiều.",
    "Η γάτα κοιμάται μπροστά στην πόρτα όλη την ημέρα.",
    "Кошка спит у двери, а дождь всё идёт и идёт.",
    "Кіт їсть рибу біля ґанку, та ще й муркоче.",
    "החתול ישן ליד הדלת כל היום.",
    "القطة نائمة أمام الباب طوال اليوم.",
    "แมวนอนอยู่หน้าประตูทั้งวัน",
    "बिल्ली दिन भर दरवाज़े के सामने सोती है।",
    "猫は一日中ドアの前で寝ている。",
    "那只猫整天睡在门前。",
    "고양이가 하루 종일 문 앞에서 잔다.",
    "It’s “half past” six — or so they said… 😀",
];

#[test]
fn repairs_what_each_page_reads() {
    for page in Page::all() {
        for text in TRUE {
            // A space of its own would be told from one that was no-break by nothing.
            assert_eq!(cleaned(&misread(text, page)), *text, "{}", page.name);
        }
    }
}

#[test]
fn repairs_what_was_read_several_times() {
    let western = &Page::all()[0];
    for text in TRUE {
        let mut read = (*text).to_owned();
        for level in 1..=4 {
            read = misread(&read, western);
            assert_eq!(cleaned(&read), *text, "{level}");
        }
    }
}

#[test]
fn repairs() {
    for (text, expected) in [
        ("The cafÃ© isnâ€™t open", "The café isn’t open"),
        // In part of a text.
        ("“Naïve” and naÃ¯ve", "“Naïve” and naïve"),
        ("HÃ”TEL DES INVALIDES", "HÔTEL DES INVALIDES"),
        ("â€œYes,â€\u{9d} he said", "“Yes,” he said"),
        ("from 10Â°C to 20Â°C for Â£5", "from 10°C to 20°C for £5"),
        // The no-break space that was a byte became a space, or was lost with one.
        ("voilÃ  la clÃ©", "voilà la clé"),
        ("voilÃ la clÃ©", "voilà la clé"),
        ("Ð ÑƒÑ‡ÐºÐ°", "Ручка"),
        // What is lost stays lost.
        ("â€œgoneâ€\u{fffd}", "“gone\u{fffd}"),
        ("РІ городе Рё РІ РїРѕР»Рµ, РіРґРµ РІРѕР»РЅС‹", "в городе и в поле, где волны"),
        ("perch√© citt√† caff√®", "perché città caffè"),
        ("pÃ¥ nÃ¦ste Ã¸", "på næste ø"),
    ] {
        assert_eq!(cleaned(text), expected, "{text:?}");
    }
}

#[test]
fn leaves() {
    for text in TRUE.iter().copied().chain([
        // Capitals at a word's end, and what comes after a word.
        "“AMANHÃ” É VOCÊ… NÃO À AÇÃO: MAÇÃ – SÃO",
        "CAFÉ® NESTOR™ MARQUÉ… JOSÉ’s É»",
        "«À LA FRANÇAISE», «DÉJÀ»",
        "Das „Ä“, das „Ö“ und das „Ü“ … ‚ß‘",
        "MANHÃ DE SOL, MANHÃ\u{a0}DE",
        "TÄÄLLÄ\u{a0}JÄÄ",
        "a lot of Ã’s and Â’s",
        "6×£5 or 4×… or “×”",
        "√π, 2√π, ∆° and ¬´ are signs",
        "┌──┬──┐ │ ├─┤ └┴┘ ─┤",
        "© 2012 ® ™ ±5 ½ ° §4 ¶ µ",
        "¿Qué? ¡YO SÉ!",
        "РІК, РІВНЕ, СІЧ, Рівне і Січень",
        "Ђорђе, ћирилица, ПоздравЂаво",
        "Håøya er blåøyd, Ærø, Öland",
        "naïve façade, Zoë’s, Brontë…”",
        "l’été, d’Été, qu’à, ‘à’",
    ]) {
        let kept = text.replace('\u{a0}', " ");
        assert_eq!(cleaned(text), kept);
    }
}

#[test]
fn one_sequence_alone_needs_more_than_one_among_others() {
    assert_eq!(cleaned("– the DrÃ¥bel"), "– the DrÃ¥bel");
    assert_eq!(cleaned("DrÃ¥bel pÃ¥ vej"), "Dråbel på vej");
}

#[test]
fn the_tables_are_whole() {
    let reading = Reading::get();
    assert!(reading.cost("aé".chars()).is_finite());
    assert!(reading.cost("le café".chars()) < reading.cost("le cafÃ©".chars()));
    for page in Page::all() {
        for byte in 0x80..=0xff {
            assert_eq!(page.byte(page.read(byte)), Some(byte), "{} {byte:x}", page.name);
        }
    }
}

proptest! {
    #[test]
    fn settles(text in "([ÂÃÄÅâãðÐÑРСГвВ√‚¬Ø×╨┬à][\u{80}-\u{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ°±ІЎ \u{fffd}]{1,3}|[a-zA-ZÀ-ÿ ]|.){0,40}") {
        let cleaner = crate::Cleaner::builder().only(&[crate::Pass::Unicode]).build().unwrap();
        if let Some((script, cleaned)) = cleaner.run(&text) {
            prop_assert_eq!(script.undo(&cleaned).ok(), Some(text));
            prop_assert_eq!(cleaner.clean(&cleaned), cleaned.as_str());
        }
    }
}
