//! The edit log, beside its schema in `docs/`.

use std::collections::HashSet;

use copydesk::Rule;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::corpus::articles;
use crate::files::record;
use crate::run::Room;

const SCHEMA: &str = include_str!("../../docs/edit-log.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::meta::validate(&schema()).expect("a schema");
    jsonschema::draft202012::new(&schema()).expect("a schema")
}

/// The rows of a log, each of which has to be valid.
fn rows(room: &Room, name: &str) -> Vec<Value> {
    let validator = validator();
    let log = room.text(name);
    let rows: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for row in &rows {
        let errors: Vec<_> = validator.iter_errors(row).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{row}: {errors:?}");
    }
    rows
}

#[test]
fn the_log_of_the_corpus_is_as_its_schema_says() {
    let room = Room::new();
    for article in articles() {
        room.write(&format!("in/{}", article.name.display()), &article.dirty);
    }
    room.run("clean in -o out --edits log.jsonl -q --remove all").ok();
    let rows = rows(&room, "log.jsonl");
    let used = rows.iter().flat_map(|row| row["edits"].as_array().expect("a list"));
    let used: HashSet<_> = used.map(|edit| edit["rule"].as_str().expect("a name")).collect();
    assert!(rows.len() >= 40 && used.len() >= 20, "{} rows with {} rules", rows.len(), used.len());
}

#[test]
fn rows_of_every_kind_are_as_the_schema_says() {
    let room = Room::new();
    let ads = "Advertisement\nAdvertisement\nNo.\n";
    room.write("broken.jsonl", format!("{}{{\"text\": \n{}", record(0, "“No.”"), record(1, "“Yes.”")));
    let run = room.run("clean broken.jsonl -o out.jsonl --edits dropped --on-error skip -q");
    run.ends_with(2);
    let dropped = rows(&room, "dropped");
    assert_eq!(dropped.iter().filter(|row| row["dropped"] == true).count(), 1, "{dropped:?}");
    let run = room.run("undo out.jsonl --edits dropped -o back.jsonl");
    run.says(&["out.jsonl: broken records were left out, and are not in the log: 1"]).ends_with(2);
    assert_eq!(room.text("back.jsonl"), record(0, "“No.”") + &record(1, "“Yes.”"));

    room.run_on("clean --edits flagged --max-removed 0.1 -q", ads.as_bytes()).ok();
    let flagged = rows(&room, "flagged");
    assert_eq!(flagged[0]["flagged"], true);
    assert_eq!(flagged[0].get("file"), None);

    room.write("ids.jsonl", "{\"id\": {\"a\": [1.0]}, \"text\": \"“No.”\"}\n");
    room.run("clean ids.jsonl --edits ids -q").ok();
    assert_eq!(rows(&room, "ids")[0]["id"], json!({"a": [1.0]}));
}

#[test]
fn the_schema_knows_all_rules_and_no_other() {
    let schema = schema();
    let known = schema["$defs"]["edit"]["properties"]["rule"]["enum"].as_array().expect("a list").iter();
    let known: Vec<_> = known.map(|name| name.as_str().expect("a name")).collect();
    assert_eq!(known, Rule::ALL.iter().map(|rule| rule.as_str()).collect::<Vec<_>>());
}

#[test]
fn rows_that_mean_nothing_are_not_valid() {
    let edit =
        json!({"start": 1, "end": 4, "text": "\"", "was": "“", "rule": "quotes/double", "confidence": 1.0});
    let row = json!({"file": "a.txt", "record": 0, "edits": [edit.clone()]});
    let validator = validator();
    assert!(validator.is_valid(&row));
    let with = |key: &str, value: Value| {
        let mut row = row.clone();
        row[key] = value;
        row
    };
    let with_edit = |key: &str, value: Value| {
        let mut edit = edit.clone();
        edit[key] = value;
        with("edits", json!([edit]))
    };
    let without = |of: &Value, key: &str| {
        let mut row = of.clone();
        row.as_object_mut().expect("an object").remove(key);
        row
    };
    let mut nothing = edit.clone();
    (nothing["text"], nothing["was"]) = (json!(""), json!(""));
    for broken in [
        json!([]),
        with("file", json!("")),
        with("record", json!(-1)),
        with("record", json!(0.5)),
        with("flagged", json!(false)),
        with("edits", json!({})),
        with("edits", json!([])),
        with("dropped", json!(true)),
        with("note", json!("unknown")),
        with("edits", json!([nothing])),
        with_edit("start", json!(-1)),
        with_edit("start", json!("1")),
        with_edit("rule", json!("quotes/triple")),
        with_edit("confidence", json!(1.5)),
        with_edit("text", json!(null)),
        with_edit("note", json!("unknown")),
        without(&row, "record"),
        without(&row, "edits"),
    ] {
        assert!(!validator.is_valid(&broken), "{broken}");
    }
    for key in ["start", "end", "text", "was", "rule", "confidence"] {
        assert!(!validator.is_valid(&with("edits", json!([without(&edit, key)]))), "without {key}");
    }
}
