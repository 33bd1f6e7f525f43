"""Hugging Face datasets: with worker processes, which are forked."""

from collections.abc import Callable
from pathlib import Path

import datasets
import pytest

import copydesk
import copydesk.datasets
from conftest import Record


@pytest.fixture(autouse=True)
def no_cache() -> None:
    datasets.disable_caching()
    datasets.disable_progress_bars()


@pytest.mark.parametrize("num_proc", [None, 2])
def test_it_cleans_as_the_program(
    num_proc: int | None, records: list[Record], by_program: Callable[..., list[str]], learned: Path
) -> None:
    # Threads are there before the fork.
    copydesk.Cleaner().clean_batch([r["text"] for r in records], threads=2)
    dataset = datasets.Dataset.from_list([*records, {"id": "null", "url": None, "text": None}])
    cleaned = copydesk.datasets.clean(dataset, num_proc=num_proc, batch_size=10, quotes="curly")
    assert cleaned.features == dataset.features
    assert cleaned["text"][:] == [*by_program(records, "--quotes", "curly"), None]
    assert cleaned["id"][:] == dataset["id"][:]
    by_site = copydesk.datasets.clean(dataset, site="url", num_proc=num_proc, profile=learned)
    assert by_site["text"][:-1] == by_program(records, "--profile", str(learned))


def test_the_format_stays(records: list[Record]) -> None:
    dataset = datasets.Dataset.from_list(records).with_format("numpy", columns=["text"])
    assert copydesk.datasets.clean(dataset).format == dataset.format


def test_large_strings_and_other_columns(records: list[Record]) -> None:
    features = datasets.Features({"body": datasets.Value("large_string"), "number": datasets.Value("int32")})
    rows = [{"body": record["text"], "number": i} for i, record in enumerate(records)]
    dataset = datasets.Dataset.from_list(rows, features=features)
    cleaned = copydesk.datasets.clean(dataset, "body")
    assert cleaned.features == features
    assert cleaned["body"][:] == copydesk.Cleaner().clean_batch([r["text"] for r in records])


def test_the_same_cleaner_has_the_same_fingerprint() -> None:
    """What `datasets` finds in its cache, it finds by the hash of the pickled function."""
    from datasets.fingerprint import Hasher

    cleaner = copydesk.Cleaner
    assert Hasher.hash(cleaner()) == Hasher.hash(cleaner())
    assert Hasher.hash(cleaner()) != Hasher.hash(cleaner(quotes="curly"))
