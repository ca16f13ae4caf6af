"""Where a log is read from: the database, or a file exported from it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from portal.audit import checkpoints
from portal.audit.checkpoints import Checkpoint
from portal.audit.models import AuditEvent, AuditHead
from portal.audit.rows import COLUMNS, Row
from portal.audit.verify import Log


def from_database() -> Log:
    return Log(
        rows=_rows(),
        heads={head.chain: (head.number, head.hash) for head in AuditHead.objects.all()},
        checkpoints=checkpoints.stored(),
    )


def _rows() -> Iterator[Row]:
    found = AuditEvent.objects.order_by("chain", "number").values_list(*COLUMNS)
    for values in found.iterator(chunk_size=2000):
        yield Row(*values)


def export(log: Log, file: Path) -> int:
    """Writes one JSON object per line: heads, checkpoints, rows. Gives the number of rows."""
    count = 0
    with file.open("w") as out:
        for chain, (number, head) in log.heads.items():
            _write(out, "head", {"chain": chain, "number": number, "hash": head})
        for checkpoint in log.checkpoints:
            _write(out, "checkpoint", asdict(checkpoint))
        for row in log.rows:
            _write(out, "row", asdict(row))
            count += 1
    return count


def _write(out: Any, kind: str, value: dict[str, Any]) -> None:
    out.write(json.dumps({kind: value}) + "\n")


def from_export(file: Path) -> Log:
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    heads = [line["head"] for line in lines if "head" in line]
    return Log(
        rows=[Row(**line["row"]) for line in lines if "row" in line],
        heads={head["chain"]: (head["number"], head["hash"]) for head in heads},
        checkpoints=[Checkpoint(**line["checkpoint"]) for line in lines if "checkpoint" in line],
    )
