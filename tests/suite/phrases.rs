//! Choosing which lines go, tables of one's own, and looking at the phrases, as a user meets them.

use crate::run::Room;

const ARTICLE: &str = "By Ann Lee\nThe goose won.\nAdvertisement\nShare this:\nPhoto by Bob Roe\nIt sleeps in the harbor all day long.\n";

/// A table with a byte order mark and Windows line ends, as editors leave them.
const OWN: &str = "\u{feff}# mine\r\npromo\tline\tjoin the goose club {...}\tJoin the goose, he said.\r\n\
                   keep\tline\tadvertisement\r\n";

#[test]
fn categories_are_chosen() {
    let room = Room::new();
    for (args, cleaned) in [
        ("", "By Ann Lee\nThe goose won.\nPhoto by Bob Roe\nIt sleeps in the harbor all day long.\n"),
        (
            "--remove ad,promo,social,nav,consent,legal,counter,junk",
            "By Ann Lee\nThe goose won.\nPhoto by Bob Roe\nIt sleeps in the harbor all day long.\n",
        ),
        ("--remove all", "The goose won.\nIt sleeps in the harbor all day long.\n"),
        (
            "--remove byline,credit",
            "The goose won.\nAdvertisement\nShare this:\nIt sleeps in the harbor all day long.\n",
        ),
        (
            "--remove ad --remove social",
            "By Ann Lee\nThe goose won.\nPhoto by Bob Roe\nIt sleeps in the harbor all day long.\n",
        ),
        ("--remove none", ARTICLE),
    ] {
        assert_eq!(room.run_on(&format!("clean -q {args}"), ARTICLE.as_bytes()).ok(), cleaned, "{args}");
    }
    for args in ["clean --remove join", "clean --remove spacing", "rules --remove ads"] {
        room.run(args).says(&["--remove", "possible values", "byline"]).ends_with(2);
    }
}

#[test]
fn a_table_of_ones_own_goes_before_that_of_the_program() {
    let room = Room::new();
    room.write("own.tsv", OWN);
    let text =
        "Join the goose club today!\nThe goose won.\nAdvertisement\nIt sleeps in the harbor all day long.\n";
    let kept = "The goose won.\nAdvertisement\nIt sleeps in the harbor all day long.\n";
    assert_eq!(room.run_on("clean -q --rules own.tsv", text.as_bytes()).ok(), kept);
    room.write("more.tsv", "ad\tline\tit sleeps in the harbor all day long");
    assert_eq!(
        room.run_on("clean -q --rules own.tsv --rules more.tsv --remove ad", text.as_bytes()).ok(),
        "Join the goose club today!\nThe goose won.\nAdvertisement\n"
    );
    // What must stay is not cut either.
    let mixed = "The goose won the race by a feather, and swam home. Follow us on Twitter.\n";
    let cut = "The goose won the race by a feather, and swam home.\n";
    room.write("stays.tsv", "keep\tlong\tthe goose won the race {...}");
    assert_eq!(room.run_on("clean -q", mixed.as_bytes()).ok(), cut);
    assert_eq!(room.run_on("clean -q --rules stays.tsv", mixed.as_bytes()).ok(), mixed);
}

#[test]
fn a_bad_table_is_named_with_its_line() {
    let room = Room::new();
    room.write("a.txt", ARTICLE).write("latin", b"ad\tline\tan\xfancio");
    for (table, reason) in [
        ("# c\nad\tline\tGoose", "bad:2: not in lower case"),
        ("ad\tline\tgoose\n\nad\tline\tgoose!", "bad:3: \"goose!\" stands here already"),
        ("fun\tline\tgoose", "bad:1: no such category: \"fun\""),
        ("ad goose", "bad:1: a row is: category, where, pattern"),
        ("ad\tline\tgoose {...}\tGoose grease", "bad:1: \"Goose grease\" must stay, and would go as ad"),
    ] {
        room.write("bad", table);
        for args in ["clean --rules bad a.txt -o out", "rules --rules bad", "rules --rules bad --test a.txt"]
        {
            let run = room.run(args);
            assert_eq!(run.ends_with(2), "", "{args}");
            run.says(&[&format!("copydesk: {reason}")]);
        }
    }
    for (file, reason) in [("none", "copydesk: none: "), ("latin", "copydesk: latin: ")] {
        room.run(&format!("clean --rules {file} a.txt -o out")).says(&[reason]).ends_with(2);
    }
    assert_eq!(room.files(), ["a.txt", "bad", "latin"]);
}

#[test]
fn the_phrases_are_listed() {
    let room = Room::new();
    room.write("own.tsv", OWN);
    let list = |args: &str| room.run(&format!("rules {args}")).ok().to_owned();
    let all = list("--remove all");
    for row in [
        "ad\tline\tad\ten",
        "nav\tline\tlire aussi: {...}\tfr",
        "consent\tlong\twij gebruiken cookies om {...}\tnl",
        "byline\tline\tby {name}\ten",
        "ad\tinside\tadvertisement\tparts",
    ] {
        assert!(all.lines().any(|line| line == row), "{row}");
    }
    assert!(all.lines().all(|line| line.split('\t').count() == 4));
    assert!(all.starts_with(&list("--remove ad")[..20]));
    assert!(!list("").contains("byline\t") && list("").contains("junk\t"));
    assert!(list("--remove nav").lines().all(|line| line.starts_with("nav\t") || line.starts_with("keep\t")));
    let own = list("--rules own.tsv --remove none");
    assert_eq!(own, "keep\tline\tadvertisement\town.tsv\n");
}

#[test]
fn the_phrases_are_tried_on_a_text() {
    let room = Room::new();
    room.write("own.tsv", OWN).write("a.txt", format!("{ARTICLE}Publicité\r\n  Join the goose club!\n"));
    assert_eq!(
        room.run("rules --test a.txt").ok(),
        "a.txt:3: ad: advertisement: Advertisement\n\
         a.txt:4: social: share this: Share this:\n\
         a.txt:7: ad: publicité: Publicité\n"
    );
    let text = room.read("a.txt");
    assert_eq!(
        room.run_on("rules --rules own.tsv --remove promo,credit --test -", &text).ok(),
        "<stdin>:5: credit: photo by {name}: Photo by Bob Roe\n\
         <stdin>:8: promo: join the goose club {...}: Join the goose club!\n"
    );
    assert_eq!(room.run_on("rules --test -", b"").ok(), "");
    room.run("rules --test none").says(&["copydesk: none: "]).ends_with(2);
}
