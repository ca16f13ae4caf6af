"""What the whole submission knows: every value that has to go, and what stands for it.

``merge`` is the barrier between the two passes. The result holds text of uploads and
the key of the stand-ins; it is encrypted wherever it is stored.
"""

from scrubbing.engine.knowledge.book import Entry, Knowledge, Source
from scrubbing.engine.knowledge.matcher import Hit, Matcher, key_of
from scrubbing.engine.knowledge.merge import extend, merge

__all__ = ["Entry", "Hit", "Knowledge", "Matcher", "Source", "extend", "key_of", "merge"]
