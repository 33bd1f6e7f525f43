"""Scrapy: a crawl of pages that this process serves on loopback."""

import html
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import copydesk

PAGES = 12
THINGS = "goose kettle ladder museum harbor violin turnip bridge lantern glacier orchard parrot".split()
MARK = "Tell a friend: follow us to the harbor"
ARTICLE = (
    """\
The {0} came back late on Monday, and “nobody” asked why.They had all seen the {1} before.
Advertisement
Nine people wrote to the council about a {1}, which is more than the {2} ever got in a year.
A {2} needs no ticket, said the man who keeps the {0}, and he should know about such things.
"""
    + MARK
)


def article(page: int) -> str:
    return ARTICLE.format(*(THINGS[(page * step) % len(THINGS)] for step in (1, 5, 7)))


SPIDER = """
import scrapy

class Pages(scrapy.Spider):
    name = "pages"
    custom_settings = {
        "ITEM_PIPELINES": {"copydesk.scrapy.CopydeskPipeline": 300},
        "COPYDESK_FIELDS": ["text", "title", "missing"],
        "COPYDESK_OPTIONS": {"quotes": "curly"},
        "COPYDESK_PROFILE": "sites.profile",
        "CONCURRENT_REQUESTS": 1,
        "TELNETCONSOLE_ENABLED": False,
    }

    async def start(self):
        yield scrapy.Request(self.address)

    def parse(self, response):
        yield {
            "url": response.url,
            "title": response.css("h1::text").get(),
            "text": "\\n".join(response.css("p::text").getall()),
            "words": 3,
        }
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.parse)
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    site = tmp_path / "site"
    site.mkdir()
    for page in range(PAGES):
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in article(page).split("\n"))
        link = f'<a href="{page + 1}.html">next</a>' if page + 1 < PAGES else ""
        text = f"<html><meta charset=utf-8><h1>“Page” {page}</h1>{paragraphs}{link}</html>"
        (site / f"{page}.html").write_text(text, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/0.html"
    server.shutdown()
    thread.join()
    server.server_close()


def crawl(place: Path, address: str, output: str) -> list[dict[str, str]]:
    """Crawls in a process of its own, as a reactor runs once only."""
    (place / "spider.py").write_text(SPIDER, encoding="utf-8")
    command = ["-m", "scrapy", "runspider", "spider.py", "-a", f"address={address}", "-O", output]
    done = subprocess.run([sys.executable, *command], cwd=place, capture_output=True, timeout=100)
    log = done.stderr.decode()
    assert done.returncode == 0 and "ERROR" not in log and "Deprecat" not in log, log
    items: list[dict[str, str]] = json.loads((place / output).read_text(encoding="utf-8"))
    return sorted(items, key=lambda item: int(item["url"].rsplit("/")[-1].removesuffix(".html")))


def test_fields_are_cleaned_and_sites_are_learned(address: str, tmp_path: Path) -> None:
    items = crawl(tmp_path, address, "first.json")
    assert len(items) == PAGES
    cleaner, sites = copydesk.Cleaner(quotes="curly"), copydesk.Profile()
    for page, item in enumerate(items):
        title, text = f"“Page” {page}", article(page)
        sites.observe(text, site=item["url"])
        assert item["text"] == cleaner.clean(text, site=item["url"], knowing=sites)
        sites.observe(title, site=item["url"])
        assert item["title"] == cleaner.clean(title, site=item["url"], knowing=sites)
        assert set(item) == {"url", "title", "text", "words"}
        assert "Advertisement" not in item["text"]
        assert "why. They" in item["text"]
    # What a site repeats goes as soon as it is known.
    assert MARK in items[0]["text"]
    assert MARK not in items[-1]["text"]
    assert (tmp_path / "sites.profile").read_bytes() == sites.to_bytes()

    # The next crawl knows it from its first page on, and counts on.
    again = crawl(tmp_path, address, "second.json")
    assert not any(MARK in item["text"] for item in again)
    sites.merge(sites)
    assert (tmp_path / "sites.profile").read_bytes() == sites.to_bytes()
