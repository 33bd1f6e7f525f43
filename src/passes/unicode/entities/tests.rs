use super::*;

fn cleaned(text: &str) -> String {
    crate::passes::applied(&crate::passes::unicode::Unicode::default(), text)
}

#[test]
fn decodes() {
    for (text, expected) in [
        ("caf&eacute; cr&egrave;me", "café crème"),
        ("Fish &amp; chips", "Fish & chips"),
        ("It&#8217;s &#x201C;so&#x201d;", "It’s “so”"),
        ("It&#146;s", "It’s"),
        ("&amp;amp;lt;3", "<3"),
        ("a &amp;#8212; b", "a — b"),
        ("Tea&nbsp;time&nbsp", "Tea\u{a0}time\u{a0}"),
        ("smile &#55357;&#56832;", "smile 😀"),
        // A sign of its own does not make it a text about markup.
        ("2 < 3 &amp; 5 > 4", "2 < 3 & 5 > 4"),
        ("let v: Vec&lt;u8&gt; = f(&amp;x);", "let v: Vec<u8> = f(&x);"),
        ("see https://a.org/?x=1&amp;y=2", "see https://a.org/?x=1&y=2"),
        // It speaks of HTML, but its own entities were left in.
        ("Ren&eacute;&rsquo;s book on HTML &amp; d&eacute;tente", "René’s book on HTML & détente"),
    ] {
        assert_eq!(cleaned(text), expected, "{text:?}");
    }
}

#[test]
fn leaves() {
    for text in [
        "AT&T and R&D; Q&A;",
        "https://a.org/?a=1&copy=2&lt=3&amp=4",
        "In HTML, write &lt; for a less-than sign and &amp; for an ampersand.",
        "The entity &nbsp; keeps two words together.",
        "Type `&eacute;` or `caf&eacute;` there.",
        "```\nif (a &lt; b) caf&eacute;\n```\n",
        "What does \"&amp;\" mean?",
        "<p>1 &lt; 2 &amp; 3</p>",
        "&#xD800; &#0; &#1; &#99999999; &#; &#x; &; & ;",
        "&notaname; &ampersand &lters",
    ] {
        assert_eq!(cleaned(text), text);
    }
}

#[test]
fn levels_of_escapes_are_undone_in_one_step() {
    let text = format!("1 &{}lt; 2", "amp;".repeat(1000));
    assert_eq!(cleaned(&text), "1 < 2");
}

#[test]
fn every_name_is_read() {
    for entity in ENTITIES.iter().filter(|entity| entity.entity.ends_with(';')) {
        let read = super::entity(entity.entity, 0).expect(entity.entity);
        assert_eq!(read.stands_for, entity.characters);
        assert_eq!(read.end, entity.entity.len());
    }
}
