"""Limits of the PDF handler. Each is a number that decides between work and refusal."""

PAGES = 2_000
STREAM_BYTES = 256 * 1024 * 1024
"""All streams of a document unpacked; beyond it the file is a bomb."""

IMAGE_PIXELS = 60_000_000
"""One embedded image; 60 MP is an A2 sheet at 300 dpi."""

OCR_MIN_WIDTH, OCR_MIN_HEIGHT, OCR_MIN_AREA = 40, 12, 1_600
"""Smaller pictures are bullets and rules: no text that anybody could read."""

OCR_PICTURES = 300
"""Pictures and pages read by OCR per document."""

PICTURED_PAGES = 12
"""Pages made pictures because something leaked; each is read by OCR, at 5 s or so."""

RENDER_DPI = 150
RENDER_PIXELS = 16_000_000
"""A page is rendered at 150 dpi, or at less where that would be more pixels."""

STRINGS = 5_000
"""Strings outside the pages that are kept as knowledge."""

FORM_DEPTH = 12
"""Forms inside forms; a real document has three or four."""
