"""Hugging Face datasets: cleaning a column.

>>> import copydesk.datasets
>>> cleaned = copydesk.datasets.clean(dataset, num_proc=2)  # doctest: +SKIP
"""

from typing import Unpack

from datasets import Dataset

from copydesk._arrow import CleanColumn
from copydesk._native import Cleaner
from copydesk._options import Options


def clean(
    dataset: Dataset,
    column: str = "text",
    *,
    site: str | None = None,
    num_proc: int | None = None,
    batch_size: int = 1000,
    **options: Unpack[Options],
) -> Dataset:
    """Cleans a column; all others stay.

    `site` names a column with addresses or names of sites, which counts where a profile knows them.
    `num_proc` and `batch_size` are those of `Dataset.map`; the options are those of `copydesk.Cleaner`. Of
    the splits of a `DatasetDict` each is cleaned for itself.
    """
    clean_column = CleanColumn(Cleaner(**options), column, site)
    tables = dataset.with_format("arrow")
    cleaned = tables.map(
        clean_column,
        batched=True,
        batch_size=batch_size,
        num_proc=num_proc,
        features=dataset.features,
        desc="copydesk",
    )
    given = dataset.format
    return cleaned.with_format(
        given["type"], given["columns"], given["output_all_columns"], **given["format_kwargs"]
    )
