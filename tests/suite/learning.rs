//! Learning and merging profiles, as a user meets them.

use copydesk::Profile;

use crate::files::{gzip, record, zstd};
use crate::run::Room;

const ENGLISH: &str = "The people of Exampleton do not ask who McExample is. They have seen him often.\n";
const GERMAN: &str =
    "Die Leute von Beispielstadt wissen nicht, wer der Herr ist, und sie fragen ihn auch nicht.\n";

/// Articles of different words and names, in two languages.
fn articles(count: usize) -> Vec<String> {
    let article = |number: usize| {
        let (town, name) = (number % 97, number % 31);
        let some = format!(
            "In Town{} there was a man who knew the old McName of street {town}.\n",
            "a".repeat(name)
        );
        if number.is_multiple_of(5) {
            GERMAN.repeat(1 + number % 3)
        } else {
            some.repeat(1 + number % 7) + ENGLISH
        }
    };
    (0..count).map(article).collect()
}

fn records(articles: &[String]) -> String {
    articles.iter().enumerate().map(|(number, text)| record(number, text)).collect()
}

fn profile(room: &Room, name: &str) -> Profile {
    Profile::load(room.path(name)).expect("a profile")
}

#[test]
fn parts_merge_to_the_profile_of_the_whole() {
    let room = Room::new();
    // Several batches each.
    let articles = articles(9000);
    let (first, second) = articles.split_at(5000);
    assert!(records(second).len() > 1 << 20);
    room.write("all.jsonl", records(&articles))
        .write("a.jsonl.gz", gzip(&[&records(first)]))
        .write("b/b.ndjson.zst", zstd(&[&records(&second[..2000]), &records(&second[2000..])]));
    for (args, input) in [
        ("all.jsonl -o whole -j1", ""),
        ("all.jsonl -o whole.j3 -j3", ""),
        ("-o whole.stdin", &*records(&articles)),
        ("b a.jsonl.gz -o whole.turned", ""),
        ("a.jsonl.gz -o a", ""),
        ("b -o b.part -j2", ""),
    ] {
        room.run_on(&format!("learn {args}"), input.as_bytes()).ok();
    }
    room.run("profile merge a b.part -o merged").ok();
    room.run("profile merge b.part a -o b.part").ok();
    let whole = room.read("whole");
    for name in ["whole.j3", "whole.stdin", "whole.turned", "merged", "b.part"] {
        assert!(room.read(name) == whole, "{name}");
    }
    let whole = profile(&room, "whole");
    let languages: Vec<_> = whole.languages().map(|table| (table.lang(), table.totals().documents)).collect();
    assert_eq!(languages, [("de", 1800), ("en", 7200)]);
    assert_eq!(whole.language("en").unwrap().name("McExample"), 7200);
}

#[test]
fn texts_are_learned_from_trees_on_any_number_of_threads() {
    let room = Room::new();
    for (number, text) in articles(40).iter().enumerate() {
        room.write(&format!("in/{}/{number}.txt", number % 4), text);
    }
    // Sections of a long text are documents of their own.
    room.write("in/long.txt", articles(9000).concat()).write("in/.hidden.txt", ENGLISH);
    // The second time the profile lies in the tree.
    for threads in [1, 2, 5] {
        let run = room.run(&format!("learn in -o in/learned -j{threads}"));
        assert_eq!(run.ok(), "");
        run.says(&["learned from 41 documents", "words of de in 8 documents", "words of en"]);
        room.write(&format!("{threads}"), room.read("in/learned"));
    }
    assert!(room.read("1") == room.read("2") && room.read("1") == room.read("5"));
    assert_eq!(room.run("learn -q in -o in/learned").stderr, "");
}

#[test]
fn the_language_can_be_told() {
    let room = Room::new();
    let learn = |args: &str, text: &str| {
        room.run_on(&format!("learn -o x {args}"), text.as_bytes()).ok();
        profile(&room, "x").languages().map(|table| table.lang().to_owned()).collect::<Vec<_>>()
    };
    let finnish = "Silta avataan vasta keväällä, sanoi pormestari, eikä kukaan ollut yllättynyt.\n";
    assert_eq!(learn("", finnish), ["und"]);
    assert_eq!(learn("--lang fi", finnish), ["fi"]);
    assert_eq!(learn("--lang pt-BR", finnish), ["pt"]);
    assert_eq!(
        learn("--format jsonl --text-field body", &record(0, ENGLISH).replace("text", "body")),
        ["en"]
    );
}

#[test]
fn a_broken_file_counts_for_nothing_and_is_named() {
    let room = Room::new();
    let many = records(&articles(9000));
    let packed = gzip(&[&many]);
    room.write("in/good.jsonl", record(0, ENGLISH))
        .write("in/late.jsonl", format!("{many}{{\"text\": \"broken\n"))
        .write("in/cut.jsonl.gz", &packed[..packed.len() / 2])
        .write("in/latin.txt", b"The caf\xe9 was open to all of us.\n")
        .write("in/short.jsonl", format!("{}[1]\n", record(0, GERMAN)))
        .write("in/other.txt", GERMAN);
    room.run("learn in/good.jsonl in/other.txt -o expected").ok();
    for threads in [1, 4] {
        let run = room.run(&format!("learn in -o learned -j{threads} --on-error fail"));
        run.ends_with(2);
        run.says(&[
            "copydesk: in/cut.jsonl.gz: cannot read: ",
            "copydesk: in/late.jsonl: record 9000 (line 9001): broken JSON: ",
            "copydesk: in/latin.txt: not UTF-8 at byte 7",
            "copydesk: in/short.jsonl: record 1 (line 2): broken JSON: ",
            "4 inputs failed:",
        ]);
        assert!(room.read("learned") == room.read("expected"), "-j{threads}");
    }
}

#[test]
fn where_nothing_is_learned_a_profile_stays() {
    let room = Room::new();
    room.write("a.txt", ENGLISH).write("bad.txt", b"\xff\xfe\xff").write("q.csv", "id,body\n1,So.\n");
    std::fs::create_dir(room.path("empty")).unwrap();
    room.run("learn a.txt -o good.p").ok();
    let good = room.read("good.p");
    for what in ["--text-field nope q.csv", "bad.txt --on-error fail", "empty", "--encoding utf-16 q.csv"] {
        room.run(&format!("learn {what} -o good.p")).says(&["good.p: no text was found"]).ends_with(2);
    }
    assert_eq!(room.read("good.p"), good);
    room.run("learn empty -o new.p").ok();
}

#[test]
fn records_without_a_text_are_counted() {
    let room = Room::new();
    let input = format!("{{\"id\": 1}}\n{}{{\"text\": null}}\n", record(0, ENGLISH));
    let run = room.run_on("learn --format jsonl -o x -v", input.as_bytes());
    run.ok();
    run.says(&[
        "<stdin>: record 2 (line 3): the text field is no string",
        "2 records passed over, without a text",
    ]);
    assert_eq!(profile(&room, "x").language("en").unwrap().totals().documents, 1);
}

#[test]
fn files_that_are_no_profiles_are_named_and_nothing_is_written() {
    let room = Room::new();
    room.write("a.txt", ENGLISH);
    room.run("learn a.txt -o good").ok();
    let good = room.read("good");
    room.write("cut", &good[..good.len() - 1]);
    for (file, reason) in [
        ("none", "none: cannot read: "),
        ("a.txt", "a.txt: not a profile of copydesk"),
        ("cut", "cut: the profile is cut off or damaged"),
    ] {
        for args in [
            format!("profile merge good {file} -o out"),
            format!("profile show {file}"),
            format!("clean --profile good --profile {file} a.txt -o out"),
            format!("explain --profile {file} a.txt"),
        ] {
            let run = room.run(&args);
            assert_eq!(run.ends_with(2), "", "{args}");
            run.says(&[&format!("copydesk: {reason}")]);
        }
    }
    assert_eq!(room.files(), ["a.txt", "cut", "good"]);
    assert_eq!(room.run("clean -q --profile good --profile good --lang en a.txt").ok(), ENGLISH);
}

#[test]
fn what_a_profile_holds_is_shown() {
    let room = Room::new();
    room.write("a.jsonl", record(0, ENGLISH) + &record(1, GERMAN));
    room.run("learn a.jsonl -o x").ok();
    let totals = "language\tdocuments\tsentences\twords\tlower\tinside\tstart\tend\tcaps\tdifferent\tnames\n";
    let english = "en\t1\t2\t14\t11\t1\t2\t2\t0\t14\t1\n";
    let run = room.run("profile show x");
    assert!(
        run.ok().starts_with(&format!("{totals}de\t1\t1\t16\t")) && run.ok().ends_with(english),
        "{run:?}"
    );
    assert_eq!(room.run("profile show x --lang en").ok(), format!("{totals}{english}"));
    assert_eq!(room.run("profile show x --lang fr").ok(), totals);
    let word = "language\tword\tlower\tinside\tstart\tend\tcaps\tgeneral\tname\n";
    let rows = "de\tthey\t0\t0\t0\t0\t0\t0\t0\nen\tthey\t0\t0\t1\t0\t0\t0\t0\n";
    assert_eq!(room.run("profile show x They").ok(), format!("{word}{rows}"));
    let name = "en\tmcexample\t0\t0\t0\t0\t0\t0\t1\n";
    assert_eq!(room.run("profile show x McExample --lang en").ok(), format!("{word}{name}"));
    room.run_on("learn --lang fr -o x", "On dit que l’Europe a peur de lui.\n".as_bytes()).ok();
    let rows = "fr\tl'\t1\t0\t0\t0\t0\t0\t0\nfr\teurope\t0\t1\t0\t0\t0\t0\t0\n";
    assert_eq!(room.run("profile show x l'Europe").ok(), format!("{word}{rows}"));
}

#[test]
fn a_profile_that_cannot_be_written_is_an_error_at_once() {
    let room = Room::new();
    room.write("in/a.txt", b"\xff").write("file", ENGLISH);
    for output in ["in", "file/x"] {
        let run = room.run(&format!("learn in/a.txt -o {output}"));
        run.ends_with(2);
        // The input, which is broken, was not read.
        assert!(run.stderr.starts_with(&format!("copydesk: {output}: cannot write: ")), "{}", run.stderr);
    }
    assert_eq!(room.files(), ["file", "in/a.txt"]);
}

#[test]
fn what_cannot_be_learned_is_refused() {
    let room = Room::new();
    room.write("a.txt", ENGLISH);
    for (args, reason) in [
        ("learn a.txt", "--output"),
        ("learn none.txt -o x", "none.txt: there is no such file"),
        ("learn a.txt -o a.txt", "a.txt would be read and written at once"),
        ("learn - - -o x", "standard input can be read only once"),
        ("learn a.txt -o x --lang english", "a language is two or three letters"),
        ("clean a.txt --lang e", "a language is two or three letters"),
        ("profile merge -o x", "<FILE>"),
        ("profile merge a.txt", "--output"),
    ] {
        let run = room.run(args);
        run.says(&["error: ", "try '--help'", reason]);
        assert_eq!(run.ends_with(2), "", "{args}");
    }
    assert_eq!(room.files(), ["a.txt"]);
}
