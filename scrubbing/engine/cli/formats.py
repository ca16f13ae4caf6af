"""``formats``: a line per suffix with what happens to it and what comes out."""

import argparse

from scrubbing.engine.registry import MACROS, OUTPUT, by_format
from scrubbing.engine.suffixes import SAME

CONVERTED = frozenset({"doc", "ppt", "xls", "xlsb", "msg", "heic", "bmp"})


def run(_options: argparse.Namespace) -> int:
    """Print the table."""
    known = sorted(by_format())
    print(f"{'suffix':<12}{'how':<22}comes out as")  # noqa: T201
    for name in known:
        print(f"{name:<12}{_how(name):<22}{OUTPUT.get(name, name)}")  # noqa: T201
    for suffix, name in sorted(SAME.items()):
        if name in known:
            print(f"{suffix:<12}{_how(name):<22}{OUTPUT.get(name, suffix)}")  # noqa: T201
    print(f"{'(folder)':<12}{'scrub':<22}tar")  # noqa: T201
    print(f"{'(others)':<12}{'refuse':<22}-")  # noqa: T201
    return 0


def _how(name: str) -> str:
    if name in MACROS:
        return "drop macros, scrub"
    return "convert, then scrub" if name in CONVERTED else "scrub"
