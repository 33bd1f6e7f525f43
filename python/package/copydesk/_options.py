"""The options of a cleaner, for functions that make one."""

from os import PathLike
from typing import Literal, TypedDict

from copydesk._native import Profile


class Options(TypedDict, total=False):
    """What `copydesk.Cleaner` takes."""

    quotes: Literal["straight", "curly", "keep"]
    dashes: Literal["ascii", "typographic", "keep"]
    only: str | list[str] | None
    skip: str | list[str] | None
    remove: str | list[str] | None
    unwrap: bool
    lang: str | None
    profile: str | PathLike[str] | bytes | Profile | list[str | PathLike[str] | bytes | Profile] | None
    rules: str | PathLike[str] | tuple[str, str] | list[str | PathLike[str] | tuple[str, str]] | None
    max_removed: float
