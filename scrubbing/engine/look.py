"""How a picture looks, in 72 bits: the same picture in another size or packing differs in few.

A difference hash over a grid of 6 by 6 cells, both ways, of what is drawn without its margin.
A difference counts only where it is seen, so that the noise of a JPEG leaves flat areas alone.
"""

import numpy as np
from PIL import Image

SIDE = 6
BITS = 2 * SIDE * SIDE
SEEN = 8
"""Grey levels, of 256, from which two cells differ."""
DRAWN = 24
"""Grey levels from which a pixel is not the paper's."""
SMALLEST = 24
"""Pixels; smaller pictures are bullets and icons."""
LEAST_BITS = 8
"""Fewer edges are a line, a plain area or a frame, not a logo."""


def look(image: Image.Image) -> str | None:
    """The look of a picture on white paper as hex digits; None where it shows too little."""
    grey = np.asarray(image.convert("L"), np.int16)
    drawn = abs(grey - grey[0, 0]) > DRAWN
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    if not len(rows) or min(rows[-1] - rows[0], columns[-1] - columns[0]) < SMALLEST:
        return None
    inner = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.uint8)
    picture = Image.fromarray(inner)
    across = np.asarray(picture.resize((SIDE + 1, SIDE), Image.Resampling.BOX), np.int16)
    down = np.asarray(picture.resize((SIDE, SIDE + 1), Image.Resampling.BOX), np.int16)
    falls = [(across[:, :-1] - across[:, 1:]) > SEEN, (down[:-1] - down[1:]) > SEEN]
    bits = np.concatenate([fall.ravel() for fall in falls])
    return bytes(np.packbits(bits)).hex() if int(bits.sum()) >= LEAST_BITS else None
