"""A clean copy as a page shows it: our pictures, and text in pieces with each redaction marked.

Everything comes from the sealed preview that was made from the scrubbed file alone. Text
goes through the template's escaping like any other; pictures are pixels we wrote anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from submissions.domain import scrubbing
from submissions.models import CleanFile
from submissions.views import grids
from submissions.views.grids import Block, Group, Line
from submissions.views.marks import WAYS, KindOfMarks, Mark, grouped, marks_of, where
from submissions.views.pieces import Piece, pieces_of

__all__ = ["Block", "Box", "Group", "Line", "Mark", "Picture", "Piece", "Shown", "build", "shown",
           "where"]  # fmt: skip

AT_ONCE = 2
"""Pages whose text layer comes with the page itself; the others come into view with theirs."""
Raw = Mapping[str, Any]
Words = Mapping[int, Sequence[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Box:
    """A covered place on a picture, in the picture's pixels. ``first`` carries the mark's id."""

    mark: Mark
    left: float
    top: float
    width: float
    height: float
    first: bool = True


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the text layer, in the picture's pixels."""

    text: str
    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a picture. ``loaded`` says whether its text layer is here already."""

    number: int
    label: str
    name: str
    width: int
    height: int
    boxes: tuple[Box, ...] = ()
    words: tuple[Word, ...] = ()
    loaded: bool = True
    hidden: bool = False
    drawable: bool = False
    """Whether a box can be drawn on it and taken out."""
    inside: bool = False
    """Whether it lies in a document and is none of its pages."""
    src: str = ""
    """A data address, for pictures that have no other."""

    @property
    def tag_size(self) -> int:
        """Height of a mark's number in the picture's pixels, alike on small and large ones."""
        return max(1, self.width // 75)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive. ``depth`` and ``folder`` lay the tree out."""

    number: int
    path: str
    name: str
    folder: str
    size: int
    kind: str
    left_out: bool
    marks: int
    groups: tuple[Group, ...]
    pictures: tuple[Picture, ...]
    inside: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One file's preview, ready for a template."""

    kind: str
    format: str
    pictures: tuple[Picture, ...] = ()
    groups: tuple[Group, ...] = ()
    marks: tuple[Mark, ...] = ()
    members: tuple[Member, ...] = ()
    inside: tuple[Picture, ...] = ()
    """Pictures that lie in a document, one by one."""
    uncertain: tuple[Mark, ...] = ()
    """Places that were left as they are, for a person to look at."""
    truncated: bool = False

    @property
    def asides(self) -> tuple[Mark, ...]:
        """Marks whose place the preview does not show."""
        return tuple(mark for mark in self.marks if not mark.shown)

    @property
    def kinds(self) -> tuple[KindOfMarks, ...]:
        return grouped(self.marks)

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """How the marks of this file were found, each way once with what it is."""
        used = {mark.found_by for mark in self.marks}
        return tuple(dict.fromkeys(way for way in WAYS.values() if way[0] in used))

    @property
    def drawable(self) -> tuple[tuple[int, str], ...]:
        """Number and name of each page and picture that a box can be drawn on."""
        named = [(picture, picture.label) for picture in (*self.pictures, *self.inside)]
        for member in self.members:
            here = (*member.pictures, *member.inside)
            named += [(one, f"{member.path}, {one.label.lower()}") for one in here]
        return tuple((picture.number, name) for picture, name in named if picture.drawable)

    @property
    def can_draw(self) -> bool:
        """Whether a box on a page can be taken out."""
        return bool(self.drawable)

    @property
    def is_text_alone(self) -> bool:
        """Whether no picture of it could be made, only its text."""
        return self.kind == "plain"

    @property
    def is_missing(self) -> bool:
        """Whether nothing of it can be shown."""
        return self.kind == "none"


def shown(clean: CleanFile) -> Shown | None:
    """The preview of a clean copy; None where none could be made."""
    preview = scrubbing.clean_preview(clean)
    if preview is None:
        return None
    pages = [int(page["number"]) for page in preview.manifest.get("pages") or []]
    return build(preview.manifest, scrubbing.preview_words(preview, pages[:AT_ONCE]))


def with_findings(preview: Shown, found: Mapping[tuple[str, int], int]) -> Shown:
    """The same with the row of each mark's finding, by locator and start."""
    marks = (replace(one, finding=found.get((one.locator, one.start), 0)) for one in preview.marks)
    return replace(preview, marks=tuple(marks))


def one_page(clean: CleanFile, number: int) -> Picture | None:
    """One page with its text layer; None where there is no such page."""
    preview = scrubbing.clean_preview(clean)
    if preview is None:
        return None
    words = scrubbing.preview_words(preview, [number])
    found = [p for p in preview.manifest.get("pages") or [] if int(p["number"]) == number]
    return _picture(found[0], _by_page(preview.manifest), words, "Page") if found else None


def build(
    manifest: Raw, words: Words | None = None, sources: Mapping[str, str] | None = None
) -> Shown:
    """A manifest with its marks as values for the template.

    ``words`` are the text layers that are here, by page. ``sources`` are addresses of
    pictures by name where they are not served from a place of their own.
    """
    marks = marks_of(manifest)
    maybe = marks_of(manifest, uncertain=True)
    kind = str(manifest.get("kind", "code"))
    by_page = _by_page(manifest)
    label = "Slide" if kind == "slides" else "Page"
    pages = {
        int(page["number"]): _picture(page, by_page, words or {}, label, sources or {})
        for page in manifest.get("pages") or []
    }
    blocks = _blocks(manifest, [*marks, *maybe])
    is_tree = kind == "tree"
    sheets = manifest.get("sheets") or []
    return Shown(
        kind=kind,
        format=str(manifest.get("format", "")),
        marks=tuple(mark for mark, _raw in marks),
        uncertain=tuple(mark for mark, _raw in maybe),
        truncated=bool(manifest.get("truncated")),
        members=tuple(_members(manifest, blocks, pages, marks)) if is_tree else (),
        pictures=() if is_tree else _own(pages.values()),
        inside=() if is_tree else _inside(pages.values()),
        groups=()
        if is_tree
        else tuple(grids.groups(kind, [block for _member, block in blocks], sheets)),
    )


def _blocks(manifest: Raw, marks: Sequence[tuple[Mark, Raw]]) -> list[tuple[int | None, Block]]:
    """Each block cut at its marks, with the member it belongs to."""
    here: dict[int, list[tuple[Mark, int, int]]] = {}
    for mark, raw in marks:
        if raw.get("at") is not None:
            block, start, end = raw["at"]
            here.setdefault(block, []).append((mark, start, end))
    return [
        (
            raw.get("member"),
            Block(
                pieces=tuple(
                    pieces_of(str(raw.get("text", "")), here.get(n, []), raw.get("tokens") or [])
                ),
                role=str(raw.get("role", "body")),
                place=raw.get("place") or {},
                label=str(raw.get("label", "")),
            ),
        )
        for n, raw in enumerate(manifest.get("blocks") or [])
    ]


def _members(
    manifest: Raw,
    blocks: Sequence[tuple[int | None, Block]],
    pages: Mapping[int, Picture],
    marks: Sequence[tuple[Mark, Raw]],
) -> Iterator[Member]:
    raw_pages = manifest.get("pages") or []
    blocks_of = [raw.get("member") for raw in manifest.get("blocks") or []]
    counts: dict[int | None, int] = {}
    for _mark, raw in marks:
        at = raw.get("at")
        if at is not None:
            counts[blocks_of[at[0]]] = counts.get(blocks_of[at[0]], 0) + 1
    for number, raw in enumerate(manifest.get("members") or []):
        path = str(raw["path"])
        folder, _stroke, name = path.rpartition("/")
        own = [block for member, block in blocks if member == number]
        here = [pages[int(page["number"])] for page in raw_pages if page.get("member") == number]
        yield Member(
            number=number,
            path=path,
            name=name,
            folder=folder,
            size=int(raw.get("size", 0)),
            kind=str(raw.get("kind", "")),
            left_out=bool(raw.get("left_out")),
            marks=counts.get(number, 0),
            groups=tuple(grids.groups(str(raw.get("kind", "")), own, [])),
            pictures=_own(here),
            inside=_inside(here),
        )


def _own(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    return tuple(picture for picture in pictures if not picture.inside)


def _inside(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Pictures in a document, counted from 1 whatever pages stand before them."""
    found = [picture for picture in pictures if picture.inside]
    return tuple(replace(one, label=f"Picture {n}") for n, one in enumerate(found, 1))


def _by_page(manifest: Raw) -> dict[int, list[Box]]:
    """Boxes by page; a mark's first box is where its line in the list leads."""
    boxes: dict[int, list[Box]] = {}
    for mark, raw in (*marks_of(manifest), *marks_of(manifest, uncertain=True)):
        for position, (page, left, top, right, bottom) in enumerate(raw.get("spots") or []):
            box = Box(mark, left, top, round(right - left, 1), round(bottom - top, 1), not position)
            boxes.setdefault(int(page), []).append(box)
    return boxes


def _picture(
    page: Raw,
    boxes: Mapping[int, Sequence[Box]],
    words: Words,
    label: str,
    sources: Mapping[str, str] | None = None,
) -> Picture:
    number = int(page.get("number", 1))
    name = str(page.get("picture", ""))
    return Picture(
        number=number,
        label=f"{label} {page.get('label', number)}",
        name=name,
        width=int(page.get("width", 0)),
        height=int(page.get("height", 0)),
        boxes=tuple(boxes.get(number, ())),
        words=tuple(_word(word) for word in words.get(number, ())),
        hidden=bool(page.get("hidden")),
        drawable=bool(page.get("surface")),
        inside=bool(page.get("inside")),
        loaded="words" not in page or number in words,
        src=(sources or {}).get(name, ""),
    )


def _word(raw: Sequence[Any]) -> Word:
    text, left, top, right, bottom = raw
    return Word(str(text), left, top, right - left, bottom - top)
