//! What the program says of itself to shells and to `man`.

use std::process::{Command, Stdio};

use crate::run::Room;

const SUBCOMMANDS: &[&str] = &["clean", "undo", "explain", "learn", "profile", "rules", "config"];

/// Whether the system has a program; says so where not.
fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_err() {
        eprintln!("not checked: there is no {program} here");
    }
    found.is_ok()
}

#[test]
fn completions_are_scripts_of_their_shells() {
    let room = Room::new();
    for (shell, check) in [
        ("bash", Some("bash -n")),
        ("zsh", Some("zsh -n")),
        ("fish", Some("fish --no-execute")),
        ("powershell", None),
        ("elvish", None),
    ] {
        let script = room.run(&format!("completions {shell}")).ok().to_owned();
        for name in SUBCOMMANDS {
            assert!(script.contains(name), "{shell} does not know {name}");
        }
        assert!(script.contains("max-removed"), "{shell}");
        room.write(shell, script);
        let Some(check) = check.filter(|check| has(check.split(' ').next().expect("a program"))) else {
            continue;
        };
        let mut words = check.split(' ');
        let output = Command::new(words.next().expect("a program"))
            .args(words)
            .arg(room.path(shell))
            .output()
            .expect("the shell starts");
        assert!(output.status.success() && output.stderr.is_empty(), "{check}: {output:?}");
    }
    room.run("completions tcsh").says(&["possible values: bash, elvish, fish, powershell, zsh"]).ends_with(2);
}

#[test]
fn bash_completes() {
    let room = Room::new();
    room.write("script", room.run("completions bash").ok());
    let complete = |words: &str| {
        let typed: Vec<_> = words.split(' ').collect();
        let script = format!(
            "source ./script; COMP_WORDS=({words}); COMP_CWORD={}; _copydesk copydesk '{}' '{}'; echo \"${{COMPREPLY[*]}}\"",
            typed.len() - 1,
            typed[typed.len() - 1],
            typed[typed.len() - 2],
        );
        let output = Command::new("bash").args(["-c", &script]).current_dir(room.path("")).output();
        String::from_utf8(output.expect("bash starts").stdout).expect("UTF-8")
    };
    assert_eq!(complete("copydesk cl"), "clean\n");
    assert_eq!(complete("copydesk clean --max"), "--max-removed\n");
    assert_eq!(complete("copydesk clean --quotes c"), "curly\n");
    assert_eq!(complete("copydesk config i"), "init\n");
}

#[test]
fn manual_pages_are_pages() {
    let room = Room::new();
    room.run("man -o pages").ok();
    let pages = room.files();
    for name in SUBCOMMANDS {
        assert!(pages.contains(&format!("pages/copydesk-{name}.1")), "{name} has no page: {pages:?}");
    }
    assert_eq!(room.run("man").ok(), room.text("pages/copydesk.1"));
    if !has("groff") {
        return;
    }
    for page in &pages {
        let output = Command::new("groff")
            .args(["-man", "-Tutf8", "-P-cbou", "-ww", page])
            .current_dir(room.path(""))
            .output();
        let output = output.expect("groff starts");
        assert!(output.status.success() && output.stderr.is_empty(), "{page}: {output:?}");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(text.contains("NAME") && text.contains("SYNOPSIS"), "{page}: {text}");
    }
}
