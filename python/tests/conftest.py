"""What several tests look at."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
"""The repository."""

Record = dict[str, Any]

# What the articles of corpus/ do not have.
OWN = [
    "",
    "Nothing to do here.",
    "“Yes,” she said.The ferry left—late, as ever…",
    "Ein „Wort“ – und noch eins.\nAnzeige\nDann kam der Zug.",
    "Tab\there, emoji 😀 “quoted” 👩‍👩‍👧 and 𝒳 beyond the plane.He left.",
    "Line one.\r\nAdvertisement\r\nLine two “ends” here.",
    'Already "straight" \\ with a backslash and a \u2028 separator.',
]


@pytest.fixture(scope="session")
def records() -> list[Record]:
    """The articles of corpus/ as records of several sites, and a few others."""
    articles = sorted((ROOT / "corpus" / "dirty").rglob("*.txt"))
    texts = []
    for article in articles:
        try:
            texts.append(article.read_bytes().decode())
        except UnicodeDecodeError:
            assert article.parent.name == "encodings", article
    assert len(texts) > 30
    texts += OWN
    # A line that one of the sites repeats, which a profile learns.
    url = "https://example{}.org/{}"
    sites = [url.format(number % 3, number) for number in range(len(texts))]
    mark = "Tell a friend: follow us, the harbor desk"
    texts = [f"{text}\n{mark}" if "example1" in site else text for text, site in zip(texts, sites)]
    return [{"id": str(i), "url": site, "text": text} for i, (text, site) in enumerate(zip(texts, sites))]


@pytest.fixture(scope="session")
def real_records() -> list[Record]:
    """Real texts, as scraped or not: other people's, which only developers have at hand."""
    data = ROOT.parent / "shared" / "data"
    if not data.exists():
        pytest.skip(f"{data} is not there")
    records: list[Record] = []
    for name in ["dirty/news", "dirty/brazilian", "clean/masakhane_fr"]:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            records += [json.loads(line) for line in islice(lines, 200)]
    return records


Program = Callable[..., bytes]


@pytest.fixture(scope="session")
def program() -> Program:
    """Runs the program over standard input."""

    def run(*arguments: str, data: bytes = b"") -> bytes:
        done = subprocess.run(
            [sys.executable, "-m", "copydesk", *arguments], input=data, capture_output=True, timeout=100
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return run


def json_lines(records: list[Record]) -> bytes:
    """The records as the program reads them."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


@pytest.fixture(scope="session")
def by_program(program: Program) -> Callable[..., list[str]]:
    """The texts of records as the program cleans them."""

    def clean(records: list[Record], *options: str) -> list[str]:
        lines = program("clean", "--format", "jsonl", "-q", *options, data=json_lines(records))
        return [json.loads(line)["text"] for line in lines.decode().split("\n") if line]

    return clean


@pytest.fixture(scope="session")
def learned(records: list[Record], program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the program learns from the records, several times over, so that it goes by it."""
    path = tmp_path_factory.mktemp("learned") / "sites.profile"
    many = [{**record, "url": f"{record['url']}/{i}"} for i in range(3) for record in records]
    program("learn", "--format", "jsonl", "-q", "-o", str(path), data=json_lines(many))
    return path
