"""Spark, on this machine: threads of one process, and a cluster of two worker processes."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import DataFrame, SparkSession

import copydesk
import copydesk.spark
from conftest import ROOT, Program, Record, json_lines

PACKAGE = Path(pyspark.__file__).parent


@pytest.fixture(scope="module", params=["local[2]", "local-cluster[2,1,1024]"])
def spark(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    place, home = tmp_path_factory.mktemp("spark"), tmp_path_factory.mktemp("home")
    # A cluster of this kind writes `work/` into the home of Spark, by default the package.
    for part in PACKAGE.iterdir():
        (home / part.name).symlink_to(part)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        environment.setenv("SPARK_HOME", str(home))
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        environment.chdir(place)
        session = (
            SparkSession.builder.master(request.param)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", str(place))
            .config("spark.sql.warehouse.dir", str(place / "warehouse"))
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "7")
            .getOrCreate()
        )
        assert session.sparkContext.master == request.param
        yield session
        session.stop()
    assert not (PACKAGE / "work").exists()


def frame(spark: SparkSession, records: list[Record], partitions: int) -> DataFrame:
    rows = [(r["id"], r["url"], r["text"], len(r["text"])) for r in records]
    rows.append(("null", "https://example.org", None, None))
    return spark.createDataFrame(rows, "id string, url string, text string, size int").repartition(
        partitions, "id"
    )


def test_it_cleans_as_the_program(
    spark: SparkSession, records: list[Record], by_program: Callable[..., list[str]], learned: Path
) -> None:
    df = frame(spark, records, 5)
    cleaned = copydesk.spark.clean(df, "text", quotes="curly")
    assert cleaned.schema == df.schema
    rows = {row.id: row for row in cleaned.collect()}
    assert (rows.pop("null").text, len(rows)) == (None, len(records))
    assert [rows[r["id"]].text for r in records] == by_program(records, "--quotes", "curly")
    assert all((rows[r["id"]].url, rows[r["id"]].size) == (r["url"], len(r["text"])) for r in records)

    by_site = copydesk.spark.clean(df, site="url", profile=learned)
    texts = {row.id: row.text for row in by_site.collect()}
    assert [texts[r["id"]] for r in records] == by_program(records, "--profile", str(learned))


def test_what_it_learns_in_parts_is_what_is_learned_in_one_go(
    spark: SparkSession, records: list[Record], program: Program, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    program("learn", "--format", "jsonl", "-q", "-o", str(whole), data=json_lines(records))
    for partitions in (1, 8):
        df = frame(spark, records, partitions)
        assert df.rdd.getNumPartitions() == partitions
        saved = tmp_path / f"in-{partitions}"
        copydesk.spark.learn(df, site="url").save(saved)
        assert saved.read_bytes() == whole.read_bytes()
    df = frame(spark, records, 8)
    without_sites = copydesk.Profile()
    without_sites.learn([r["text"] for r in records], lang="en")
    assert copydesk.spark.learn(df, lang="en").to_bytes() == without_sites.to_bytes()


def test_real_text(
    spark: SparkSession, real_records: list[Record], by_program: Callable[..., list[str]]
) -> None:
    rows = [(str(number), record["text"]) for number, record in enumerate(real_records)]
    df = spark.createDataFrame(rows, "id string, text string").repartition(8)
    texts = {row.id: row.text for row in copydesk.spark.clean(df).collect()}
    assert [texts[str(number)] for number in range(len(rows))] == by_program(real_records)
    whole = copydesk.Profile()
    whole.learn([text for _, text in rows])
    assert copydesk.spark.learn(df).to_bytes() == whole.to_bytes()


def test_an_error_names_the_column(spark: SparkSession, records: list[Record]) -> None:
    with pytest.raises(Exception, match="no column 'body'"):
        copydesk.spark.clean(frame(spark, records, 1), "body").collect()


def test_what_the_readme_gives_a_spark_user(
    spark: SparkSession, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```python\n(import copydesk\.spark\n.*?)^```$", readme, re.M | re.S)
    # Where Java stands, which was started once for all sessions.
    place = Path(spark._jvm.System.getProperty("user.dir"))
    monkeypatch.chdir(place)
    shutil.rmtree(place / "cleaned.parquet", ignore_errors=True)
    frame(spark, records, 3).write.parquet("crawl.parquet", mode="overwrite")
    exec(compile(example, "README.md", "exec"), {})
    cleaner = copydesk.Cleaner(profile=place / "sites.profile")
    texts = {row.id: row.text for row in spark.read.parquet("cleaned.parquet").collect()}
    expected = cleaner.clean_batch([r["text"] for r in records], sites=[r["url"] for r in records])
    assert [texts[r["id"]] for r in records] == expected
