"""The copy desk for scraped text.

Takes out the advertisement labels and other furniture of a site, puts back the sentence ends that
extraction lost, and sets quotes, dashes and spaces in one house style. Every change is an edit on
record, which can be undone.

>>> import copydesk
>>> cleaner = copydesk.Cleaner()
>>> text = "The vote was close.\\nAdvertisement\\n“We won,” she said.The count goes on."
>>> print(cleaner.clean(text))
The vote was close.
"We won," she said. The count goes on.
>>> cleaned, edits = cleaner.run(text)
>>> [edit.rule for edit in edits]
['boilerplate/ad', 'quotes/double', 'quotes/double', 'boundaries/space']
>>> copydesk.undo(cleaned, edits) == text
True

Engines, each in a module of its own, which imports the engine: `copydesk.spark`, `copydesk.ray`,
`copydesk.datatrove`, `copydesk.datasets`, `copydesk.dask`, `copydesk.scrapy`.
"""

from copydesk._edit import Edit
from copydesk._native import Cleaner, Error, Profile, __version__, undo

__all__ = ["Cleaner", "Edit", "Error", "Profile", "__version__", "undo"]
