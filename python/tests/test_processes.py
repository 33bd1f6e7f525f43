"""Threads, forks, and what goes wrong inside."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import copydesk
from conftest import Record

CLEANER = copydesk.Cleaner()


def test_the_lock_of_the_interpreter_is_released(records: list[Record]) -> None:
    texts = [record["text"] for record in records] * 100
    started, took = time.perf_counter(), 0.0

    def work() -> None:
        nonlocal took
        CLEANER.clean_batch(texts)
        took = time.perf_counter() - started

    thread = threading.Thread(target=work)
    thread.start()
    last, longest = time.perf_counter(), 0.0
    while thread.is_alive():
        time.sleep(0.0005)
        now = time.perf_counter()
        last, longest = now, max(longest, now - last)
    thread.join()
    assert took > 0.1
    assert longest < took / 2


def test_many_python_threads_share_a_cleaner(records: list[Record]) -> None:
    texts = [record["text"] for record in records]
    expected = CLEANER.clean_batch(texts)
    profile = copydesk.Profile()

    def work(threads: int) -> list[str]:
        profile.learn(texts)
        profile.observe(texts[0])
        return CLEANER.clean_batch(texts, threads)

    with ThreadPoolExecutor(8) as pool:
        assert all(done == expected for done in pool.map(work, [1, 2, 3, 4] * 4))


def in_child(work: object) -> int:
    """Forks, works there, and gives the exit status; fails where the child hangs."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    pytest.fail("the child hangs")


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_after_use_does_not_hang(records: list[Record]) -> None:
    texts = [record["text"] for record in records]
    expected = CLEANER.clean_batch(texts, threads=2)

    def work() -> None:
        assert CLEANER.clean_batch(texts, threads=2) == expected
        assert CLEANER.clean_batch(texts, threads=3) == expected
        assert CLEANER.clean(texts[0]) == expected[0]
        assert copydesk.Cleaner().clean(texts[0]) == expected[0]
        # And its own child.
        assert in_child(lambda: CLEANER.clean_batch(texts, threads=2)) == 0

    assert in_child(work) == 0
    assert CLEANER.clean_batch(texts, threads=2) == expected


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_while_others_work_does_not_hang(records: list[Record]) -> None:
    texts = [record["text"] for record in records]
    expected = CLEANER.clean_batch(texts)
    stop = threading.Event()

    def busy(threads: int) -> None:
        while not stop.is_set():
            copydesk.Cleaner()
            CLEANER.clean_batch(texts, threads)

    workers = [threading.Thread(target=busy, args=[threads]) for threads in (1, 2, 3)]
    for worker in workers:
        worker.start()
    try:
        for _ in range(20):
            made = copydesk.Cleaner()

            def work(made: copydesk.Cleaner = made) -> None:
                assert CLEANER.clean_batch(texts, threads=2) == expected
                assert made.clean_batch(texts, threads=3) == expected
                assert copydesk.Cleaner(quotes="curly").clean("«a»") is not None

            assert in_child(work) == 0
    finally:
        stop.set()
        for worker in workers:
            worker.join()


AT_FIRST_USE = """
import os, sys, threading, time
import copydesk

def work():
    text = "He said.The caf&eacute; wasnâ€™t \\x92open\\x92.\\nAdvertisement\\nEs war „gut“ – ja."
    return copydesk.Cleaner().clean_batch([text] * 2)

thread = threading.Thread(target=work)
thread.start()
children = []
for _ in range(12):
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    children.append(child)
    time.sleep(0.001)
thread.join()
sys.exit(sum(os.waitpid(child, 0)[1] for child in children))
"""


def test_a_fork_at_the_first_use_does_not_hang() -> None:
    for _ in range(3):
        command = [sys.executable, "-W", "ignore", "-c", AT_FIRST_USE]
        process = subprocess.Popen(command, start_new_session=True)
        try:
            assert process.wait(timeout=60) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_cleaner_is_shipped_to_workers(method: str, records: list[Record]) -> None:
    texts = [record["text"] for record in records]
    expected = CLEANER.clean_batch(texts, threads=2)
    with multiprocessing.get_context(method).Pool(2) as pool:
        done = pool.map_async(CLEANER.clean, texts, chunksize=5)
        assert done.get(timeout=60) == expected


@pytest.mark.parametrize("threads", [1, 2])
def test_a_panic_is_an_exception(threads: int) -> None:
    for _ in range(3):
        with pytest.raises(RuntimeError, match="told to"):
            copydesk._native._fail(threads)
    assert CLEANER.clean_batch(["“a”"], threads) == ['"a"']


INTERRUPTED = """
import os, signal, sys, threading, time
import pyarrow as pa
import copydesk

text = "He said.The café was “open”.\\nAdvertisement\\nEs war „gut“ – ja." * 20
cleaner, profile = copydesk.Cleaner(), copydesk.Profile()
work = {
    "batch": lambda texts: cleaner.clean_batch(texts, int(sys.argv[2])),
    "arrow": lambda texts: cleaner.clean_arrow(pa.chunked_array(texts), int(sys.argv[2])).to_pylist(),
    "learn": lambda texts: profile.learn(pa.chunked_array(texts)),
}[sys.argv[1]]
some = [text] * 500 if sys.argv[1] == "batch" else [pa.array([text] * 500)]
start = time.monotonic()
expected = work(some)
# What would take a minute and a half.
many = some * (int(90 / (time.monotonic() - start)) + 1)
known = profile.to_bytes()

def interrupt():
    global sent
    sent = time.monotonic()
    os.kill(os.getpid(), signal.SIGINT)

for _ in range(2):
    threading.Timer(0.5, interrupt).start()
    try:
        work(many)
    except KeyboardInterrupt:
        took = time.monotonic() - sent
    assert took < 5, took
    assert profile.to_bytes() == known
assert work(some) == expected
"""


@pytest.mark.parametrize(
    "work", [("batch", "1"), ("batch", "3"), ("arrow", "1"), ("arrow", "2"), ("learn", "1")]
)
def test_an_interruption_ends_the_work_soon(work: tuple[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, *work], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
