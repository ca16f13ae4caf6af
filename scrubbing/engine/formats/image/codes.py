"""Bar codes of all kinds: where they are, and what they say."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from scrubbing.engine.types import Box, Kind, Place, Role, Unit


def find(image: Image.Image, prefix: str = "") -> Iterator[tuple[Box, Unit]]:
    """Each code as a box to cover, and its content as knowledge."""
    import zxingcpp

    for number, code in enumerate(zxingcpp.read_barcodes(np.asarray(image.convert("L"))), 1):
        corners = (code.position.top_left, code.position.top_right,
                   code.position.bottom_right, code.position.bottom_left)  # fmt: skip
        xs, ys = [point.x for point in corners], [point.y for point in corners]
        margin = max(4.0, 0.08 * max(max(xs) - min(xs), max(ys) - min(ys)))
        box = (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)
        place = Place(box=box, part="code")
        yield (
            Box(f"{prefix}code:{number}", Kind.BARCODE, 1.0, place),
            Unit(f"{prefix}codetext:{number}", code.text, Role.OCR, place=place),
        )
