"""Repositories in an archive: what they say about owners, and their files where none lie beside.

Everything is read as data; git never runs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from scrubbing.engine.detectors.history import History as Secrets
from scrubbing.engine.errors import Broken, TooBig, UnsafePath, Unsupported
from scrubbing.engine.formats.archive.members import Member, checked_path, is_side_file
from scrubbing.engine.git import folders, objects
from scrubbing.engine.git.store import Repository, Snapshot, peel
from scrubbing.engine.types import Fact, Place, Role, Unit

PLACE = Place(part="repository")
URL = re.compile(r"^\s*(?:push)?url\s*=\s*(\S{1,500})", re.MULTILINE | re.IGNORECASE)
PERSON = re.compile(r"^\s*(?:name|email)\s*=\s*(.{1,200}?)\s*$", re.MULTILINE | re.IGNORECASE)
REFLOG = re.compile(
    r"^[0-9a-f]{40} [0-9a-f]{40} ([^<\n]{1,200}) <([^>\n]{1,200})> \d+", re.MULTILINE
)
MOST_PEOPLE = 20_000
MOST_MESSAGES = 200
"""Tags whose words are read beside those of the last commit."""
UNREADABLE = (Broken, TooBig, Unsupported)
"""Harmless where a repository is left out anyway: its files lie beside it."""


@dataclass(frozen=True, slots=True)
class Divided:
    """Members that are files of the work, and what repositories among them say."""

    own: tuple[Member, ...]
    units: tuple[Unit, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A repository's commits and tags by their ids, and the one that is checked out."""

    repository: Repository
    commits: Mapping[str, bytes]
    tags: Mapping[str, bytes]

    @property
    def head(self) -> str:
        return self.repository.head_commit(self.commits, self.tags)

    def snapshot(self) -> Snapshot:
        """The files of the last commit; none where nothing was committed yet.

        Raises ``Broken`` where a ref says a commit that is not there.
        """
        head = self.head
        if not head and self.repository.refs:
            raise Broken("commit")
        return self.repository.snapshot(self.commits[head]) if head else Snapshot()

    def facts(self) -> Iterator[Fact]:
        """Those who made commits and tags or are named in them, first and last day, secrets."""
        told = dict.fromkeys(
            person
            for data in (*self.commits.values(), *self.tags.values())
            for person in objects.people(data)
        )
        yield from (Fact("git_author", person, PLACE) for person in islice(told, MOST_PEOPLE))
        days = sorted(day for data in self.commits.values() for day in objects.days(data))
        yield from (Fact("git_date", day, PLACE) for day in dict.fromkeys([*days[:1], *days[-1:]]))
        yield from (Fact("history_secret", found, PLACE) for found in self._secrets())

    def _secrets(self) -> Iterator[str]:
        """Secrets in any version of any file."""
        looked = Secrets()
        for pack in self.repository.packs:
            pack.visit("blob", looked.add)
        for name, (kind, data) in self.repository.loose.items():
            if kind == "blob":
                looked.add(name, data)
        return looked.untrusted_secrets()

    def units(self) -> Iterator[Unit]:
        """Words that are left out: names of refs, of the last commit and of tags."""
        head = self.head
        for number, name in enumerate(self._dropped_refs(head)):
            yield Unit(f"gone-ref:{number}", name, Role.NAME, place=PLACE, removable=True)
        told = [self.commits[head]] if head else []
        told += [data for _, data in sorted(self.tags.items())]
        for number, data in enumerate(told[:MOST_MESSAGES]):
            if text := objects.message(data):
                yield Unit(f"message:{number}", text, Role.COMMENT, place=PLACE, removable=True)

    def names(self, kind: str) -> list[str]:
        """Short names of branches ("heads") or tags that say the last commit."""
        head, prefix = self.head, f"refs/{kind}/"
        return [
            name.removeprefix(prefix)
            for name, target in sorted(self.repository.refs.items())
            if name.startswith(prefix) and peel(target, self.tags) == head
        ]

    def _dropped_refs(self, head: str) -> list[str]:
        return [
            name
            for name, target in sorted(self.repository.refs.items())
            if peel(target, self.tags) != head or not name.startswith(("refs/heads/", "refs/tags/"))
        ][:MOST_PEOPLE]


def history(repository: Repository) -> History:
    """Reads all commits and tags. Raises ``Broken`` or ``Bomb``."""
    return History(repository, dict(repository.told("commit")), dict(repository.told("tag")))


def files_of(snapshot: Snapshot, base: str = "") -> Iterator[Member]:
    """A commit's files as members below ``base``. Raises ``UnsafePath``."""
    for file in snapshot.files:
        path = checked_path(f"{base}{file.untrusted_path}")
        if folders.in_git(file.untrusted_path):
            raise UnsafePath
        if not is_side_file(path):
            yield Member(path, file.data, file.executable)


def link_units(snapshot: Snapshot) -> Iterator[Unit]:
    """Where links led that are left out."""
    for number, target in enumerate(snapshot.links):
        yield Unit(f"link:{number}", target, Role.LINK, place=PLACE, removable=True)


def divide(everything: Sequence[Member]) -> Divided:
    """Members without repositories' own folders, and what those say.

    Raises ``Broken`` where a repository without files beside it cannot be read, ``Bomb``.
    """
    by_path = {member.untrusted_path: member.data for member in everything}
    homes = _outermost(folders.homes(by_path))
    own = [m for m in everything if not _is_git(m.untrusted_path, homes)]
    facts = list(_text_facts(m for m in everything if _is_git(m.untrusted_path, homes)))
    units: list[Unit] = []
    added: list[Member] = []
    for number, home in enumerate(sorted(homes)):
        base = _base(home)
        beside = folders.is_git_name(home.rpartition("/")[2]) and any(
            member.untrusted_path.startswith(base) for member in own
        )
        try:
            told = history(folders.read(home, by_path))
            facts += told.facts()
            units += _numbered(number, told.units())
            if not beside:
                added += files_of(told.snapshot(), base)
        except UNREADABLE:
            if not beside:
                raise
    present = {member.untrusted_path for member in own}
    own += [member for member in added if member.untrusted_path not in present]
    own.sort(key=lambda member: member.untrusted_path)
    return Divided(tuple(own), tuple(units), tuple(dict.fromkeys(facts)))


def _outermost(homes: frozenset[str]) -> frozenset[str]:
    """Homes that lie in no other one: modules and worktrees are left out with their owner."""
    return frozenset(
        home
        for home in homes
        if not folders.in_git(home.rpartition("/")[0])
        and not any(other != home and _lies_in(home, other) for other in homes)
    )


def _lies_in(path: str, home: str) -> bool:
    return not home or path.startswith(f"{home}/")


def _is_git(path: str, homes: frozenset[str]) -> bool:
    return folders.in_git(path) or any(_lies_in(path, home) for home in homes)


def _base(home: str) -> str:
    """Where a repository's files belong: beside ".git", and in "x" for "x.git"."""
    above, _, name = home.rpartition("/")
    prefix = f"{above}/" if above else ""
    if not home or folders.is_git_name(name):
        return prefix
    return f"{prefix}{name.removesuffix('.git')}/"


def _numbered(number: int, units: Iterable[Unit]) -> list[Unit]:
    return [
        Unit(f"git{number}:{u.locator}", u.text, u.role, place=u.place, removable=True)
        for u in units
    ]


def _text_facts(members: Iterable[Member]) -> Iterator[Fact]:
    """Remotes and authors that settings and logs name."""
    for member in members:
        yield from _of(member.untrusted_path, member.data)


def _of(path: str, data: bytes) -> Iterator[Fact]:
    name = path.casefold()
    text = data[:1_000_000].decode("utf-8", "replace")
    if name.endswith("/config") or name == "config":
        for match in URL.finditer(text):
            yield Fact("git_remote", match[1], PLACE)
        for match in PERSON.finditer(text):
            yield Fact("git_author", match[1], PLACE)
    elif "/logs/" in name:
        for match in REFLOG.finditer(text):
            yield Fact("git_author", match[1].strip(), PLACE)
            yield Fact("git_author", match[2].strip(), PLACE)
