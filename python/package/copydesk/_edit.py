"""An edit, as a tuple with names."""

from typing import NamedTuple


class Edit(NamedTuple):
    """One change: a span of the original text, and what takes its place."""

    start: int
    """Where the span begins in the original, in code points (or in bytes of UTF-8, as was asked for)."""
    end: int
    """Where it ends; the same place where something is only put in."""
    replacement: str
    """What stands there now."""
    removed: str
    """What stood there before."""
    rule: str
    """Why: `pass/rule`, such as `boundaries/space`."""
    confidence: float
    """How sure, from 0 to 1."""
