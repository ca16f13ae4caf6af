"""A submission's way from landed files to a clean bundle, one claimed step at a time."""

from submissions.domain.scrubbing.opened import (
    Preview,
    clean_preview,
    open_clean,
    preview_asset,
    preview_words,
    read_scrubbed_task,
)
from submissions.domain.scrubbing.stepping import take_step

__all__ = [
    "Preview",
    "clean_preview",
    "open_clean",
    "preview_asset",
    "preview_words",
    "read_scrubbed_task",
    "take_step",
]
