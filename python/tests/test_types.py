"""What is typed is right."""

import subprocess
import sys
from pathlib import Path

import copydesk

TESTS = Path(__file__).parent
CONFIG = ["--config-file", str(TESTS.parent / "pyproject.toml")]


def check(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=TESTS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_how_it_is_used() -> None:
    check("mypy", *CONFIG, "--strict", "typed_usage.py")


def test_the_package_itself() -> None:
    check("mypy", *CONFIG, "--strict", "-p", "copydesk")


def test_the_stub_says_what_the_native_module_has() -> None:
    check("mypy.stubtest", "copydesk._native")


def test_everything_is_documented() -> None:
    things = [copydesk, *(getattr(copydesk, name) for name in copydesk.__all__ if name != "__version__")]
    for thing in list(things):
        if isinstance(thing, type):
            things += [value for name, value in vars(thing).items() if not name.startswith("_")]
    undocumented = [thing for thing in things if not (getattr(thing, "__doc__", None) or "").strip()]
    assert len(things) > 15
    assert undocumented == []
