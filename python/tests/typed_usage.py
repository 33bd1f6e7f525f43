"""How the package is used, for the type checker alone: `test_types.py` has it checked."""

from pathlib import Path
from typing import assert_type

import copydesk
from copydesk import Cleaner, Edit, Error, Profile


class Column:
    """What holds Arrow data."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        raise NotImplementedError


cleaner = Cleaner(
    quotes="curly",
    dashes="typographic",
    only=["quotes", "dashes"],
    lang="en-GB",
    profile=[Path("sites.profile"), Profile(), b"", "my.profile"],
    rules=[("mine.tsv", "promo\tline\tjoin the goose club"), Path("more.tsv")],
)
assert_type(cleaner.clean("text", site="example.org", knowing=Profile()), str)
assert_type(cleaner.edit("text", unit="bytes"), list[Edit])
assert_type(cleaner.run("text"), tuple[str, list[Edit]])
assert_type(cleaner.clean_batch(["text"], 2, sites=["example.org", None]), list[str])
assert_type(cleaner.clean_batch(iter(["text", None])), list[str | None])
assert_type(cleaner.clean_arrow(Column(), 2, sites=["example.org"]), Column)

[edit] = cleaner.edit("text")
assert_type(edit.start, int)
assert_type(edit.removed, str)
assert_type(edit.confidence, float)
assert_type(copydesk.undo("text", [edit], unit="codepoints"), str)

profile = Profile.load("my.profile")
profile.observe("text", site=None, lang="en")
profile.learn(Column())
profile.learn(["text"], sites=["example.org"])
assert_type(profile.merge(Profile.from_bytes(profile.to_bytes())), None)
profile.save(Path("my.profile"))

error: ValueError = Error("x")
assert_type(copydesk.__version__, str)

# What does not fit is seen: --warn-unused-ignores has it that each of these is an error.
Cleaner(quotes="fancy")  # type: ignore[arg-type]
Cleaner("curly")  # type: ignore[call-arg]
cleaner.clean(b"bytes")  # type: ignore[arg-type]
cleaner.edit("text", unit="words")  # type: ignore[arg-type]
cleaner.clean_batch([b"bytes"])  # type: ignore[type-var]
cleaner.clean_arrow(["text"])  # type: ignore[type-var]
edit.start = 1  # type: ignore[misc]
