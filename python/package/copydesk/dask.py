"""Dask bags: cleaning texts.

>>> import copydesk.dask
>>> cleaned = copydesk.dask.clean(dask.bag.read_text("crawl/*.txt"))  # doctest: +SKIP
"""

from collections.abc import Iterable
from functools import partial
from typing import Any, Unpack

from dask.bag import Bag

from copydesk._native import Cleaner
from copydesk._options import Options


def clean(bag: Bag, field: str | None = None, *, site: str | None = None, **options: Unpack[Options]) -> Bag:
    """Cleans a bag of strings, or a field of a bag of dictionaries, which are copied where it changes.

    A partition is cleaned at a time. `site` names a field with addresses or names of sites, which counts
    where a profile knows them. The options are those of `copydesk.Cleaner`.
    """
    cleaner = Cleaner(**options)
    if field is None:
        return bag.map_partitions(partial(_texts, cleaner=cleaner))
    return bag.map_partitions(partial(_fields, cleaner=cleaner, field=field, site=site))


def _texts(texts: Iterable[str], *, cleaner: Cleaner) -> list[str]:
    return cleaner.clean_batch(texts)


def _fields(
    records: Iterable[dict[str, Any]], *, cleaner: Cleaner, field: str, site: str | None
) -> list[dict[str, Any]]:
    records = list(records)
    texts = [record[field] for record in records]
    sites = None if site is None else [record.get(site) for record in records]
    cleaned = zip(records, texts, cleaner.clean_batch(texts, sites=sites), strict=True)
    return [record if now is text else {**record, field: now} for record, text, now in cleaned]
