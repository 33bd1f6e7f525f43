//! Which files of directories are read, and where they go.

use crate::run::Room;

const DIRTY: &str = "“Yes,” he said.\n";

fn tree() -> Room {
    let room = Room::new();
    for name in
        ["a.txt", "b.html", "news/c.txt", "news/draft.txt", "news/old/d.txt", ".hidden/e.txt", ".f.txt"]
    {
        room.write(&format!("in/{name}"), DIRTY);
    }
    room.write("in/.gitignore", "*.txt\n");
    room
}

/// What came out, without the directory.
fn out(room: &Room) -> Vec<String> {
    let out = room.files().into_iter();
    out.filter_map(|name| name.strip_prefix("out/").map(str::to_owned)).collect()
}

#[test]
fn globs_choose_files() {
    for (args, expected) in [
        ("", &["a.txt", "b.html", "news/c.txt", "news/draft.txt", "news/old/d.txt"][..]),
        ("--include *.txt", &["a.txt", "news/c.txt", "news/draft.txt", "news/old/d.txt"]),
        ("--include *.txt --exclude draft*", &["a.txt", "news/c.txt", "news/old/d.txt"]),
        ("--exclude draft* --include *.txt", &["a.txt", "news/c.txt", "news/old/d.txt"]),
        ("--include news/*.txt", &["news/c.txt", "news/draft.txt"]),
        ("--include news/** --exclude old", &["news/c.txt", "news/draft.txt"]),
        ("--include *.{html,md}", &["b.html"]),
        ("--include !a.txt", &[]),
        ("--hidden --include *.txt --exclude news", &[".f.txt", ".hidden/e.txt", "a.txt"]),
    ] {
        let room = tree();
        room.run(&format!("clean in -o out {args}")).ok();
        assert_eq!(out(&room), expected, "{args}");
    }
    tree().run("clean in -o out --include a[").says(&["error: ", "a["]).ends_with(2);
}

#[test]
fn a_file_that_is_named_is_read() {
    let room = tree();
    room.run("clean in/.f.txt in/news -o out --exclude .f.txt --exclude d*").ok();
    assert_eq!(out(&room), [".f.txt", "c.txt"]);
}

#[test]
fn a_list_names_files() {
    let lines = "in/a.txt\n\nin/news/c.txt\r\n./in/.f.txt\n";
    let room = tree();
    room.write("list", lines).write("list0", "in/a.txt\0in/news/c.txt\0in/.f.txt\0");
    for args in
        ["--files-from list", "--files-from list0 -0", "--files-from -", "--files-from list0 --null -j1"]
    {
        room.run_on(&format!("clean {args} -o out --edits log.jsonl"), lines.as_bytes()).ok();
        assert_eq!(out(&room), ["in/.f.txt", "in/a.txt", "in/news/c.txt"], "{args}");
        assert_eq!(room.text("log.jsonl").lines().count(), 3);
        std::fs::remove_dir_all(room.path("out")).unwrap();
    }
    assert!(room.text("log.jsonl").starts_with(r#"{"file":"in/a.txt""#));
    // What is listed from the root on is found again by where it went.
    let whole = room.path("in/a.txt");
    room.write("list", format!("{}\n", whole.display()));
    room.run("clean --files-from list -o out --edits log.jsonl").ok();
    room.run("undo out --edits log.jsonl -o back").ok();
    let back = room.path("back").join(whole.strip_prefix("/").unwrap());
    assert_eq!(std::fs::read(back).unwrap(), std::fs::read(whole).unwrap());
    std::fs::remove_dir_all(room.path("out")).unwrap();
    // A file that is not there stops no other.
    room.write("list", "in/a.txt\nin/gone.txt\nin/news\nin/b.html\n");
    room.run("clean --files-from list -o out")
        .says(&["in/gone.txt: cannot read", "2 inputs failed"])
        .ends_with(2);
    assert_eq!(out(&room), ["in/a.txt", "in/b.html"]);
    room.run("clean --files-from list in/news/old --check").ends_with(2);
    for (list, reason) in [("../x\n", "leads out"), ("in/a.txt\n./in/a.txt\n", "written twice")] {
        room.write("list", list).run("clean --files-from list -o other").says(&[reason]).ends_with(2);
    }
    room.run("clean --files-from none -o other").says(&["none: cannot read"]).ends_with(2);
    room.run_on("clean - --files-from - -o other", b"").says(&["only once"]).ends_with(2);
    room.run("clean -0 a.txt").says(&["--files-from"]).ends_with(2);
    assert!(!room.path("other").exists(), "refused before anything is made");
}

#[cfg(unix)]
#[test]
fn links_are_followed_if_asked_for_and_not_in_a_circle() {
    use std::os::unix::fs::symlink;
    let room = Room::new();
    room.write("in/a.txt", DIRTY).write("there/b.txt", DIRTY);
    symlink("../there", room.path("in/link")).unwrap();
    symlink(".", room.path("in/circle")).unwrap();
    symlink("nowhere", room.path("in/broken")).unwrap();
    room.run("clean in -o out").ok();
    assert_eq!(out(&room), ["a.txt"]);
    let run = room.run("clean in -o out -L");
    run.says(&["broken", "circle", "2 inputs failed"]).ends_with(2);
    assert_eq!(out(&room), ["a.txt", "link/b.txt"]);
    // One file by two ways, in place.
    symlink("a.txt", room.path("in/z.txt")).unwrap();
    room.run("clean -i in -L --exclude circle").says(&["a.txt would be written twice"]).ends_with(2);
}

#[test]
fn no_log_takes_the_place_of_what_is_read() {
    let room = tree();
    room.write("list", "in/a.txt\n");
    for args in [
        "clean in -o out --edits in/a.txt",
        "clean in -o out --summary in/a.txt",
        "clean in -o out --report in/a.txt",
        "clean -i in --edits in/a.txt",
        "clean in --check --edits in/a.txt",
        "clean --files-from list -o out --edits in/a.txt",
        "clean --files-from list -o out --edits list",
        "learn in -o in/a.txt",
    ] {
        let before = room.text("in/a.txt") + &room.text("list");
        room.run(args).says(&["would be read and written at once"]).ends_with(2);
        assert_eq!(room.text("in/a.txt") + &room.text("list"), before, "{args}");
    }
}

#[test]
fn two_files_have_two_names_in_the_log() {
    let room = Room::new();
    room.write("a/1.txt", "“x”").write("b/1.txt", "\"x\"");
    room.run("clean -i a b --edits log.jsonl")
        .says(&["1.txt is the name in the log of two files"])
        .ends_with(2);
    assert_eq!(room.text("a/1.txt"), "“x”");
    room.run("clean -i a b").ok();
}

#[test]
fn nothing_of_its_own_is_read() {
    let room = tree();
    room.write("in/.copydesk-1", DIRTY);
    for _ in 0..2 {
        room.run("clean in -o in/out --edits in/log.jsonl --summary in/s.json --hidden --exclude .git*").ok();
        let out: Vec<_> = room.files().into_iter().filter(|name| name.starts_with("in/out/")).collect();
        assert_eq!(out.len(), 7, "{out:?}");
    }
    room.run("clean in/a.txt -o in/b.txt --summary in/b.txt").says(&["written twice"]).ends_with(2);
    room.run("clean in/a.txt --edits x --summary ./x").says(&["written twice"]).ends_with(2);
}

#[test]
fn the_summary_says_what_was_done_and_what_failed() {
    let room = tree();
    room.write("in/bad.jsonl", "{\"text\": \"“\"}\n{\n{}\n").write("in/ok.jsonl", "{\"id\": 1}\n");
    room.run("clean in -o out --summary s.json").ends_with(2);
    let summary: serde_json::Value = serde_json::from_str(&room.text("s.json")).unwrap();
    assert_eq!((&summary["outcome"], &summary["files"]), (&"failed".into(), &7.into()));
    let broken = &summary["broken"][0];
    assert_eq!((&broken["path"], &broken["records"]), (&"in/bad.jsonl".into(), &1.into()));
    assert_eq!((&broken["first"][0]["record"], &broken["first"][0]["line"]), (&1.into(), &2.into()));
    room.run("clean in -o out --summary s.json --on-error fail").ends_with(2);
    let summary: serde_json::Value = serde_json::from_str(&room.text("s.json")).unwrap();
    assert_eq!(summary["outcome"], "failed");
    assert_eq!((&summary["files"], &summary["files_changed"]), (&6.into(), &5.into()));
    assert_eq!(summary["edits"]["quotes/double"], 10);
    assert_eq!(summary["without_text"][0]["path"], "in/ok.jsonl");
    let failure = &summary["failures"][0];
    assert_eq!((&failure["path"], &failure["kind"]), (&"in/bad.jsonl".into(), &"json".into()));
    assert_eq!((&failure["record"], &failure["line"]), (&1.into(), &2.into()));
    assert!(failure["message"].as_str().unwrap().starts_with("broken JSON"));
    room.run("clean in/a.txt -o out --summary s.json").ok();
    let summary: serde_json::Value = serde_json::from_str(&room.text("s.json")).unwrap();
    assert_eq!((&summary["outcome"], &summary["failures"]), (&"done".into(), &serde_json::json!([])));
}
