"""Profiles: what is learned adds up, and is what the program learns."""

import pickle
from pathlib import Path

import pytest

import copydesk
from conftest import Program, Record, json_lines


def learned_of(records: list[Record]) -> copydesk.Profile:
    profile = copydesk.Profile()
    profile.learn([r["text"] for r in records], sites=[r["url"] for r in records])
    return profile


def test_it_is_what_the_program_learns(records: list[Record], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "by-program"
    program("learn", "--format", "jsonl", "-q", "-o", str(path), data=json_lines(records))
    profile = learned_of(records)
    assert profile.to_bytes() == path.read_bytes()
    saved = tmp_path / "saved"
    profile.save(saved)
    assert saved.read_bytes() == path.read_bytes()
    one_by_one = copydesk.Profile()
    for record in records:
        one_by_one.observe(record["text"], site=record["url"])
    assert one_by_one.to_bytes() == path.read_bytes()


def test_parts_add_up_in_any_order(records: list[Record], tmp_path: Path) -> None:
    whole = learned_of(records).to_bytes()
    parts = [learned_of(records[start::4]) for start in range(4)]
    parts[2].save(tmp_path / "part")
    parts[2] = copydesk.Profile.load(tmp_path / "part")
    parts[3] = copydesk.Profile.from_bytes(parts[3].to_bytes())
    merged = copydesk.Profile()
    for part in reversed(parts):
        merged.merge(pickle.loads(pickle.dumps(part)))
    assert merged.to_bytes() == whole


def test_merged_with_itself_it_counts_twice(records: list[Record]) -> None:
    once, twice = learned_of(records), learned_of(records)
    twice.merge(learned_of(records))
    once.merge(once)
    assert once.to_bytes() == twice.to_bytes()


def test_languages_can_be_told() -> None:
    text = "Zorgle blarf Fnordly the wizzle of Fnordly with a blarf and more."
    german, unknown = copydesk.Profile(), copydesk.Profile()
    german.observe(text, lang="de")
    unknown.learn([text], lang="und")
    assert "de: 1 documents" in repr(german)
    assert "und: 1 documents" in repr(unknown)


def test_a_crawler_knows_at_once_what_it_has_counted() -> None:
    cleaner, profile = copydesk.Cleaner(), copydesk.Profile()
    for day in range(1, 10):
        profile.observe(
            f"It rained on day {day}.\nTell a friend: follow us to the harbor", site="example.org"
        )
    page = "The rain has stopped at last, they said.\nTell a friend: Follow us to the harbor!"
    known = cleaner.clean(page, site="https://www.example.org/rain", knowing=profile)
    assert known == "The rain has stopped at last, they said."
    assert cleaner.clean(page, site="https://example.net/", knowing=profile) == page
    [edit] = cleaner.edit(page, site="example.org", knowing=profile)
    assert edit.rule == "boilerplate/repeated"


def test_what_is_no_profile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(copydesk.Error, match="cannot read"):
        copydesk.Profile.load(tmp_path / "none")
    with pytest.raises(copydesk.Error):
        copydesk.Profile.from_bytes(b"nothing")
    whole = learned_of([{"text": "The people of Exampleton do not ask.", "url": "example.org"}]).to_bytes()
    with pytest.raises(copydesk.Error):
        copydesk.Profile.from_bytes(whole[:-1])
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        copydesk.Profile().save(tmp_path / "file" / "profile")
