"""The engine's jobs as if no program for reading pixels were installed: for quick runs."""

from collections.abc import Sequence

from PIL import Image

from scrubbing.engine import jobs, ocr
from scrubbing.engine.ocr_lines import Line
from scrubbing.engine.registry import build_detectors

JOBS = jobs.JOBS


def _nothing(_image: Image.Image) -> tuple[Line, ...]:
    return ()


def _no_lines(strips: Sequence[Image.Image]) -> list[str]:
    return ["" for _ in strips]


def warm() -> None:
    """Load the models of detection only."""
    ocr.read = _nothing  # type: ignore[assignment]  # the name of its argument
    ocr.read_lines = _no_lines
    build_detectors()
    jobs.calm_collector()
