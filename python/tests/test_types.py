"""What is typed is right."""

import ast
import inspect
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


def test_what_help_says_is_what_the_stub_says() -> None:
    stub = ast.parse(Path(copydesk.__file__).with_name("_native.pyi").read_text(encoding="utf-8"))
    compared = []

    def compare(nodes: list[ast.stmt], owner: object) -> None:
        for node in nodes:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and hasattr(owner, node.name):
                thing = getattr(owner, node.name)
                if (doc := ast.get_docstring(node)) is not None:
                    assert inspect.getdoc(thing) == doc, node.name
                    compared.append(node.name)
                compare(node.body, thing)

    compare(stub.body, copydesk._native)
    assert len(compared) > 15


def test_everything_is_documented() -> None:
    things = [copydesk, *(getattr(copydesk, name) for name in copydesk.__all__ if name != "__version__")]
    for thing in list(things):
        if isinstance(thing, type):
            things += [value for name, value in vars(thing).items() if not name.startswith("_")]
    undocumented = [thing for thing in things if not (getattr(thing, "__doc__", None) or "").strip()]
    assert len(things) > 15
    assert undocumented == []
