"""All objects of one repository: its packs and its loose objects, found by their hashes."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scrubbing.engine.errors import Bomb, Broken, TooDeep, UnsafePath
from scrubbing.engine.git import objects
from scrubbing.engine.git.budget import LARGEST, MOST_OBJECTS, Budget, budget_for, check_size
from scrubbing.engine.git.packs import Pack, name_of
from scrubbing.engine.limits import MAX_MEMBERS

DEEPEST_TREE = 100
MOST_STEPS = 20 * MAX_MEMBERS
"""Lines of trees that are followed, folders included."""
FAVOURITES = ("refs/heads/main", "refs/heads/master", "refs/heads/trunk", "refs/heads/develop")


@dataclass(frozen=True, slots=True)
class File:
    """A regular file of a commit's tree."""

    untrusted_path: str
    data: bytes
    executable: bool = False


@dataclass(slots=True)
class Snapshot:
    """A commit's files, and the targets of links that are left out with submodules."""

    files: list[File] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Repository:
    """``refs`` name ids; ``head`` is a ref's name or an id, "" where nothing says it."""

    packs: tuple[Pack, ...]
    loose: Mapping[str, tuple[str, bytes]]
    refs: Mapping[str, str]
    head: str = ""

    def told(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Every commit or tag with its id."""
        found: list[tuple[str, bytes]] = []
        for pack in self.packs:
            pack.visit(kind, lambda name, data: found.append((name, data)))
        yield from found
        yield from ((name, data) for name, (of, data) in self.loose.items() if of == kind)

    def head_commit(self, commits: Mapping[str, bytes], tags: Mapping[str, bytes]) -> str:
        """The id of the commit that a clone would check out, else ""."""
        wanted = [self.head, self.refs.get(self.head, ""), self.refs.get("HEAD", "")]
        wanted += [self.refs[name] for name in FAVOURITES if name in self.refs]
        wanted += [self.refs[name] for name in sorted(self.refs)]
        peeled = (peel(name, tags) for name in wanted)
        return next((name for name in peeled if name in commits), "")

    def snapshot(self, commit: bytes) -> Snapshot:
        """The files of a commit. Raises ``Broken`` where an object is missing."""
        for pack in self.packs:
            pack.visit("tree", _ignore)
        leaves = self._bounded(objects.target(commit, "tree"))
        kept = [leaf for leaf in leaves if objects.is_file(leaf[1]) or leaf[1] == objects.LINK]
        blobs = self._blobs({name for _, _, name in kept})
        found = Snapshot()
        for path, mode, name in kept:
            if name not in blobs:
                raise Broken("object")
            if mode == objects.LINK:
                found.links.append(blobs[name].decode("utf-8", "replace"))
            else:
                executable = mode == objects.EXECUTABLE
                found.files.append(File(path, blobs[name], executable))
        return found

    def _bounded(self, tree: str) -> list[tuple[str, str, str]]:
        """All leaves. Few folders that name one another many times make endlessly many."""
        steps = Budget(MOST_STEPS)
        leaves: list[tuple[str, str, str]] = []
        for leaf in self._leaves(tree, "", 0, steps):
            leaves.append(leaf)
            if len(leaves) > MAX_MEMBERS:
                raise Bomb("members")
        return leaves

    def _leaves(
        self, tree: str, above: str, depth: int, steps: Budget
    ) -> Iterator[tuple[str, str, str]]:
        """(path, mode, id) of everything that is no folder."""
        if depth > DEEPEST_TREE:
            raise TooDeep("folders")
        for entry in objects.entries(self._get("tree", tree)):
            steps.take(1)
            if "/" in entry.untrusted_name:
                raise UnsafePath
            path = f"{above}{entry.untrusted_name}"
            if entry.mode == objects.FOLDER:
                yield from self._leaves(entry.id, f"{path}/", depth + 1, steps)
            else:
                yield path, entry.mode, entry.id

    def _get(self, kind: str, name: str) -> bytes:
        loose = self.loose.get(name)
        if loose and loose[0] == kind:
            return loose[1]
        data = next((data for pack in self.packs if (data := pack.get(name)) is not None), None)
        if data is None:
            raise Broken("object")
        return data

    def _blobs(self, wanted: set[str]) -> dict[str, bytes]:
        found = {
            name: data for name, (of, data) in self.loose.items() if of == "blob" and name in wanted
        }

        def keep(name: str, data: bytes) -> None:
            if name in wanted:
                found[name] = data

        for pack in self.packs:
            pack.visit("blob", keep)
        return found


def peel(name: str, tags: Mapping[str, bytes]) -> str:
    """The object behind a tag of a tag."""
    for _ in range(DEEPEST_TREE):
        if name not in tags:
            break
        name = objects.target(tags[name], "object")
    return name


def loose_objects(files: Iterable[bytes], budget: Budget) -> dict[str, tuple[str, bytes]]:
    """Kind and bytes of each loose object by its true id; what is none is passed over."""
    found: dict[str, tuple[str, bytes]] = {}
    for number, packed in enumerate(files):
        if number >= MOST_OBJECTS:
            break
        stream = zlib.decompressobj()
        try:
            plain = stream.decompress(packed, LARGEST + 64)
        except zlib.error:
            continue
        budget.take(len(plain))
        head, _, data = plain.partition(b"\0")
        kind = head.partition(b" ")[0].decode("latin-1")
        if not stream.eof or kind not in ("commit", "tree", "blob", "tag"):
            continue
        check_size(len(data))
        found[name_of(kind, data)] = kind, data
    return found


def repository(
    packs: Iterable[bytes], loose: Iterable[bytes], refs: Mapping[str, str], head: str
) -> Repository:
    """A repository from its parts. Raises ``Broken``, ``Bomb`` or ``TooBig``."""
    packed, single = list(packs), list(loose)
    budget = budget_for(sum(map(len, packed)) + sum(map(len, single)))
    return Repository(
        tuple(Pack(data, budget) for data in packed), loose_objects(single, budget), refs, head
    )


def _ignore(_name: str, _data: bytes) -> None:
    pass
