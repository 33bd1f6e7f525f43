"""Scrapy: an item pipeline.

In the settings of a project, or of a spider:

    ITEM_PIPELINES = {"copydesk.scrapy.CopydeskPipeline": 300}
    COPYDESK_FIELDS = ["text"]              # the fields to clean, which is the default
    COPYDESK_OPTIONS = {"quotes": "curly"}  # those of copydesk.Cleaner
    COPYDESK_URL_FIELD = "url"              # the field with the address, which is the default
    COPYDESK_PROFILE = "sites.profile"      # learn what each site repeats, and keep it here
"""

from os import path
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import Crawler

from copydesk._native import Cleaner, Profile


class CopydeskPipeline:
    """Cleans fields of items.

    With `COPYDESK_PROFILE` it counts the lines of each site as pages come, and takes out what a site is known
    by then to repeat. What was counted is saved when the spider closes, and goes on where it stopped with the
    next run.
    """

    def __init__(
        self, cleaner: Cleaner, fields: list[str], url_field: str, profile: str | None = None
    ) -> None:
        self.cleaner = cleaner
        self.fields = fields
        self.url_field = url_field
        self.path = profile
        self.sites = None if profile is None else Profile.load(profile) if path.exists(profile) else Profile()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Makes it as the settings say."""
        settings = crawler.settings
        pipeline = cls(
            Cleaner(**settings.getdict("COPYDESK_OPTIONS")),
            settings.getlist("COPYDESK_FIELDS", ["text"]),
            settings.get("COPYDESK_URL_FIELD", "url"),
            settings.get("COPYDESK_PROFILE"),
        )
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        return pipeline

    def process_item(self, item: Any, spider: object = None) -> Any:
        """Cleans the fields of an item that are strings. (Scrapy before 2.14 also gives the spider.)"""
        adapter = ItemAdapter(item)
        site = adapter.get(self.url_field)
        for field in self.fields:
            text = adapter.get(field)
            if isinstance(text, str):
                if self.sites is not None:
                    self.sites.observe(text, site=site)
                adapter[field] = self.cleaner.clean(text, site=site, knowing=self.sites)
        return item

    def spider_closed(self) -> None:
        """Saves what was learned."""
        if self.sites is not None and self.path is not None:
            self.sites.save(self.path)
