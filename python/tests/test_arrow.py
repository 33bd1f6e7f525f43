"""Texts in Arrow arrays."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

import copydesk
from conftest import Record

CLEANER = copydesk.Cleaner()
TYPES = [pa.string(), pa.large_string(), pa.string_view()]
TEXTS = [
    "short",
    "a “b”",
    None,
    "It ended there.The crowd went home, slowly.",
    "",
    "Nothing to do in this one.",
]
CLEANED = [text if text is None else CLEANER.clean(text) for text in TEXTS]


def addresses(array: pa.Array) -> list[int]:
    """Where the buffers of texts lie, without those of nulls."""
    return [buffer.address for buffer in array.buffers()[1:] if buffer is not None]


@pytest.mark.parametrize("of_type", TYPES, ids=str)
class TestArrays:
    def test_texts_change_and_nulls_stay(self, of_type: pa.DataType) -> None:
        array = pa.array(TEXTS, of_type)
        cleaned = CLEANER.clean_arrow(array)
        cleaned.validate(full=True)
        assert (cleaned.type, cleaned.to_pylist(), cleaned.null_count) == (of_type, CLEANED, 1)
        assert array.to_pylist() == TEXTS
        assert CLEANER.clean_arrow(array, threads=2) == cleaned

    def test_what_does_not_change_is_the_same_object(self, of_type: pa.DataType) -> None:
        for texts in [[], [None, None], ["Nothing to do.", None, "This one neither."]]:
            array = pa.array(texts, of_type)
            assert CLEANER.clean_arrow(array) is array
            chunked = pa.chunked_array([array, array], of_type)
            assert CLEANER.clean_arrow(chunked) is chunked

    def test_slices(self, of_type: pa.DataType) -> None:
        array = pa.array(TEXTS * 20, of_type)
        for start in range(9):
            for end in range(start, len(array), 7):
                cleaned = CLEANER.clean_arrow(array[start:end])
                cleaned.validate(full=True)
                assert cleaned.to_pylist() == (CLEANED * 20)[start:end]

    def test_chunks_without_a_change_are_not_copied(self, of_type: pa.DataType) -> None:
        quiet = pa.array(["This chunk has nothing to do in it.", None], of_type)
        loud = pa.array(TEXTS, of_type)
        cleaned = CLEANER.clean_arrow(pa.chunked_array([quiet, loud, quiet.slice(1), loud[:0]]))
        cleaned.validate(full=True)
        assert cleaned.type == of_type
        assert [chunk.to_pylist() for chunk in cleaned.chunks] == [quiet.to_pylist(), CLEANED, [None], []]
        assert addresses(cleaned.chunk(0)) == addresses(quiet)

    def test_no_chunks(self, of_type: pa.DataType) -> None:
        nothing = pa.chunked_array([], of_type)
        assert CLEANER.clean_arrow(nothing) is nothing

    def test_real_text(self, of_type: pa.DataType, records: list[Record]) -> None:
        texts = [record["text"] for record in records]
        cleaned = CLEANER.clean_arrow(pa.array(texts, of_type))
        assert cleaned.to_pylist() == CLEANER.clean_batch(texts)

    def test_sites(self, of_type: pa.DataType, records: list[Record], learned: str) -> None:
        cleaner = copydesk.Cleaner(profile=learned)
        texts, sites = [r["text"] for r in records], [r["url"] for r in records]
        expected = cleaner.clean_batch(texts, sites=sites)
        array = pa.array(texts, of_type)
        assert cleaner.clean_arrow(array, sites=pa.array(sites)).to_pylist() == expected
        assert (
            cleaner.clean_arrow(pa.chunked_array([array[:9], array[9:]]), sites=sites).to_pylist() == expected
        )

    def test_profiles_learn_from_them(self, of_type: pa.DataType, records: list[Record]) -> None:
        texts = [record["text"] for record in records]
        one, other = copydesk.Profile(), copydesk.Profile()
        one.learn(texts)
        other.learn(pa.chunked_array([pa.array([None, *texts[:5]], of_type), pa.array(texts[5:], of_type)]))
        assert one.to_bytes() == other.to_bytes()


def test_unchanged_texts_of_views_stay_where_they_are() -> None:
    array = pa.array(
        ["This text is long, and nothing changes in it.", "This one “does” change, so is new."],
        pa.string_view(),
    )
    cleaned = CLEANER.clean_arrow(array)
    old, new = array.buffers(), cleaned.buffers()
    assert len(new) == len(old) + 1
    assert new[2].address == old[2].address


def test_nulls_without_a_type_pass() -> None:
    nulls = pa.nulls(3)
    assert CLEANER.clean_arrow(nulls) is nulls


def test_other_arrays_are_refused() -> None:
    for array in [pa.array([1, 2]), pa.array([b"x"]), pa.array([1, 1]).dictionary_encode()]:
        with pytest.raises(TypeError):
            CLEANER.clean_arrow(array)
    with pytest.raises(TypeError, match="Arrow"):
        CLEANER.clean_arrow(["a"])


class Foreign:
    """Arrow data of another library: it has the protocol, and nothing of pyarrow."""

    def __init__(self, array: pa.Array) -> None:
        self.array = array

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        capsules: tuple[object, object] = self.array.__arrow_c_array__(requested_schema)
        return capsules


class ForeignStream:
    """The same as a stream."""

    def __init__(self, array: pa.ChunkedArray) -> None:
        self.array = array

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.array.__arrow_c_stream__(requested_schema)


def test_any_object_with_the_protocol_is_taken() -> None:
    array = pa.array(TEXTS)
    assert CLEANER.clean_arrow(Foreign(array)).to_pylist() == CLEANED
    stream = ForeignStream(pa.chunked_array([array, array[:2]]))
    assert CLEANER.clean_arrow(stream).to_pylist() == CLEANED + CLEANED[:2]
    quiet = Foreign(pa.array(["Nothing."]))
    assert CLEANER.clean_arrow(quiet) is quiet


def dictionary(of_type: pa.DataType, rows: list[str | None], ordered: bool = False) -> pa.DictionaryArray:
    """With small indices, and the texts from the last to the first."""
    values = list(dict.fromkeys(text for text in reversed(rows) if text is not None))
    indices = pa.array([None if text is None else values.index(text) for text in rows], pa.int8())
    return pa.DictionaryArray.from_arrays(indices, pa.array(values, of_type), ordered=ordered)


def runs(of_type: pa.DataType, rows: list[str | None]) -> pa.RunEndEncodedArray:
    """A run for each two rows that are the same."""
    ends = [i + 1 for i in range(len(rows)) if i + 1 == len(rows) or rows[i] != rows[i + 1]]
    values = pa.array([rows[end - 1] for end in ends], of_type)
    return pa.RunEndEncodedArray.from_arrays(pa.array(ends, pa.int16()), values)


MANY = [text for text in TEXTS for _ in range(5)]
MANY_CLEANED = [text for text in CLEANED for _ in range(5)]

Encode = Callable[[pa.DataType, list[str | None]], Any]


@pytest.mark.parametrize("of_type", TYPES, ids=str)
@pytest.mark.parametrize("encode", [dictionary, runs])
class TestTextsHeldOnce:
    def test_texts_change_and_the_type_stays(self, encode: Encode, of_type: pa.DataType) -> None:
        array = encode(of_type, MANY)
        cleaned = CLEANER.clean_arrow(array, 2)
        cleaned.validate(full=True)
        assert (cleaned.type, cleaned.to_pylist()) == (array.type, MANY_CLEANED)
        assert array.to_pylist() == MANY
        assert CLEANER.clean_arrow(cleaned) is cleaned

    def test_what_does_not_change_is_the_same_object(self, encode: Encode, of_type: pa.DataType) -> None:
        for rows in [[], [None], ["Nothing to do.", None, "Nothing to do."]]:
            array = encode(of_type, rows)
            chunked = pa.chunked_array([array, array])
            for given in [array, chunked, array[:1], chunked[:1]]:
                assert CLEANER.clean_arrow(given) is given

    def test_slices(self, encode: Encode, of_type: pa.DataType) -> None:
        array = encode(of_type, MANY)
        for start in range(0, len(array), 3):
            for end in range(start, len(array) + 1, 4):
                cleaned = CLEANER.clean_arrow(array[start:end])
                cleaned.validate(full=True)
                assert (cleaned.type, cleaned.to_pylist()) == (array.type, MANY_CLEANED[start:end])

    def test_chunks_of_one_dictionary_and_of_several(self, encode: Encode, of_type: pa.DataType) -> None:
        array = encode(of_type, MANY)
        other = encode(of_type, ["c “d”", "c “d”", "c “d”", None])
        given = pa.chunked_array([array, array[3:], other, array[:0]])
        cleaned = CLEANER.clean_arrow(given)
        cleaned.validate(full=True)
        expected = [MANY_CLEANED, MANY_CLEANED[3:], ['c "d"'] * 3 + [None], []]
        assert cleaned.type == given.type
        assert [chunk.to_pylist() for chunk in cleaned.chunks] == expected

    def test_each_row_is_cleaned_for_its_site(
        self, encode: Encode, of_type: pa.DataType, learned: str
    ) -> None:
        cleaner = copydesk.Cleaner(profile=learned)
        story = "The “vote” was close, and nobody knew why.\nTell a friend: follow us, the harbor desk"
        rows = [story] * 4 + [None, "b"]
        sites = ["example1.org", "example1.org", None, "example.com", "example1.org", None]
        expected = [cleaner.clean(story, site=site) for site in sites[:4]] + [None, "b"]
        assert len(set(expected)) == 4
        array = encode(of_type, rows)
        cleaned = cleaner.clean_arrow(array, sites=sites)
        cleaned.validate(full=True)
        assert (cleaned.type, cleaned.to_pylist()) == (array.type, expected)
        with pytest.raises(ValueError, match="1 sites for 6 texts"):
            cleaner.clean_arrow(array, sites=["example1.org"])

    def test_profiles_count_each_row(self, encode: Encode, of_type: pa.DataType) -> None:
        one, other = copydesk.Profile(), copydesk.Profile()
        one.learn([text for text in MANY if text is not None])
        other.learn(pa.chunked_array([encode(of_type, MANY[:9]), encode(of_type, MANY[9:])]))
        assert one.to_bytes() == other.to_bytes()

    def test_other_libraries(self, encode: Encode, of_type: pa.DataType) -> None:
        array = encode(of_type, MANY)
        assert CLEANER.clean_arrow(Foreign(array)).to_pylist() == MANY_CLEANED
        assert CLEANER.clean_arrow(ForeignStream(pa.chunked_array([array]))).to_pylist() == MANY_CLEANED
        quiet = Foreign(encode(of_type, ["Nothing."]))
        assert CLEANER.clean_arrow(quiet) is quiet


def test_a_dictionary_has_no_text_twice() -> None:
    """As pandas wants it of categories."""
    array = dictionary(pa.string(), ["a “b”", 'a "b"', "c", None, "c"], ordered=True)
    cleaned = CLEANER.clean_arrow(array)
    assert cleaned.type == array.type
    assert cleaned.dictionary.to_pylist() == ["c", 'a "b"']
    assert cleaned.to_pylist() == ['a "b"', 'a "b"', "c", None, "c"]


def test_indices_stay() -> None:
    array = dictionary(pa.string(), ["a “b”", "c", None, "c"])
    assert CLEANER.clean_arrow(array).indices == array.indices


def test_of_a_large_dictionary_only_the_rows_count() -> None:
    array = dictionary(pa.string(), [f"“{number}”" for number in range(100)])
    cleaned = CLEANER.clean_arrow(array[7:9])
    assert cleaned.dictionary.to_pylist() == ['"7"', '"8"']
    assert cleaned.to_pylist() == ['"7"', '"8"']
