"""One row of the log as a value, and the hash that ties it to the row before it."""

import hashlib
from dataclasses import asdict, dataclass, replace

from portal.audit.canonical import canonical


@dataclass(frozen=True, slots=True)
class Row:
    """What the hash covers, all of it, and the hash itself."""

    id: str
    chain: str
    number: int
    at: str
    event: str
    actor: str
    subject_kind: str
    subject: str
    facts: str
    previous: str
    hash: str = ""

    def sealed(self) -> "Row":
        return replace(self, hash=digest(self))


COLUMNS = tuple(Row.__dataclass_fields__)


def digest(row: Row) -> str:
    """SHA-256 in hex over the RFC 8785 form of every column but the hash.

    ``facts`` goes in as the text that is stored, so that even a space in it counts.
    """
    columns = asdict(row)
    del columns["hash"]
    return hashlib.sha256(canonical(columns)).hexdigest()
