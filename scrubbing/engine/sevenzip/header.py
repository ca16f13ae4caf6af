"""What a header says: streams, how they are packed, and the files they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scrubbing.engine.errors import Bomb, Broken, Unsupported
from scrubbing.engine.limits import MAX_MEMBERS
from scrubbing.engine.sevenzip.fields import Fields

END, HEADER, ARCHIVE_PROPERTIES, ADDITIONAL, MAIN, FILES = 0, 1, 2, 3, 4, 5
PACK_INFO, UNPACK_INFO, SUBSTREAMS, SIZE, DIGESTS, FOLDER, CODERS_SIZE, COUNTS = range(6, 14)
EMPTY_STREAM, EMPTY_FILE, ANTI, NAMES = range(14, 18)
ATTRIBUTES, ENCODED = 0x15, 0x17
MOST_CODERS = 8
UNIX, DIRECTORY, REPARSE = 0x8000, 0x10, 0x400
REGULAR = 0o10


@dataclass(frozen=True, slots=True)
class Coder:
    """One step of unpacking: its method's id (hex), its settings and its streams."""

    method: str
    settings: bytes = b""
    simple: bool = True


@dataclass(frozen=True, slots=True)
class Folder:
    """Files packed as one: the steps, sizes after each, and the files' sizes and sums."""

    coders: tuple[Coder, ...]
    streams: int
    binds: tuple[tuple[int, int], ...] = ()
    """(input, output): which step's output feeds which input."""
    sizes: tuple[int, ...] = ()
    packed: tuple[tuple[int, int], ...] = ()
    """(start, size) of each stream in the archive."""
    digest: int | None = None
    files: tuple[tuple[int, int | None], ...] = ()

    @property
    def size(self) -> int:
        """Bytes that come out in the end."""
        bound = {output for _, output in self.binds}
        last = next((at for at in range(len(self.sizes)) if at not in bound), 0)
        return self.sizes[last] if self.sizes else 0

    def steps(self) -> list[tuple[Coder, int]]:
        """Steps in the order in which they run, with the size after each.

        Raises ``Unsupported`` where they are no plain chain.
        """
        fed = dict(self.binds)
        after = {output: given for given, output in self.binds}
        at = next((at for at in range(len(self.coders)) if at not in fed), None)
        steps: list[tuple[Coder, int]] = []
        while at is not None and len(steps) < len(self.coders):
            steps.append((self.coders[at], self.sizes[at]))
            at = after.get(at)
            if at is not None and at >= len(self.coders):
                raise Broken("7z folder")
        if len(steps) != len(self.coders) or not all(coder.simple for coder in self.coders):
            raise Unsupported("7z method")
        return steps


@dataclass(frozen=True, slots=True)
class Item:
    """A file or folder by its name, its attributes and whether it has bytes."""

    untrusted_name: str
    attributes: int
    has_stream: bool
    is_folder: bool

    @property
    def is_regular(self) -> bool:
        """Whether it is a file and no link or device."""
        unix = self.attributes >> 28 if self.attributes & UNIX else REGULAR
        return not self.is_folder and unix == REGULAR and not self.attributes & REPARSE

    @property
    def executable(self) -> bool:
        return bool(self.attributes & UNIX and self.attributes >> 16 & 0o111)


@dataclass(slots=True)
class _Streams:
    position: int = 0
    packed: list[int] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)


def read_streams(fields: Fields) -> list[Folder]:
    """The folders of a description of streams."""
    streams = _Streams()
    counts: list[int] = []
    divided = False
    while (kind := fields.number()) != END:
        if kind == PACK_INFO:
            _read_packed(fields, streams)
        elif kind == UNPACK_INFO:
            _read_folders(fields, streams)
            counts = [1] * len(streams.folders)
        elif kind == SUBSTREAMS and not divided:
            divided = True
            _read_files(fields, streams, counts)
        else:
            raise Broken("7z header")
    if not divided:
        streams.folders = [
            replace(folder, files=((folder.size, folder.digest),)) for folder in streams.folders
        ]
    return _placed(streams)


def _read_packed(fields: Fields, streams: _Streams) -> None:
    streams.position = fields.number()
    count = fields.count()
    while (kind := fields.number()) != END:
        if kind == SIZE:
            streams.packed = [fields.number() for _ in range(count)]
        elif kind == DIGESTS:
            fields.digests(count)
        else:
            raise Broken("7z header")


def _read_folders(fields: Fields, streams: _Streams) -> None:
    if fields.number() != FOLDER:
        raise Broken("7z header")
    count = fields.count()
    if fields.byte():
        raise Unsupported("7z header elsewhere")
    folders = [_read_folder(fields) for _ in range(count)]
    if fields.number() != CODERS_SIZE:
        raise Broken("7z header")
    folders = [_sized(fields, folder) for folder in folders]
    while (kind := fields.number()) != END:
        if kind != DIGESTS:
            raise Broken("7z header")
        sums = fields.digests(count)
        folders = [
            replace(folder, digest=digest) for folder, digest in zip(folders, sums, strict=True)
        ]
    streams.folders = folders


def _sized(fields: Fields, folder: Folder) -> Folder:
    return replace(folder, sizes=tuple(fields.number() for _ in folder.coders))


def _read_folder(fields: Fields) -> Folder:
    count = fields.number()
    if not 1 <= count <= MOST_CODERS:
        raise Broken("7z folder")
    coders, inputs, outputs = [], 0, 0
    for _ in range(count):
        coder, given, made = _read_coder(fields)
        coders.append(coder)
        inputs, outputs = inputs + given, outputs + made
    if outputs != count or inputs > 4 * MOST_CODERS:
        raise Unsupported("7z method")
    binds = tuple((fields.number(), fields.number()) for _ in range(outputs - 1))
    streams = inputs - (outputs - 1)
    if streams < 1:
        raise Broken("7z folder")
    if streams > 1:
        for _ in range(streams):
            fields.number()
    return Folder(tuple(coders), streams, binds)


def _read_coder(fields: Fields) -> tuple[Coder, int, int]:
    flags = fields.byte()
    method = fields.take(flags & 0x0F).hex()
    given, made = (fields.number(), fields.number()) if flags & 0x10 else (1, 1)
    settings = fields.take(fields.number()) if flags & 0x20 else b""
    if flags & 0x80:
        raise Unsupported("7z method")
    return Coder(method, settings, (given, made) == (1, 1)), given, made


def _read_files(fields: Fields, streams: _Streams, counts: list[int]) -> None:
    """How each folder's bytes are divided among files."""
    folders = streams.folders
    kind = fields.number()
    if kind == COUNTS:
        counts = [fields.count() for _ in folders]
        kind = fields.number()
    if sum(counts) > MAX_MEMBERS:
        raise Bomb("members")
    sizes = [
        _divided(fields, folder, count, told=kind == SIZE)
        for folder, count in zip(folders, counts, strict=True)
    ]
    if kind == SIZE:
        kind = fields.number()
    sums: list[list[int | None]] = [
        [folder.digest] if count == 1 else [None] * count
        for folder, count in zip(folders, counts, strict=True)
    ]
    while kind != END:
        if kind != DIGESTS:
            raise Broken("7z header")
        unknown = [one for one in sums for digest in one if digest is None]
        told = iter(fields.digests(len(unknown)))
        sums = [[next(told) if digest is None else digest for digest in one] for one in sums]
        kind = fields.number()
    streams.folders = [
        replace(folder, files=tuple(zip(mine, digests, strict=True)))
        for folder, mine, digests in zip(folders, sizes, sums, strict=True)
    ]


def _divided(fields: Fields, folder: Folder, count: int, *, told: bool) -> list[int]:
    if not count:
        return []
    if count > 1 and not told:
        raise Broken("7z header")
    sizes = [fields.number() for _ in range(count - 1)]
    last = folder.size - sum(sizes)
    if last < 0:
        raise Broken("7z sizes")
    return [*sizes, last]


def _placed(streams: _Streams) -> list[Folder]:
    """Each folder with the places of its packed streams."""
    start, number, placed = 32 + streams.position, 0, []
    for folder in streams.folders:
        places = []
        for _ in range(folder.streams):
            if number >= len(streams.packed):
                raise Broken("7z streams")
            places.append((start, streams.packed[number]))
            start, number = start + streams.packed[number], number + 1
        placed.append(replace(folder, packed=tuple(places)))
    return placed


def read_items(fields: Fields) -> list[Item]:
    """The files and folders that a header names."""
    count = fields.count()
    if count > MAX_MEMBERS:
        raise Bomb("members")
    empty, files_without = [False] * count, [False] * count
    names: Sequence[str] = ()
    attributes: list[int] = [0] * count
    while (kind := fields.number()) != END:
        inner = Fields(fields.take(fields.number()))
        if kind == EMPTY_STREAM:
            empty = inner.bits(count)
        elif kind == EMPTY_FILE:
            told = iter(inner.bits(sum(empty)))
            files_without = [next(told) if gone else False for gone in empty]
        elif kind == NAMES:
            names = _names(inner)
        elif kind == ATTRIBUTES:
            known = inner.defined(count)
            if inner.byte():
                raise Unsupported("7z header elsewhere")
            attributes = [inner.word() if one else 0 for one in known]
    if len(names) != count:
        raise Broken("7z names")
    return [
        Item(names[at], attributes[at], not empty[at], empty[at] and not files_without[at])
        for at in range(count)
    ]


def _names(fields: Fields) -> list[str]:
    if fields.byte():
        raise Unsupported("7z header elsewhere")
    text = fields.data[1:].decode("utf-16-le", "replace")
    return text.split("\0")[:-1]
