"""datatrove: a pipeline from files to files, with two workers."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

import copydesk.datatrove
from conftest import Record, json_lines


def test_it_cleans_as_the_program(
    records: list[Record], by_program: Callable[..., list[str]], learned: Path, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    # The reader leaves out what is empty.
    records = [record for record in records if record["text"].strip()]
    for half in (0, 1):
        (tmp_path / "in" / f"{half}.jsonl").write_bytes(json_lines(records[half::2]))
    for name, options, arguments in [
        ("curly", {"quotes": "curly", "batch_size": 8}, ["--quotes", "curly"]),
        ("sites", {"profile": str(learned), "site": "url"}, ["--profile", str(learned)]),
    ]:
        out = tmp_path / name
        LocalPipelineExecutor(
            pipeline=[
                JsonlReader(str(tmp_path / "in")),
                copydesk.datatrove.Clean(**options),
                JsonlWriter(str(out), output_filename="${rank}.jsonl.gz"),
            ],
            tasks=2,
            workers=2,
            logging_dir=str(tmp_path / f"{name}-logs"),
        ).run()
        texts = {}
        for file in out.iterdir():
            for line in gzip.open(file, "rt", encoding="utf-8", newline="\n"):
                row = json.loads(line)
                texts[row["id"]] = row["text"]
        assert [texts[record["id"]] for record in records] == by_program(records, *arguments)
        stats = json.loads((tmp_path / f"{name}-logs" / "stats.json").read_text())
        [step] = [step for step in stats if "copydesk" in step["name"]]
        assert step["stats"]["documents"] == len(records)
        changed = sum(texts[record["id"]] != record["text"] for record in records)
        assert step["stats"]["changed"] == changed
