"""Arrow arrays in which a text stands once for several rows: dictionaries and runs."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from copydesk._native import Cleaner


def clean(cleaner: Cleaner, array: Any, threads: int, sites: Any | None) -> Any:
    """As `Cleaner.clean_arrow`: a text is cleaned once, unless it has to be cleaned for the site of each row.

    So it is too where the rows are fewer than the texts, as in a slice of an array with a large dictionary.
    """
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    texts: list[Any] = []
    at = []
    for chunk in chunks:
        held = _held(chunk)
        # Chunks often have one dictionary.
        if not texts or not held.equals(texts[-1]):
            texts.append(held)
        at.append(len(texts) - 1)
    by_row = sites is not None or len(array) < sum(map(len, texts))
    if by_row:
        texts = [_rows(chunk) for chunk in chunks]
        at = list(range(len(chunks)))
    given = pa.chunked_array(texts)
    cleaned = cleaner.clean_arrow(given, threads, sites=sites)
    if cleaned is given:
        return array
    done = [_encoded(chunk, cleaned.chunk(i), by_row) for chunk, i in zip(chunks, at)]
    return pa.chunked_array(done, array.type) if isinstance(array, pa.ChunkedArray) else done[0]


def rows(array: Any) -> Any:
    """The same texts, one for each row."""
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    return pa.chunked_array([_rows(chunk) for chunk in chunks])


def _held(chunk: Any) -> Any:
    """The texts as the array holds them."""
    return chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk.values


def _rows(chunk: Any) -> Any:
    """A text for each row."""
    # What takes or decodes has no views, and small strings can be too small for all rows.
    texts = _held(chunk).cast(pa.large_string())
    if pa.types.is_dictionary(chunk.type):
        return texts.take(chunk.indices)
    runs = pa.RunEndEncodedArray.from_arrays(chunk.run_ends, texts)
    return pc.run_end_decode(runs[chunk.offset : chunk.offset + len(chunk)])


def _encoded(chunk: Any, texts: Any, by_row: bool) -> Any:
    """The chunk with other texts: for what it holds, or for its rows."""
    of_type = chunk.type
    if pa.types.is_dictionary(of_type):
        # Two texts can have become one, which a dictionary has once.
        distinct = texts.cast(pa.large_string()).dictionary_encode()
        indices = distinct.indices if by_row else distinct.indices.take(chunk.indices)
        dictionary = distinct.dictionary.cast(of_type.value_type)
        return pa.DictionaryArray.from_arrays(
            indices.cast(of_type.index_type), dictionary, ordered=of_type.ordered
        )
    if by_row:
        runs = pc.run_end_encode(texts, run_end_type=of_type.run_end_type)
        return pa.RunEndEncodedArray.from_arrays(runs.run_ends, runs.values.cast(of_type.value_type))
    runs = pa.RunEndEncodedArray.from_arrays(chunk.run_ends, texts)
    return runs[chunk.offset : chunk.offset + len(chunk)]
