"""Pictures made of pixels, and SVG."""

from scrubbing.engine.formats.image.handler import ImageHandler

IMAGE = ImageHandler()
