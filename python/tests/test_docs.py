"""What the documents say, run."""

import doctest
import re
from pathlib import Path

import pytest

import copydesk
from conftest import ROOT


def test_the_examples_of_the_package() -> None:
    done = doctest.testmod(copydesk)
    assert done.attempted > 5 and done.failed == 0


def examples(document: Path) -> list[str]:
    return re.findall(
        r"^```python\n(.*?)^```$", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


@pytest.mark.parametrize("example", examples(ROOT / "python" / "README.md"))
def test_the_examples_of_the_package_s_readme(example: str) -> None:
    exec(compile(example, "python/README.md", "exec"), {})


def test_what_the_readme_gives_a_python_crawler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [example] = [example for example in examples(ROOT / "README.md") if "for url, page in" in example]
    monkeypatch.chdir(tmp_path)
    # The part between the ends of its articles is what the site repeats.
    page = "The {} came back on Monday, and nobody asked why.They had all seen it.\nFollow us to the harbor"
    pages = [
        (f"https://example.org/{thing}", page.format(thing))
        for thing in "goose kettle boat drum crow".split() * 3
    ]
    stored: dict[str, str] = {}
    exec(compile(example, "README.md", "exec"), {"pages": pages, "store": stored.__setitem__})
    assert (
        stored["https://example.org/crow"]
        == "The crow came back on Monday, and nobody asked why. They had all seen it."
    )
    assert copydesk.Profile.load("sites.profile").to_bytes() == (tmp_path / "sites.profile").read_bytes()
