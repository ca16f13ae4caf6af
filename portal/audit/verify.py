"""Reads a log back: every row must be as it was written, and none missing.

Works on plain rows, so that an export is checked without a database.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.audit.canonical import NotCanonicalError
from portal.audit.checkpoints import Checkpoint
from portal.audit.rows import Row, digest
from portal.vault.signing import Signature, verify as signature_holds

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row of a chain that is not as it was written, and why in a sentence."""

    chain: str
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Log:
    """A whole log: rows by chain and number, heads and checkpoints of all chains."""

    rows: Iterable[Row]
    heads: Mapping[str, tuple[int, str]]
    checkpoints: Iterable[Checkpoint]


@dataclass(slots=True)
class _Chain:
    """How far a chain was read and which rows the heads and checkpoints ask about."""

    name: str
    asked: dict[int, set[str]]
    last: int = 0
    hash: str = GENESIS
    fault: Fault | None = None


def faults(log: Log) -> list[Fault]:
    """The first fault of each chain, in the order of the chains; none means intact."""
    chains = {name: _Chain(name, {}) for name in log.heads}
    forged = list(_ask(log, chains))
    for row in log.rows:
        chain = chains.get(row.chain)
        if chain is None:
            chain = chains[row.chain] = _Chain(row.chain, {})
            chain.fault = Fault(row.chain, row.number, "The chain has no head row.")
        if chain.fault is None:
            _read(chain, row)
    ends = (_end(chain) for chain in chains.values())
    return [*(end for end in ends if end), *forged]


def _ask(log: Log, chains: dict[str, _Chain]) -> Iterator[Fault]:
    """Notes what each head and checkpoint says; yields a fault for a forged checkpoint."""
    for name, (number, head) in log.heads.items():
        chains[name].asked.setdefault(number, set()).add(head)
    for checkpoint in log.checkpoints:
        if not _holds(checkpoint):
            why = "A checkpoint is not signed by a key of ours."
            yield Fault(checkpoint.chain, checkpoint.number, why)
            continue
        chain = chains.setdefault(checkpoint.chain, _Chain(checkpoint.chain, {}))
        chain.asked.setdefault(checkpoint.number, set()).add(checkpoint.hash)


def _holds(checkpoint: Checkpoint) -> bool:
    try:
        value = base64.b64decode(checkpoint.signature, validate=True)
    except binascii.Error:
        return False
    return signature_holds(checkpoint.signed_bytes, Signature(checkpoint.key, value))


def _read(chain: _Chain, row: Row) -> None:
    expected = chain.last + 1
    if row.number != expected:
        chain.fault = Fault(chain.name, expected, f"Row {expected} is missing.")
    elif not _hash_is_right(row):
        chain.fault = Fault(chain.name, row.number, "The row is not what was hashed.")
    elif row.previous != chain.hash:
        chain.fault = Fault(chain.name, row.number, "The row does not follow the one before it.")
    elif chain.asked.pop(row.number, {row.hash}) != {row.hash}:
        chain.fault = Fault(chain.name, row.number, "A head or checkpoint names another row.")
    chain.last, chain.hash = row.number, row.hash


def _hash_is_right(row: Row) -> bool:
    try:
        return row.hash == digest(row)
    except NotCanonicalError:
        return False


def _end(chain: _Chain) -> Fault | None:
    """What remained asked for was cut off; a head behind the last row was set back."""
    chain.asked.pop(0, None)
    if chain.fault is None and chain.asked:
        missing = chain.last + 1
        return Fault(chain.name, missing, f"The rows from {missing} on are missing.")
    return chain.fault
