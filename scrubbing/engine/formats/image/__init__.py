"""Pictures made of pixels, and SVG."""

from scrubbing.engine.formats.image.handler import ImageHandler
from scrubbing.engine.formats.image.svg import SvgHandler

IMAGE = ImageHandler()
SVG = SvgHandler()
