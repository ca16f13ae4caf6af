"""A pack of git's, walked from its first byte to its last; an index beside it is not believed."""

import hashlib
import struct
import zlib
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scrubbing.engine.errors import Bomb, Broken, Unsupported
from scrubbing.engine.git import deltas
from scrubbing.engine.git.budget import DEEPEST_CHAIN, HELD, LARGEST, MOST_OBJECTS, Budget

HEADER = struct.Struct(">4sII")
TRAILER = 20
KINDS = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
OFFSET_DELTA, ID_DELTA = 6, 7
MOST_BITS = 63
"""No size or distance needs more; longer numbers only take time."""
STEP = 1 << 20
Visit = Callable[[str, bytes], None]
"""Takes an object's id and bytes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object as it stands in the pack: ``base`` says where its delta begins."""

    offset: int
    kind: int
    size: int
    start: int
    base: int | str | None = None


class Pack:
    """Raises ``Broken``, ``Bomb`` or ``Unsupported``."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data, self._view, self._budget = data, memoryview(data), budget
        self._entries = list(self._walk())
        self._by_offset = {entry.offset: entry for entry in self._entries}
        self._children: defaultdict[int | str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            if entry.base is not None:
                self._children[entry.base].append(entry)
        self._known: dict[str, Entry] = {}
        self._cache: OrderedDict[int, bytes] = OrderedDict()

    def visit(self, kind: str, visit: Visit) -> None:
        """Every object of a kind, each after what its delta builds on."""
        for entry in self._entries:
            if KINDS.get(entry.kind) == kind:
                self._visit_chain(entry, kind, visit)

    def get(self, name: str) -> bytes | None:
        """An object that ``visit`` has come across, made again."""
        entry = self._known.get(name)
        return self._made(entry) if entry else None

    def _visit_chain(self, root: Entry, kind: str, visit: Visit) -> None:
        """Depth first, so that only the objects of one chain are held."""
        stack: list[tuple[bytes, Iterator[Entry]]] = []
        held, seen = 0, {root.offset}

        def enter(entry: Entry, data: bytes) -> None:
            nonlocal held
            name = name_of(kind, data)
            self._known[name] = entry
            visit(name, data)
            children = [*self._children[entry.offset], *self._children[name]]
            if children:
                held += len(data)
                stack.append((data, iter(children)))

        if root.size > LARGEST:
            return
        enter(root, self._inflated(root))
        while stack:
            if len(stack) > DEEPEST_CHAIN or held > HELD:
                raise Bomb("deltas")
            base, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                held -= len(base)
            elif child.size <= LARGEST and child.offset not in seen:
                # Twins of one id would lead to the same children again and again.
                seen.add(child.offset)
                enter(child, self._applied(base, child))

    def _applied(self, base: bytes, entry: Entry) -> bytes:
        data = deltas.apply(base, self._inflated(entry))
        self._budget.take(len(data))
        return data

    def _made(self, entry: Entry) -> bytes:
        """From the nearest object of its chain that is still in memory."""
        chain = [entry]
        while chain[-1].offset not in self._cache and (base := self._base(chain[-1])):
            chain.append(base)
            if len(chain) > DEEPEST_CHAIN:
                raise Bomb("deltas")
        top = chain.pop()
        data = self._cache.get(top.offset) or self._inflated(top)
        while chain:
            top = chain.pop()
            data = self._applied(data, top)
        self._remember(top.offset, data)
        return data

    def _remember(self, offset: int, data: bytes) -> None:
        self._cache[offset] = data
        while len(self._cache) > 1 and sum(map(len, self._cache.values())) > LARGEST:
            self._cache.popitem(last=False)

    def _base(self, entry: Entry) -> Entry | None:
        if isinstance(entry.base, int):
            return self._by_offset.get(entry.base)
        return self._known.get(entry.base) if entry.base else None

    def _inflated(self, entry: Entry) -> bytes:
        self._budget.take(entry.size)
        pieces: list[bytes] = []
        _inflate(self._view, entry.start, entry.size, pieces.append)
        return b"".join(pieces)

    def _walk(self) -> Iterator[Entry]:
        """Each object's place; found by unpacking the one before it, which keeps nothing."""
        if len(self._data) < HEADER.size + TRAILER:
            raise Broken("pack")
        mark, version, count = HEADER.unpack_from(self._data)
        if mark != b"PACK" or version not in (2, 3):
            raise Broken("pack")
        if count > MOST_OBJECTS:
            raise Bomb("objects")
        end = len(self._data) - TRAILER
        if hashlib.sha1(self._view[:end], usedforsecurity=False).digest() != self._data[end:]:
            raise Broken("pack")
        at = HEADER.size
        for _ in range(count):
            entry = self._entry(at)
            self._budget.take(entry.size)
            yield entry
            at = _inflate(self._view, entry.start, entry.size, _forget)
        if at != end:
            raise Broken("pack")

    def _entry(self, offset: int) -> Entry:
        try:
            first = self._data[offset]
            kind, size, at, shift = first >> 4 & 7, first & 15, offset + 1, 4
            while self._data[at - 1] & 0x80:
                size |= (self._data[at] & 0x7F) << shift
                at, shift = at + 1, shift + 7
                if shift > MOST_BITS:
                    raise Broken("number")
            if kind in KINDS:
                return Entry(offset, kind, size, at)
            if kind == OFFSET_DELTA:
                back, at = _back(self._data, at)
                return Entry(offset, kind, size, at, offset - back)
            if kind == ID_DELTA:
                return Entry(offset, kind, size, at + 20, self._data[at : at + 20].hex())
        except IndexError as error:
            raise Broken("pack") from error
        raise Unsupported("kind of object")


def name_of(kind: str, data: bytes) -> str:
    """An object's id."""
    head = f"{kind} {len(data)}".encode() + b"\0"
    return hashlib.sha1(head + data, usedforsecurity=False).hexdigest()


def _back(data: bytes, at: int) -> tuple[int, int]:
    """How far before an object its base stands."""
    value = data[at] & 0x7F
    while data[at] & 0x80:
        at += 1
        value = (value + 1) << 7 | data[at] & 0x7F
        if value >> MOST_BITS:
            raise Broken("number")
    return value, at + 1


def _forget(_piece: bytes) -> None:
    pass


def _inflate(view: memoryview, at: int, size: int, keep: Callable[[bytes], object]) -> int:
    """Unpack ``size`` bytes that begin at ``at``, a piece at a time, and say where they end."""
    stream, done = zlib.decompressobj(), 0
    feed = min(STEP, size + 64)
    try:
        while not stream.eof:
            given = stream.unconsumed_tail or bytes(view[at : at + feed])
            if not given:
                raise Broken("pack")
            fresh = not stream.unconsumed_tail
            piece = stream.decompress(given, STEP)
            at += len(given) if fresh else 0
            done += len(piece)
            if done > size:
                raise Broken("pack")
            keep(piece)
    except zlib.error as error:
        raise Broken("pack") from error
    if done != size:
        raise Broken("pack")
    return at - len(stream.unused_data)
