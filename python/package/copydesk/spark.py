"""Spark: cleaning and learning, on all machines of a cluster.

>>> import copydesk.spark
>>> cleaned = copydesk.spark.clean(df, column="text")  # doctest: +SKIP
>>> copydesk.spark.learn(df, site="url").save("sites.profile")  # doctest: +SKIP

The workers need this package, and `pyarrow` and `pandas`, as `mapInArrow` does. Each works on one thread;
Spark runs as many of them as there are cores. A worker holds a batch of rows at a time, of 10,000 if nothing
else is said: for long documents set `spark.sql.execution.arrow.maxRecordsPerBatch` to fewer.
"""

from collections.abc import Iterable, Iterator
from typing import Unpack

import pyarrow as pa
from pyspark.sql import DataFrame

from copydesk._arrow import CleanColumn
from copydesk._native import Cleaner, Profile
from copydesk._options import Options

_MERGERS = 16
"""So many profiles come to the driver, each merged of others by a worker."""


def clean(
    df: DataFrame, column: str = "text", *, site: str | None = None, **options: Unpack[Options]
) -> DataFrame:
    """Cleans a column; all others, and the order of rows in a partition, stay.

    `site` names a column with addresses or names of sites, which counts where a profile knows them. The
    options are those of `copydesk.Cleaner`; it goes to the workers with all that it holds, so that no file
    has to be there.
    """
    clean_column = CleanColumn(Cleaner(**options), column, site)

    def clean_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return map(clean_column, batches)

    return df.mapInArrow(clean_batches, df.schema)


def learn(
    df: DataFrame, column: str = "text", *, site: str | None = None, lang: str | None = None
) -> Profile:
    """Learns a profile from a column: to the byte what learning in one go gives, in any partitions.

    `site` names a column with addresses or names of sites, whose lines are counted then.
    """

    def learn_part(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        profile = Profile()
        for batch in batches:
            sites = None if site is None else batch.column(site)
            profile.learn(batch.column(column), sites=sites, lang=lang)
        yield _row(profile)

    def merge_parts(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield _row(_merged(part for batch in batches for part in batch.column("profile").to_pylist()))

    columns = [column] if site is None else [column, site]
    parts = df.select(*columns).mapInArrow(learn_part, "profile binary")
    merged = parts.repartition(_MERGERS).mapInArrow(merge_parts, "profile binary")
    return _merged(bytes(row.profile) for row in merged.collect())


def _merged(parts: Iterable[bytes]) -> Profile:
    profile = Profile()
    for part in parts:
        profile.merge(Profile.from_bytes(part))
    return profile


def _row(profile: Profile) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"profile": pa.array([profile.to_bytes()], pa.binary())})
