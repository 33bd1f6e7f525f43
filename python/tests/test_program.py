"""The program, as `python -m copydesk` and as the command `copydesk`."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import copydesk
from conftest import ROOT

MODULE = [sys.executable, "-m", "copydesk"]
COMMAND = [str(Path(sys.executable).parent / "copydesk")]


def run(
    *arguments: str, data: bytes = b"", program: list[str] = MODULE
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*program, *arguments], input=data, capture_output=True, timeout=100)


def test_a_filter() -> None:
    for program in [MODULE, COMMAND]:
        done = run("clean", "-q", data="“Yes,” he said.She left.\n".encode(), program=program)
        assert (done.returncode, done.stdout, done.stderr) == (0, b'"Yes," he said. She left.\n', b"")


def test_the_corpus_comes_out_as_expected(tmp_path: Path) -> None:
    done = run("clean", "-q", str(ROOT / "corpus" / "dirty"), "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    expected = ROOT / "corpus" / "expected"
    files = [path.relative_to(expected) for path in expected.rglob("*") if path.is_file()]
    assert len(files) > 30
    for file in files:
        assert (tmp_path / "out" / file).read_bytes() == (expected / file).read_bytes(), file


def test_exit_statuses(tmp_path: Path) -> None:
    assert run("--version").stdout.decode() == f"copydesk {copydesk.__version__}\n"
    (tmp_path / "a.txt").write_text("“a”")
    assert run("clean", "--check", str(tmp_path)).returncode == 1
    assert run("clean", str(tmp_path / "none"), "-o", str(tmp_path / "out")).returncode == 2
    for wrong in [
        ["no-such-command"],
        ["clean", "--quotes", "fancy"],
        ["clean", "--only", "quotes", "--skip", "quotes"],
    ]:
        done = run(*wrong)
        assert done.returncode == 2
        assert done.stderr.startswith(b"error: ")


def test_an_interruption_ends_it() -> None:
    for arguments in (["clean"], ["explain"]):
        waiting = subprocess.Popen(
            [*MODULE, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(1)
        waiting.send_signal(signal.SIGINT)
        status = waiting.wait(timeout=30)
        assert status in (130, -signal.SIGINT)
        for stream in (waiting.stdin, waiting.stdout, waiting.stderr):
            assert stream is not None
            stream.close()
