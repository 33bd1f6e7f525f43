"""Dask bags: on threads and in processes."""

from collections.abc import Callable
from pathlib import Path

import dask
import dask.bag
import pytest

import copydesk.dask
from conftest import Record


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_it_cleans_as_the_program(
    scheduler: str, records: list[Record], by_program: Callable[..., list[str]], learned: Path
) -> None:
    bag = dask.bag.from_sequence(records, npartitions=3)
    empty = {"url": None, "text": None}
    texts = bag.pluck("text")
    with dask.config.set(scheduler=scheduler, num_workers=2):
        cleaned = copydesk.dask.clean(texts, quotes="curly").compute()
        assert cleaned == by_program(records, "--quotes", "curly")
        assert copydesk.dask.clean(dask.bag.from_sequence([empty]), "text", site="url").compute() == [empty]
        rows = copydesk.dask.clean(bag, "text", site="url", profile=learned).compute()
    assert [row["text"] for row in rows] == by_program(records, "--profile", str(learned))
    assert [{**row, "text": ""} for row in rows] == [{**record, "text": ""} for record in records]
