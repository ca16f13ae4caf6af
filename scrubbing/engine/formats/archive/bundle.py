"""Bundles of git: the files of the last commit cleaned, as one commit by nobody."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrubbing.engine.errors import Empty
from scrubbing.engine.formats.archive import contents, repository
from scrubbing.engine.formats.archive.members import LONGEST_PART, Member
from scrubbing.engine.formats.archive.repository import PLACE, History
from scrubbing.engine.git import bundles
from scrubbing.engine.git.store import File, Snapshot
from scrubbing.engine.leaves import splice
from scrubbing.engine.types import Box, Edit, Extraction, Role, Toolbox, Unit, Untrusted

KINDS = ("heads", "tags")
UNSAFE = re.compile(r"[^\w./+-]|\.\.+|//+|@\{|(?<![^/])[.-]|(?:\.|\.lock)(?=/|$)|/$|^/")
FALLBACK = {"heads": "main", "tags": "tag"}


class BundleHandler:
    """bundle. History stays behind; who wrote it is said by facts."""

    name = "bundle"
    formats = ("bundle",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units of every file, path and name of a branch or tag that stays."""
        told, snapshot, own = _opened(untrusted.data)
        inner = contents.extract(own, toolbox)
        units = (
            *inner.units,
            *_ref_units(told),
            *told.units(),
            *repository.link_units(snapshot),
        )
        facts = (*told.facts(), *inner.facts)
        return replace(inner, format="bundle", units=units, facts=facts)

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """A bundle that clones, with branches and tags of the last commit alone."""
        told, _, own = _opened(untrusted.data)
        files = [
            File(member.untrusted_path, member.data, member.executable)
            for member in contents.rewrite(own, edits, boxes, toolbox)
        ]
        heads, tags = (_new_names(told, kind, edits) for kind in KINDS)
        return bundles.write(files, heads or [FALLBACK["heads"]], tags)

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """Names of refs, messages, people, paths and all text of every file."""
        told, _, own = _opened(output)
        words = [*told.repository.refs, *(unit.text for unit in told.units())]
        words += [fact.untrusted_value for fact in told.facts()]
        return [*words, *contents.texts(own, toolbox)]


def _opened(data: bytes) -> tuple[History, Snapshot, tuple[Member, ...]]:
    """Raises ``Empty`` where no commit can be checked out."""
    told = repository.history(bundles.read(data))
    if not told.head:
        raise Empty("no commit")
    snapshot = told.snapshot()
    own = {member.untrusted_path: member for member in repository.files_of(snapshot)}
    return told, snapshot, tuple(member for _, member in sorted(own.items()))


def _ref_units(told: History) -> Iterator[Unit]:
    for kind in KINDS:
        for number, name in enumerate(told.names(kind)):
            yield Unit(f"ref:{kind}:{number}", name, Role.NAME, place=PLACE)


def _new_names(told: History, kind: str, edits: Sequence[Edit]) -> list[str]:
    """Names after their edits, each one that git takes and none below another."""
    mine = defaultdict(list)
    for edit in edits:
        mine[edit.locator].append(edit)
    paths = contents.Paths()
    return [
        paths.free(_safe(splice(name, mine[f"ref:{kind}:{number}"])) or FALLBACK[kind])
        for number, name in enumerate(told.names(kind))
    ]


def _safe(name: str) -> str:
    return UNSAFE.sub("-", name)[: LONGEST_PART // 2].strip("-/.")
