"""What is written in Rust."""

from collections.abc import Iterable, Sequence
from os import PathLike
from typing import Any, Literal, Protocol, Self, TypeVar, final

from copydesk._edit import Edit

__all__ = ["Cleaner", "Error", "Profile", "__version__", "_fail", "run", "undo"]

__version__: str

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class _ToList(Protocol):
    def to_pylist(self) -> list[Any]: ...

_A = TypeVar("_A", bound=_ArrowArray | _ArrowStream)
_T = TypeVar("_T", str, str | None)

class Error(ValueError):
    """What cannot be done as it was asked for.

    An option that is not known, a bad table or profile, edits that do not belong to a text.
    """

@final
class Cleaner:
    """Cleans texts. Made once; any number of threads can use it at the same time.

    It can be pickled, with all that it goes by: profiles and tables go along, and no file is read where it
    arrives.

    `quotes` and `dashes`: the house style; `"curly"` and `"typographic"` are each language's own.
    `only`, `skip`: passes to run, or to leave out (`unicode`, `boilerplate`, `boundaries`, `quotes`,
    `dashes`, `spacing`), as a list or with commas between them.
    `remove`: the categories of lines to take out (`ad`, `promo`, ... or `all`, `none`).
    `unwrap`: also put together paragraphs that were set to a width.
    `lang`: the language of the texts, such as `de` or `en-GB`; by default that of each is found.
    `profile`: a profile, or a list of them: each a `Profile`, the path of a file, or its bytes.
    `rules`: tables of phrases, each the path of a file, or its name and its text.
    `max_removed`: the share of a text's words that may go with its lines.

    Raises `Error`, which is a `ValueError`, where an option has no such value, and where a table or a profile
    cannot stand.
    """

    def __new__(
        cls,
        *,
        quotes: Literal["straight", "curly", "keep"] = "straight",
        dashes: Literal["ascii", "typographic", "keep"] = "ascii",
        only: _Names | None = None,
        skip: _Names | None = None,
        remove: _Names | None = None,
        unwrap: bool = False,
        lang: str | None = None,
        profile: _Profile | list[_Profile] | None = None,
        rules: _Table | list[_Table] | None = None,
        max_removed: float = 0.5,
    ) -> Self: ...
    def clean(self, text: str, *, site: str | None = None, knowing: Profile | None = None) -> str:
        """The cleaned text; the same object where nothing changes.

        `site` is an address or the name of the site that the text comes from: what it repeats goes too, by
        the profiles of the cleaner, and by the counts of `knowing` as they are now. A string that holds half
        of a surrogate pair is no text, and passes as it is.
        """
    def edit(
        self,
        text: str,
        *,
        site: str | None = None,
        knowing: Profile | None = None,
        unit: _Unit = "codepoints",
    ) -> list[Edit]:
        """All edits that make the cleaned text, in the order of the text.

        Their places are in code points, as Python counts, or in bytes of UTF-8, as the program's log has
        them.
        """
    def run(
        self,
        text: str,
        *,
        site: str | None = None,
        knowing: Profile | None = None,
        unit: _Unit = "codepoints",
    ) -> tuple[str, list[Edit]]:
        """Both the cleaned text and the edits, for the cost of one."""
    def clean_batch(self, texts: Iterable[_T], threads: int = 1, *, sites: _Sites | None = None) -> list[_T]:
        """Cleans many texts, each of its site where these are told; `None` stays.

        Those in which nothing changes are the same objects. The result is the same for any number of threads.
        """
    def clean_arrow(self, array: _A, threads: int = 1, *, sites: _Sites | None = None) -> _A:
        """Cleans the strings of an Arrow array or chunked array; nulls stay.

        It takes `string`, `large_string` and `string_view` from anything with `__arrow_c_array__` or
        `__arrow_c_stream__`, and needs `pyarrow`. Where nothing changes the same object comes back, else an
        array of `pyarrow` of the same type. Chunks in which nothing changes, and the unchanged texts of a
        `string_view`, are not copied. In an array with a dictionary, or with runs, each text is cleaned once.
        """
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Profile:
    """Counts over texts: of words and names, and of the lines that each site repeats.

    Counts add up exactly: what was learned from parts of a corpus merges to what the whole gives, to the very
    bytes. It can be pickled, and any number of threads can use it at the same time.
    """

    def __new__(cls) -> Self: ...
    def observe(self, text: str, *, site: str | None = None, lang: str | None = None) -> None:
        """Counts one text, as a document of a site where that is told.

        Its language is found where it is not told. Raises `Error` where `lang` cannot be one.
        """
    def learn(
        self,
        texts: Iterable[str | None] | _ArrowArray | _ArrowStream,
        *,
        sites: _Sites | None = None,
        lang: str | None = None,
    ) -> None:
        """Counts many texts: strings, or an Arrow array of them; `None` counts for nothing."""
    def merge(self, other: Profile) -> None:
        """Adds what another one learned."""
    def save(self, path: str | PathLike[str]) -> None:
        """Writes it to a file, as `copydesk learn` does: whole or not at all."""
    @staticmethod
    def load(path: str | PathLike[str]) -> Profile:
        """Reads a file that `save` or `copydesk learn` wrote. Raises `Error` where it is none."""
    def to_bytes(self) -> bytes:
        """The bytes of such a file: the same for the same counts."""
    @staticmethod
    def from_bytes(data: bytes) -> Profile:
        """Takes the bytes of such a file. Raises `Error` where they are none."""
    def __reduce__(self) -> tuple[Any, tuple[bytes]]: ...

def undo(cleaned: str, edits: Iterable[_Edit], *, unit: _Unit = "codepoints") -> str:
    """The original text, out of the cleaned one and the edits that made it.

    `unit` is what the places of the edits are in, which can be lists, as JSON has them. Raises `Error` where
    they do not belong to the text.
    """

def run(args: Sequence[str]) -> int:
    """Runs the program `copydesk`; gives its exit status. Its name is the first of the arguments."""

def _fail(threads: int) -> None:
    """Fails as a fault of the library would: for the tests."""

_Names = str | Iterable[str]
_Profile = str | PathLike[str] | bytes | Profile
_Table = str | PathLike[str] | tuple[str, str]
_Sites = Iterable[str | None] | _ToList
_Edit = tuple[int, int, str, str, str, float] | list[Any]
_Unit = Literal["codepoints", "bytes"]
