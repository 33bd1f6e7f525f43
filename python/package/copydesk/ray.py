"""Ray Data: cleaning a column.

>>> import copydesk.ray
>>> cleaned = copydesk.ray.clean(ray.data.read_parquet("crawl/"))  # doctest: +SKIP
"""

from typing import Unpack

from ray.data import Dataset

from copydesk._arrow import CleanColumn
from copydesk._native import Cleaner
from copydesk._options import Options


def clean(
    dataset: Dataset,
    column: str = "text",
    *,
    site: str | None = None,
    batch_size: int | None = None,
    **options: Unpack[Options],
) -> Dataset:
    """Cleans a column; all others stay.

    `site` names a column with addresses or names of sites, which counts where a profile knows them. Whole
    blocks are cleaned at a time if `batch_size` says nothing else. The options are those of
    `copydesk.Cleaner`.
    """
    clean_column = CleanColumn(Cleaner(**options), column, site)
    return dataset.map_batches(
        clean_column, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True
    )
