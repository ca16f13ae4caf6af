"""Megabytes per processor second of text through the stages that know no language.

    python -m benchmarks.formats_text

Read, decide for one declared name, rewrite, search the output: by size, so that it can be
seen whether a stage grows faster than its input. Detection has figures of its own.
"""

import time
from collections.abc import Callable

from scrubbing.engine.decide import Decider
from scrubbing.engine.formats.data import HANDLER as DATA
from scrubbing.engine.formats.table import TableHandler
from scrubbing.engine.formats.text import TextHandler
from scrubbing.engine.jobs import calm_collector
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import wanted
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools
from scrubbing.engine.types import Handler, Untrusted
from scrubbing.engine.verify import check

LINE = "The pump of Quellbrook Ltd ran for {0} hours before valve {0} was changed.\n"
ROW = "{0},valve {0},Quellbrook Ltd,2024-01-02,changed\n"
ITEM = '{{"id": {0}, "owner": "Quellbrook Ltd", "note": "valve {0} was changed"}},\n'
SIZES = (1, 2, 4, 8)


def text(megabytes: int, line: str, ends: tuple[str, str] = ("", "")) -> bytes:
    """About that much of a line with a number that counts."""
    count = megabytes * 500_000 // len(line)
    body = "".join(line.format(number) for number in range(count))
    return (ends[0] + body.rstrip(",\n") + ends[1]).encode()


def seconds(handler: Handler, name: str, data: bytes) -> dict[str, float]:
    """Processor seconds of each stage."""
    policy, tools = shipped(), Tools()
    known = merge([], ["Quellbrook Ltd"], [], b"k" * 32)
    untrusted = Untrusted(name, data)
    marks = [time.process_time()]
    units = handler.extract(untrusted, tools).units
    marks.append(time.process_time())
    decision = Decider(known, policy).decide(units, ())
    marks.append(time.process_time())
    output = handler.rewrite(untrusted, decision.changes, (), tools)
    marks.append(time.process_time())
    check(output, handler.texts(output, tools), wanted(known, policy, decision))
    marks.append(time.process_time())
    names = ("read", "decide", "rewrite", "search")
    return {name: round(b - a, 3) for name, a, b in zip(names, marks, marks[1:], strict=False)}


def main() -> None:
    """Print a line per format and size (half megabytes)."""
    calm_collector()
    make: dict[str, tuple[Handler, Callable[[int], bytes]]] = {
        "a.txt": (TextHandler(), lambda size: text(size, LINE)),
        "a.csv": (TableHandler(), lambda size: text(size, ROW)),
        "a.json": (DATA, lambda size: text(size, ITEM, ("[", "]"))),
    }
    for name, (handler, build) in make.items():
        for size in SIZES:
            data = build(size)
            taken = seconds(handler, name, data)
            rate = len(data) / 1e6 / sum(taken.values())
            print(f"{name} {len(data) / 1e6:.1f} MB {rate:.2f} MB/s", taken, flush=True)


if __name__ == "__main__":
    main()
