"""Columns of Arrow tables."""

from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa

from copydesk._native import Cleaner

_Table = TypeVar("_Table", pa.Table, pa.RecordBatch)


@dataclass(frozen=True)
class CleanColumn:
    """Cleans a column of tables or of record batches; can be shipped to workers."""

    cleaner: Cleaner
    column: str
    site: str | None
    """The column with addresses, or names of sites."""

    def __call__(self, table: _Table) -> _Table:
        index = table.schema.get_field_index(self.column)
        if index < 0:
            raise KeyError(f"no column {self.column!r}, or several of them")
        texts = table.column(index)
        sites = None if self.site is None else table.column(self.site)
        cleaned = self.cleaner.clean_arrow(texts, sites=sites)
        return table if cleaned is texts else table.set_column(index, table.schema.field(index), cleaned)
