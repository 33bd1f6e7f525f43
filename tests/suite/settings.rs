//! Settings in a file.

use serde_json::Value;

use crate::files::record;
use crate::run::Room;

const TEXT: &str = "\"Yes,\" he said - and left.\n";
const CURLY: &str = "“Yes,” he said - and left.\n";
const BOTH: &str = "“Yes,” he said—and left.\n";

fn cleaned(room: &Room, args: &str) -> String {
    room.run_on(&format!("clean -q {args}"), TEXT.as_bytes()).ok().to_owned()
}

#[test]
fn settings_hold_below_their_file_and_the_command_line_goes_before_them() {
    let room = Room::new();
    room.write("house/copydesk.toml", "quotes = \"curly\"\n")
        .write("house/desk/a.txt", TEXT)
        .write("other.toml", "dashes = \"typographic\"\nquotes = \"curly\"\n");
    let below = |args: &str| {
        let mut command = room.command(&format!("clean -q a.txt {args}"));
        let output = command.current_dir(room.path("house/desk")).output().expect("it runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert_eq!(below(""), CURLY);
    assert_eq!(below("--quotes straight"), TEXT);
    assert_eq!(below("--no-config"), TEXT);
    assert_eq!(below("--config ../../other.toml"), BOTH);
    assert_eq!(cleaned(&room, ""), TEXT);
    assert_eq!(cleaned(&room, "--config other.toml"), BOTH);
    assert_eq!(room.run_on("--config other.toml clean -q", TEXT.as_bytes()).ok(), BOTH);
    room.run("clean --config none.toml").says(&["none.toml: "]).ends_with(2);
    // The nearest one alone holds.
    room.write("house/desk/copydesk.toml", "dashes = \"keep\"\n");
    assert_eq!(below(""), TEXT);
}

#[test]
fn every_setting_can_be_set() {
    let room = Room::new();
    let set = "only = [\"quotes\", \"boilerplate\", \"dashes\"]\nskip = [\"dashes\"]\nunwrap = true\nremove = [\"none\"]\n\
               quotes = \"curly\"\ndashes = \"keep\"\nlang = \"de\"\nmax-removed = 1\nrules = []\nprofile = []\n\
               documents = \"lines\"\nencoding = \"windows-1252\"\ntext-field = \"body\"\nurl-field = \"u\"\n\
               site-field = \"s\"\n";
    room.write("copydesk.toml", set);
    let shown = room.run("config show").ok().to_owned();
    let lines = set.lines().filter(|line| !line.ends_with("[]"));
    for line in lines {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
    assert_eq!(shown.matches("# line ").count(), 13, "{shown}");
    let unwrapped = b"{\"body\": \"An inter-\\nnational \\\"harbor\\\"\"}\n";
    assert_eq!(
        room.run_on("clean -q --format jsonl --documents file", unwrapped).ok(),
        "{\"body\": \"An international „harbor“\"}\n"
    );
    let kept = room.run_on("clean -q --format jsonl --unwrap=false", unwrapped);
    assert_eq!(kept.ok(), "{\"body\": \"An inter-\\nnational „harbor“\"}\n");
}

#[test]
fn files_are_found_from_where_the_settings_stand() {
    let room = Room::new();
    room.write("house/copydesk.toml", "rules = [\"tables/mine.tsv\"]\n")
        .write("house/tables/mine.tsv", "promo\tline\tjoin the goose club\n")
        .write("house/desk/a.txt", "The goose won.\nJoin the goose club!\nIt sleeps.\n");
    let run = room.command("clean a.txt").current_dir(room.path("house/desk")).output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&run.stdout), "The goose won.\nIt sleeps.\n");
    assert_eq!(
        room.run("clean --config house/copydesk.toml house/desk/a.txt").ok(),
        "The goose won.\nIt sleeps.\n"
    );
}

#[test]
fn reading_and_taking_back_go_by_them_too() {
    let room = Room::new();
    let records = record(1, "“Yes.”").replace("\"text\"", "\"body\"");
    room.write("copydesk.toml", "text-field = \"body\"\n").write("a.jsonl", &records);
    room.run("clean a.jsonl -o b.jsonl --edits log -q").ok();
    assert_ne!(room.text("b.jsonl"), records);
    assert_eq!(room.run("undo b.jsonl --edits log --file a.jsonl").ok(), records);
    let told = room.run("explain a.jsonl");
    assert!(told.ok().contains("quotes/double"));
    // What was cleaned is UTF-8.
    room.write("copydesk.toml", "encoding = \"windows-1252\"\n").write("a.txt", b"Caf\xe9, \x93no\x94.\n");
    room.run("clean a.txt -o b.txt --edits log -q").ok();
    assert_eq!(room.run("undo b.txt --edits log --file a.txt").ok(), "Café, “no”.\n");
}

/// What is no settings file: where, and what is said of it.
const BROKEN: &[(&str, &str, &str)] = &[
    ("quotes = \"curley\"", "1:10", "`quotes` does not take `curley`; is `curly` meant?"),
    ("\nquotes = \"x\"", "2:10", "there are straight, curly, keep"),
    ("qoutes = \"curly\"", "1:1", "no setting is called `qoutes`; is `quotes` meant?"),
    ("colour = true", "1:1", "no setting is called `colour`; there are quotes, dashes,"),
    ("[clean]\nquotes = \"curly\"", "1:2", "no setting is called `clean`"),
    ("# ä\nskip = [\"quotes\",\n  \"dahses\"]", "3:3", "is `dashes` meant?"),
    ("only = [1]", "1:9", "`only` takes strings"),
    ("only = []", "1:8", "`only` takes one value or more"),
    ("only = \"quotes\"", "1:8", "`only` takes a list of strings"),
    ("quotes = [\"curly\"]", "1:10", "`quotes` takes a string"),
    ("unwrap = \"yes\"", "1:10", "`unwrap` takes true or false"),
    ("max-removed = \"1\"", "1:15", "`max-removed` takes a number from 0 to 1"),
    ("max-removed = 1.5", "1:15", "a share is a number from 0 to 1"),
    ("lang = \"english\"", "1:8", "a language is two or three letters"),
    ("encoding = \"utf-9\"", "1:12", "`encoding` does not take `utf-9`"),
    ("quotes = \"curly\"\nquotes = \"keep\"", "2:1", "duplicate key"),
    ("quotes = curly", "1:10", ""),
    ("quotes = \"curly", "1:", ""),
];

#[test]
fn what_cannot_be_set_is_refused_with_its_place() {
    let room = Room::new();
    for (settings, place, reason) in BROKEN {
        room.write("copydesk.toml", settings);
        let run = room.run_on("clean", TEXT.as_bytes());
        assert_eq!(run.ends_with(2), "", "{settings}");
        run.says(&[&format!("copydesk.toml:{place}"), reason]);
        // Who does not go by them is not kept from working.
        room.run("clean --help").ok();
        assert_eq!(cleaned(&room, "--no-config"), TEXT);
        room.run("config schema").ok();
    }
}

#[test]
fn the_schema_says_what_the_program_does() {
    let room = Room::new();
    let schema: Value = serde_json::from_str(room.run("config schema").ok()).expect("JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    let valid = |settings: &str| {
        let table: Value = toml::from_str(settings).expect("TOML");
        schema.is_valid(&table)
    };
    // What a language or an encoding is called, the schema does not say.
    let more = |settings: &&str| !settings.starts_with("lang") && !settings.starts_with("encoding");
    let broken = BROKEN.iter().map(|(settings, ..)| *settings).filter(more);
    let broken: Vec<_> = broken.filter(|settings| toml::from_str::<Value>(settings).is_ok()).collect();
    assert!(broken.len() >= 12, "{broken:?}");
    for settings in broken {
        assert!(!valid(settings), "{settings}");
    }
    for settings in [
        "",
        "quotes = \"curly\"",
        "only = [\"quotes\", \"unwrap\"]",
        "remove = [\"all\"]",
        "max-removed = 1",
        "max-removed = 0.25",
        "unwrap = false",
        "rules = []",
    ] {
        assert!(valid(settings), "{settings}");
        room.write("copydesk.toml", settings);
        room.run("config show").ok();
    }
}

#[test]
fn a_new_file_says_what_can_be_set() {
    let room = Room::new();
    room.run("config init").ok();
    let template = room.text("copydesk.toml");
    assert_eq!(room.run("config init -").ok(), template);
    room.run("config init").says(&["copydesk.toml: "]).ends_with(2);
    assert_eq!(room.text("copydesk.toml"), template);
    assert_eq!(cleaned(&room, ""), TEXT);
    // All that is commented out can be set.
    let is_setting = |line: &&str| line.split_once(" = ").is_some_and(|(name, _)| !name[2..].contains(' '));
    let settings: Vec<_> = template.lines().filter(is_setting).map(|line| &line[2..]).collect();
    assert_eq!(settings.len(), 15, "{template}");
    room.write("copydesk.toml", settings.join("\n"));
    let shown = room.run("config show");
    assert!(!shown.ok().contains("default"), "{}", shown.ok());
}

#[test]
fn what_holds_is_shown_with_where_it_comes_from() {
    let room = Room::new();
    assert!(room.run("config show").ok().starts_with("# no copydesk.toml\n"));
    room.write("copydesk.toml", "# ours\nquotes = \"curly\"\nprofile = [\"a \\\"b\\\".profile\"]\n");
    let shown = room.run("config show --dashes keep --skip unicode,spacing").ok().to_owned();
    let wants = [
        ("quotes = \"curly\"", "line 2"),
        ("dashes = \"keep\"", "command line"),
        ("skip = [\"unicode\", \"spacing\"]", "command line"),
        ("# lang", "not set"),
        ("max-removed = 0.5", "default"),
    ];
    for (setting, origin) in wants {
        let line = shown.lines().find(|line| line.starts_with(setting)).unwrap_or_else(|| panic!("{shown}"));
        assert!(line.ends_with(&format!(" # {origin}")), "{line}");
    }
    assert!(shown.lines().any(|line| line.starts_with("profile = [") && line.ends_with(" # line 3")));
    // What is shown can be set.
    room.write("again.toml", &shown);
    let again = room.run("config show --config again.toml").ok().to_owned();
    let settings = |text: &str| -> Value { toml::from_str(text).expect("TOML") };
    assert_eq!(settings(&again), settings(&shown));
}
