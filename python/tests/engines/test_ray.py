"""Ray Data, on this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
import ray
import ray.data

import copydesk.ray
from conftest import Record


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, object_store_memory=200 << 20, logging_level="error")
    yield
    ray.shutdown()


@pytest.mark.usefixtures("cluster")
def test_it_cleans_as_the_program(
    records: list[Record], by_program: Callable[..., list[str]], learned: Path
) -> None:
    table = pa.Table.from_pylist([*records, {"id": "null", "url": None, "text": None}])
    dataset = ray.data.from_arrow([table[:20], table[20:]])
    for options, arguments in [
        ({"quotes": "curly"}, ["--quotes", "curly"]),
        ({"profile": learned, "site": "url", "batch_size": 9}, ["--profile", str(learned)]),
    ]:
        rows = {row["id"]: row for row in copydesk.ray.clean(dataset, **options).take_all()}
        assert rows.pop("null")["text"] is None
        assert [rows[r["id"]]["text"] for r in records] == by_program(records, *arguments)
        assert [rows[r["id"]]["url"] for r in records] == [r["url"] for r in records]
