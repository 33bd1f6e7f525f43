//! What a site repeats, as a user meets it: learned, shown, taken out.

use crate::files::record;
use crate::run::Room;

/// Repeated in each article, with digits that change.
const STRAPLINE: &str = "The Harbor Gazette, since 1871 the paper of all who live by the sea.";
const PLEA: &str = "Tell us what the tide brought you, and follow us down to the quay";
/// Repeated as well, but the article's own.
const CROSSHEAD: &str = "What the mayor said";
const SPEAKER: &str = "HARBORMASTER:";
const BYLINE: &str = "Ann Lee is a reporter at the Harbor Gazette.";

/// The sentences differ in more than digits.
fn article(day: usize) -> String {
    let boat = format!("S{}n", "ee".repeat(day + 1));
    let news = format!("The {boat} came in late, and the people waited for it in the rain.");
    let more = format!("The captain of the {boat} said that nobody had told him of the storm.");
    let last = format!("It rained until the evening, when the {boat} went out again.");
    format!("{news}\n{CROSSHEAD}\n“It is late again.”\n{SPEAKER}\nIt is.\n{more}\n{last}\n{BYLINE}\n")
}

fn page(day: usize) -> String {
    let strapline = STRAPLINE.replace("1871", &format!("{}", 1871 + day));
    format!("{strapline}\n{}{}\n", article(day), PLEA.to_uppercase())
}

fn tree(room: &Room, days: usize) {
    for day in 0..days {
        room.write(&format!("crawl/www.gazette.example/{day}.txt"), page(day));
        room.write(&format!("crawl/other.example/{day}.txt"), article(day));
    }
}

#[test]
fn a_site_is_learned_shown_and_cleaned() {
    let room = Room::new();
    tree(&room, 12);
    room.run("learn crawl -o my.profile").ok();
    let totals = room.run("profile show my.profile");
    assert!(
        totals.ok().ends_with("\n\nsite\tdocuments\tlines\ngazette.example\t12\t43\nother.example\t12\t41\n"),
        "{}",
        totals.ok()
    );
    let shown = room.run("profile show my.profile --site https://www.gazette.example/4");
    let head = "goes\tcount\tdocuments\thead\ttail\tmissed\tsample\n";
    let rows = [
        format!("no\t12\t12\t0\t12\t0\t{BYLINE}\n"),
        format!("no\t12\t12\t0\t0\t0\t{SPEAKER}\n"),
        "no\t12\t12\t0\t0\t0\tIt is.\n".to_owned(),
        format!("no\t12\t12\t12\t0\t0\t{CROSSHEAD}\n"),
        format!("yes\t12\t12\t0\t12\t0\t{}\n", PLEA.to_uppercase()),
        format!("yes\t12\t12\t12\t0\t0\t{STRAPLINE}\n"),
    ];
    for row in rows {
        assert!(shown.ok().starts_with(head) && shown.ok().contains(&row), "{row}{}", shown.ok());
    }
    assert_eq!(room.run("profile show my.profile --site gazette.example --least 13").ok(), head);
    assert_eq!(room.run("profile show my.profile --site none.example").ok(), head);

    room.write("new/gazette.example/1.txt", page(99)).write("new/none.example/1.txt", page(99));
    room.run("clean -q --only boilerplate --profile my.profile new -o out --edits log.jsonl").ok();
    assert_eq!(room.text("out/gazette.example/1.txt"), article(99));
    assert_eq!(room.text("out/none.example/1.txt"), page(99));
    let log = room.text("log.jsonl");
    assert_eq!(log.matches("\"rule\":\"boilerplate/repeated\"").count(), 2, "{log}");
    room.run("undo out --edits log.jsonl -o back").ok();
    assert_eq!(room.text("back/gazette.example/1.txt"), page(99));
    room.run("clean -q --only boilerplate --remove all --profile my.profile new -o all").ok();
    assert_eq!(room.text("all/gazette.example/1.txt"), article(99));
    room.run("clean -q --only boilerplate --remove ad,nav,promo --profile my.profile new -o none").ok();
    assert_eq!(room.text("none/gazette.example/1.txt"), page(99));
    // Without the profile nothing goes, and what was cleaned stays.
    assert_eq!(room.run("clean -q --only boilerplate new/gazette.example/1.txt").ok(), page(99));
    room.run("clean -q --only boilerplate --profile my.profile out --check").ok();
}

#[test]
fn the_site_of_a_record_is_its_address_or_source() {
    let room = Room::new();
    let with =
        |number: usize, fields: &str| record(number, &page(number)).replacen('{', &format!("{{{fields},"), 1);
    let by_url = |day| with(day, "\"url\":\"https://gazette.example/a\",\"source\":\"x\"");
    let by_source = |day| with(day, "\"source\":\"www.gazette.example\"");
    let by_other = |day| with(day, "\"link\":\"http://gazette.example/\",\"site\":\"x\"");
    let nobody = |day| record(day, &page(day));
    room.write("a.jsonl", (0..6).map(by_url).chain((6..9).map(by_source)).collect::<String>());
    room.write("b.jsonl", (9..12).map(by_other).collect::<String>());
    room.run("learn a.jsonl -o a -j1").ok();
    room.run("learn b.jsonl --url-field link -o b -j2").ok();
    room.run("profile merge b a -o ab").ok();
    assert!(room.run("profile show ab").ok().ends_with("site\tdocuments\tlines\ngazette.example\t12\t43\n"));

    let gone = |record: String, args: &str| {
        let run =
            room.run_on(&format!("clean -q --format jsonl --only boilerplate {args}"), record.as_bytes());
        let (strapline, plea) = ("since 1970 the paper", "DOWN TO THE QUAY");
        [!run.ok().contains(strapline), !run.ok().contains(plea)]
    };
    assert_eq!(gone(by_url(99), ""), [false; 2]);
    for record in [by_url(99), by_source(99)] {
        assert_eq!(gone(record, "--profile ab"), [true; 2]);
    }
    assert_eq!(gone(by_other(99), "--profile ab --url-field link"), [true; 2]);
    assert_eq!(gone(by_other(99), "--profile ab --url-field x --site-field link"), [true; 2]);
    assert_eq!(gone(with(99, "\"source\":\"other.example\""), "--profile ab"), [false; 2]);
    // Where nobody says of which site it is, what goes on any site goes.
    assert_eq!(gone(nobody(99), "--profile ab"), [true; 2]);
}
