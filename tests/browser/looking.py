"""Looking at a page as people do: axe on it, and a picture in each theme and width on request.

With AIRLOCK_SCREENSHOTS naming a folder, every page looked at leaves four pictures there.
"""

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def look(page: Any, name: str) -> None:
    """Fails on any violation axe finds, in both themes and widths; keeps pictures if asked to."""
    folder = os.environ.get("AIRLOCK_SCREENSHOTS")
    violations = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                file = Path(folder) / f"{name}-{scheme}-{width}.png"
                page.screenshot(path=file, full_page=True)
            violations += _violations(page, f"{name} {scheme} {width}")
            violations += _overflow(page, f"{name} {scheme} {width}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not violations, "\n".join(violations)


def _violations(page: Any, where: str) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    return [
        f"{where}: {item['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for item in found.response["violations"]
        for node in item["nodes"]
    ]


def _overflow(page: Any, where: str) -> list[str]:
    """A page that scrolls sideways does not reflow (WCAG 1.4.10)."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{where}: {wide} px wider than the window"] if wide > 0 else []
