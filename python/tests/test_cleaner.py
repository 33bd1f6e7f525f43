"""The cleaner: texts in, texts out."""

import inspect
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk
from conftest import Record

CLEANER = copydesk.Cleaner()
BROKEN = "half a pair \ud83d and “quotes”.The end"

# What the passes look at stands thick in these.
pieces = st.sampled_from(
    [
        "“",
        "”",
        "’",
        "—",
        "…",
        ".The ",
        "said.",
        "\nAdvertisement\n",
        " ",
        "\u00a0",
        "é",
        "😀",
        "wordWord",
        "don’t",
    ]
)
texts = st.one_of(st.text(), st.lists(st.one_of(pieces, st.text(max_size=4))).map("".join))


def test_what_does_not_change_is_the_same_object() -> None:
    for text in ["", "Nothing to do.", "Grüße, 😀."]:
        assert CLEANER.clean(text) is text
        assert CLEANER.clean_batch([text])[0] is text
        assert CLEANER.run(text) == (text, [])


def test_one_by_one_and_in_batches_as_the_program(
    records: list[Record], by_program: Callable[..., list[str]]
) -> None:
    texts = [record["text"] for record in records]
    expected = by_program(records)
    assert [CLEANER.clean(text) for text in texts] == expected
    assert expected != texts
    for threads in [1, 2, 3]:
        assert CLEANER.clean_batch(texts, threads) == expected
    assert CLEANER.clean_batch(iter(texts)) == expected


def test_real_text_as_the_program(real_records: list[Record], by_program: Callable[..., list[str]]) -> None:
    texts = [record["text"] for record in real_records]
    expected = by_program(real_records)
    assert CLEANER.clean_batch(texts, threads=2) == expected
    assert CLEANER.clean_arrow(pa.array(texts)).to_pylist() == expected
    for text, cleaned in zip(texts, expected):
        assert copydesk.undo(cleaned, CLEANER.edit(text)) == text


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        ({"quotes": "curly", "dashes": "typographic"}, ["--quotes", "curly", "--dashes", "typographic"]),
        ({"only": ["quotes", "dashes"]}, ["--only", "quotes,dashes"]),
        ({"skip": "boilerplate, spacing"}, ["--skip", "boilerplate,spacing"]),
        ({"remove": ["ad", "byline"]}, ["--remove", "ad,byline"]),
        ({"remove": "none"}, ["--remove", "none"]),
        ({"remove": "all", "max_removed": 1.0}, ["--remove", "all", "--max-removed", "1"]),
        (
            {"unwrap": True, "lang": "de", "quotes": "curly"},
            ["--unwrap", "--lang", "de", "--quotes", "curly"],
        ),
    ],
)
def test_options_are_those_of_the_program(
    options: dict[str, Any], arguments: list[str], records: list[Record], by_program: Callable[..., list[str]]
) -> None:
    cleaner = copydesk.Cleaner(**options)
    texts = [record["text"] for record in records]
    expected = by_program(records, *arguments)
    assert cleaner.clean_batch(texts) == expected
    assert expected != CLEANER.clean_batch(texts)
    assert pickle.loads(pickle.dumps(cleaner)).clean_batch(texts) == expected


def test_profiles_and_sites_as_the_program(
    records: list[Record], by_program: Callable[..., list[str]], learned: Path
) -> None:
    texts, sites = [r["text"] for r in records], [r["url"] for r in records]
    expected = by_program(records, "--profile", str(learned))
    # It stays where it is most of a short text.
    repeated = [sum("harbor desk" in text for text in all) for all in (texts, expected)]
    assert repeated[0] > 10 and repeated[1] < 4
    for profile in [learned, str(learned), learned.read_bytes(), [copydesk.Profile.load(learned)]]:
        cleaner = copydesk.Cleaner(profile=profile)
        for threads in [1, 2]:
            assert cleaner.clean_batch(texts, threads, sites=sites) == expected
        assert [cleaner.clean(t, site=s) for t, s in zip(texts, sites)] == expected
    assert cleaner.clean_batch(texts, sites=[None] * len(texts)) == cleaner.clean_batch(texts)


def test_what_was_pickled_needs_no_file(tmp_path: Path, learned: Path) -> None:
    table, profile = tmp_path / "mine.tsv", tmp_path / "my.profile"
    table.write_text("promo\tline\tjoin the goose club {...}\n")
    profile.write_bytes(learned.read_bytes())
    cleaner = copydesk.Cleaner(rules=table, profile=profile)
    pickled = pickle.dumps(cleaner)
    table.unlink()
    profile.unlink()
    again = pickle.loads(pickled)
    article = "The goose won the race across the harbor on Monday, ahead of nine swans.\n{}It sleeps now.{}"
    text = article.format("Join the goose club today!\n", "\nTell a friend: follow us, the harbor desk")
    assert again.clean(text, site="example1.org") == article.format("", "")
    assert pickle.dumps(again) == pickled
    named = copydesk.Cleaner(rules=[("mine", "promo\tline\tjoin the goose club {...}\n")])
    assert named.clean(text) == article.format("", "\nTell a friend: follow us, the harbor desk")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("quotes", "fancy", 'quotes: "fancy" is none of straight, curly, keep'),
        ("dashes", "", 'dashes: "" is none of ascii, typographic, keep'),
        ("only", ["adverts"], 'only: "adverts" is none of unicode, boilerplate, unwrap, '),
        ("only", "quotes,adverts", 'only: "adverts" is none of'),
        ("only", [], "no pass is left to run"),
        ("skip", "dashes,", 'skip: "" is none of'),
        ("skip", ["unicode", "boilerplate", "boundaries", "quotes", "dashes", "spacing"], "no pass is left"),
        ("remove", ["ad", "adverts"], 'remove: "adverts" is none of ad, promo, .*, all, none'),
        ("lang", "", 'a language is two or three letters, .* not ""'),
        ("lang", "english", 'a language is two or three letters, .* not "english"'),
        ("max_removed", 2.0, "from 0 to 1, not 2"),
        ("max_removed", float("nan"), "from 0 to 1, not NaN"),
        ("max_removed", -1, "from 0 to 1, not -1"),
    ],
)
def test_what_is_no_option_is_refused(option: str, value: object, said: str) -> None:
    with pytest.raises(copydesk.Error, match=said):
        copydesk.Cleaner(**{option: value})


def test_every_option_is_tried() -> None:
    options = set(inspect.signature(copydesk.Cleaner).parameters) - {"unwrap", "profile", "rules"}
    [tried] = [mark for mark in test_what_is_no_option_is_refused.pytestmark if mark.name == "parametrize"]
    assert {option for option, _, _ in tried.args[1]} == options
    for option in [*options, "profile", "rules"]:
        with pytest.raises(TypeError):
            copydesk.Cleaner(**{option: 1 + 1j})


def test_languages_beyond_those_that_are_found_can_be_told() -> None:
    profile = copydesk.Profile()
    profile.observe("Silta avataan vasta keväällä, sanoi pormestari.", lang="fi-FI")
    assert copydesk.Cleaner(profile=profile, lang="fi").clean("Hyvää päivää.") == "Hyvää päivää."
    for lang in ["", "finnish", "f", "1"]:
        with pytest.raises(ValueError, match="two or three letters"):
            profile.observe("Silta avataan.", lang=lang)
        with pytest.raises(ValueError, match="two or three letters"):
            profile.learn(["Silta avataan."], lang=lang)


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(copydesk.Error, match=r"mine\.tsv:1"):
        copydesk.Cleaner(rules=("mine.tsv", "no such category\tline\tx\n"))
    with pytest.raises(FileNotFoundError, match=r"none\.tsv") as failed:
        copydesk.Cleaner(rules=tmp_path / "none.tsv")
    assert failed.value.filename == str(tmp_path / "none.tsv")
    (tmp_path / "latin.tsv").write_bytes("promo\tline\tcafé".encode("latin-1"))
    with pytest.raises(copydesk.Error, match=r"latin\.tsv: not UTF-8"):
        copydesk.Cleaner(rules=tmp_path / "latin.tsv")
    with pytest.raises(copydesk.Error, match=r"none\.profile"):
        copydesk.Cleaner(profile=tmp_path / "none.profile")
    with pytest.raises(copydesk.Error):
        copydesk.Cleaner(profile=b"no profile")
    with pytest.raises(TypeError):
        CLEANER.clean(b"bytes")
    with pytest.raises(TypeError, match=r"texts\[1\]: a string, or None, is wanted, not float"):
        CLEANER.clean_batch(["a", float("nan")])
    for wrong in ["one string", {"text": "“a”"}, pa.table({"text": ["“a”"]})]:
        with pytest.raises(TypeError, match=r"a list of strings is wanted, not (str|dict|Table)"):
            CLEANER.clean_batch(wrong)
    with pytest.raises(TypeError, match="a list of sites is wanted"):
        CLEANER.clean_batch(["a"], sites="a")
    with pytest.raises(ValueError, match="1 sites for 2 texts"):
        CLEANER.clean_batch(["a", "b"], sites=["example.org"])
    for threads in [0, -1, 2**70]:
        with pytest.raises(ValueError, match="threads is a number from 1"):
            CLEANER.clean_batch(["a"], threads)


def test_what_is_no_unicode_passes() -> None:
    assert CLEANER.clean(BROKEN) is BROKEN
    assert CLEANER.edit(BROKEN) == []
    assert CLEANER.clean_batch([BROKEN, "“a”"]) == [BROKEN, '"a"']
    assert copydesk.undo(BROKEN, []) is BROKEN
    with pytest.raises(copydesk.Error):
        copydesk.undo(BROKEN, CLEANER.edit("“a”"))
    # No site has such a name.
    assert CLEANER.clean("“a”", site=BROKEN) == '"a"'
    assert CLEANER.clean_batch(["“a”"], sites=[BROKEN]) == ['"a"']


def test_large_batches_are_as_texts_one_by_one(learned: Path) -> None:
    # More than is taken at a time, with texts and without, of sites and of none.
    cleaner = copydesk.Cleaner(profile=learned)
    texts = [
        "“So”, he said.The end. " * 30_000,
        None,
        BROKEN,
        "é" * 900_000,
        "plain. " * 90_000,
        "“a”",
        None,
    ] * 2
    sites = ["https://example.org/a", None, "example.org", None, "b", "c", None] * 2
    expected = [
        text if text is None else cleaner.clean(text, site=site)
        for text, site in zip(texts, sites, strict=True)
    ]
    for threads in [1, 2]:
        assert cleaner.clean_batch(texts, threads, sites=sites) == expected


def test_strings_do_not_grow() -> None:
    # What asks a string for its UTF-8 itself leaves that in it for good.
    texts = ["“so” — " * 1000, "plain " * 1000]
    sizes = [sys.getsizeof(text) for text in texts]
    CLEANER.clean_batch(texts)
    for text in texts:
        CLEANER.run(text)
        CLEANER.edit(text)
        copydesk.Profile().observe(text)
    copydesk.Profile().learn(texts)
    assert [sys.getsizeof(text) for text in texts] == sizes


def test_strings_come_in_anything_that_gives_them(learned: Path) -> None:
    class Text(str):
        pass

    texts, expected = ["“a”", None, "b", Text("“c”")], ['"a"', None, "b", '"c"']
    for held in [texts, tuple(texts), iter(texts), dict.fromkeys(texts).keys()]:
        cleaned = CLEANER.clean_batch(held)
        assert cleaned == expected
        assert type(cleaned[3]) is str
    assert CLEANER.clean_batch([]) == []
    same = Text("b")
    assert CLEANER.clean(same) is same
    cleaner = copydesk.Cleaner(profile=learned)
    sites = ["example.org", None, "example.org", None]
    assert cleaner.clean_batch(texts, sites=iter(sites)) == expected
    assert copydesk.Cleaner(only={"quotes"}).clean("“a” — b") == '"a" — b'
    one, other = copydesk.Profile(), copydesk.Profile()
    one.learn(texts)
    other.learn(text for text in texts if text is not None)
    assert one.to_bytes() == other.to_bytes()


@given(texts)
@settings(max_examples=500, deadline=None)
def test_the_laws_hold_in_both_units(text: str) -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        assert CLEANER.run(text) == (text, [])
        return
    cleaned, edits = CLEANER.run(text)
    assert cleaned == CLEANER.clean(text)
    assert edits == CLEANER.edit(text)
    assert CLEANER.clean(cleaned) is cleaned
    # The edits applied by hand, to strings and to bytes.
    in_bytes = CLEANER.edit(text, unit="bytes")
    done, done_bytes, at, at_byte = [], [], 0, 0
    for edit, other in zip(edits, in_bytes, strict=True):
        assert edit[2:] == other[2:]
        assert text[edit.start : edit.end] == edit.removed
        assert data[other.start : other.end] == edit.removed.encode()
        done += [text[at : edit.start], edit.replacement]
        done_bytes += [data[at_byte : other.start], edit.replacement.encode()]
        at, at_byte = edit.end, other.end
    assert "".join([*done, text[at:]]) == cleaned
    assert b"".join([*done_bytes, data[at_byte:]]).decode() == cleaned
    assert copydesk.undo(cleaned, edits) == text
    assert copydesk.undo(cleaned, in_bytes, unit="bytes") == text


def test_edits_of_real_text_are_taken_back(records: list[Record]) -> None:
    rules = set()
    for record in records:
        cleaned, edits = CLEANER.run(record["text"])
        assert copydesk.undo(cleaned, edits) == record["text"]
        assert pickle.loads(pickle.dumps(edits)) == edits
        rules |= {edit.rule.split("/")[0] for edit in edits}
        assert all(0 <= edit.confidence <= 1 for edit in edits)
    assert rules == {"unicode", "boilerplate", "boundaries", "quotes", "dashes", "spacing"}


def test_edits_of_another_text_are_refused() -> None:
    text = "é “Yes,” he said.She left."
    cleaned, edits = CLEANER.run(text)
    assert len(edits) == 3
    for same in [[tuple(edit) for edit in edits], [list(edit) for edit in edits], iter(edits)]:
        assert copydesk.undo(cleaned, same) == text
    first, second, third = edits
    for wrong in [
        [second, first],
        [first._replace(start=first.start + 1)],
        [first._replace(removed="““")],
        [first._replace(replacement="'")],
        [first._replace(start=99, end=100)],
        [first, second, third._replace(start=2**63, end=2**63)],
        [first._replace(rule="no/rule")],
    ]:
        with pytest.raises(copydesk.Error):
            copydesk.undo(cleaned, wrong)
    with pytest.raises(copydesk.Error):
        copydesk.undo("é", edits)
    with pytest.raises(copydesk.Error):
        copydesk.undo(cleaned, edits, unit="bytes")
    with pytest.raises(ValueError, match="codepoints, bytes"):
        CLEANER.edit(text, unit="words")
