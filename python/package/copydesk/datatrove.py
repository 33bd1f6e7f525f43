"""datatrove: a step of a pipeline.

>>> import copydesk.datatrove
>>> pipeline = [reader, copydesk.datatrove.Clean(quotes="curly"), writer]  # doctest: +SKIP
"""

from typing import Unpack

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep
from datatrove.utils.batching import batched

from copydesk._native import Cleaner
from copydesk._options import Options


class Clean(PipelineStep):
    """Cleans the text of documents, in batches.

    `site` names an entry of the metadata with addresses or names of sites, which counts where a profile knows
    them. The options are those of `copydesk.Cleaner`.
    """

    name = "📰 copydesk"
    type = "✂️ - FORMAT"

    def __init__(self, *, site: str | None = None, batch_size: int = 256, **options: Unpack[Options]) -> None:
        super().__init__()
        self.cleaner = Cleaner(**options)
        self.site = site
        self.batch_size = batch_size

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Gives the documents on, cleaned; counts those that change."""
        for batch in batched(data or (), self.batch_size):
            with self.track_time(unit="batch"):
                sites = (
                    None if self.site is None else [document.metadata.get(self.site) for document in batch]
                )
                texts = self.cleaner.clean_batch([document.text for document in batch], sites=sites)
                for document, text in zip(batch, texts, strict=True):
                    self.stat_update("documents")
                    if text is not document.text:
                        self.stat_update("changed")
                        document.text = text
            yield from batch
