"""The engine's vocabulary: what flows between formats, detectors and the pipeline.

Everything here is a frozen value. A name that begins with ``untrusted`` holds bytes or
text of an upload that nothing has verified yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Kind(StrEnum):
    """What a span is. Policies, labels and counts are keyed by these words."""

    PERSON = "person"
    ORGANIZATION = "organization"
    LOCATION = "location"
    ADDRESS = "address"
    DATE_TIME = "date_time"
    DATE_OF_BIRTH = "date_of_birth"
    DEMOGRAPHIC = "demographic"
    QUANTITY = "quantity"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    HOST = "host"
    IP_ADDRESS = "ip_address"
    MAC_ADDRESS = "mac_address"
    PATH = "path"
    USERNAME = "username"
    REFERENCE = "reference"
    TAX_ID = "tax_id"
    SOCIAL_ID = "social_id"
    HEALTH_ID = "health_id"
    IDENTITY_DOCUMENT = "identity_document"
    CARD = "card"
    BANK_ACCOUNT = "bank_account"
    CRYPTO = "crypto"
    COORDINATE = "coordinate"
    LICENCE_PLATE = "licence_plate"
    SECRET = "secret"  # noqa: S105 - a kind, not a password
    DECLARED = "declared"
    FACE = "face"
    BARCODE = "barcode"
    MANUAL = "manual"


class Role(StrEnum):
    """Where in its document a unit stands; decides context, not whether it is read."""

    BODY = "body"
    HEADING = "heading"
    CELL = "cell"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    COMMENT = "comment"
    HIDDEN = "hidden"
    PROPERTY = "property"
    AUTHOR = "author"
    NAME = "name"
    LINK = "link"
    ALT = "alt"
    CODE = "code"
    KEY = "key"
    WATERMARK = "watermark"
    MASTER = "master"
    OCR = "ocr"


STYLE = "style"
"""The context of units that name a font, a style, a vocabulary: only known values go there."""
FORMULA = "formula"
"""The context of units that are formulas of a workbook: addresses of cells are no values there."""


@dataclass(frozen=True, slots=True)
class Untrusted:
    """One uploaded file, whole in memory: its name as given and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person finds a unit: numbers only, so that it may be stored and shown.

    All counts begin at 1. ``cell`` is an A1 reference. ``part`` is a word of ours
    ("header", "notes", "properties"), never a name taken from the file. ``box`` is
    (left, top, right, bottom) in points (PDF) or pixels (images) from the top left.
    """

    page: int | None = None
    slide: int | None = None
    sheet: int | None = None
    cell: str | None = None
    line: int | None = None
    part: str | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text that is read and rewritten as one: a paragraph, a cell, a value.

    ``locator`` is unique in the file and the same on every extraction of the same
    bytes. ``context`` is text that explains the unit (a column's header, a list's
    lead-in): detectors may read it, nothing edits it. ``removable`` units are dropped
    by the rewriter whatever they hold (comments, properties); they are still extracted,
    because what they say is knowledge about the submission.
    """

    locator: str
    text: str
    role: Role = Role.BODY
    context: str = ""
    place: Place = field(default_factory=Place)
    removable: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the file says about itself that is not text to scrub.

    ``name`` is a word of ours: "author", "last_modified_by", "company", "template",
    "label_id", "label_tenant", "label_name", "software", "git_author", "git_remote",
    "git_date", "history_secret", "created", "modified", "image_hash", "image_look",
    "member_blob".
    ``untrusted_value`` never leaves quarantine.
    """

    name: str
    untrusted_value: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All a handler could read of one file."""

    format: str
    units: tuple[Unit, ...]
    facts: tuple[Fact, ...] = ()
    boxes: tuple["Box", ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A region of pixels to cover that is not text: a face, a barcode, a signature."""

    locator: str
    kind: Kind
    score: float
    place: Place


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (code points, end excluded) of one unit's text.

    ``score`` is the probability that the span is of this kind, 0 to 1.
    """

    locator: str
    start: int
    end: int
    kind: Kind
    score: float
    detector: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace characters ``start`` to ``end`` of a unit. Edits of a unit never overlap."""

    locator: str
    start: int
    end: int
    replacement: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """What was removed, safe to store: never the text.

    ``digest`` is an HMAC-SHA256 (hex) of the normalised value under the submission's
    key, ``number`` counts the values of a kind in the submission from 1, ``surrogate``
    is what stands there now.
    """

    kind: Kind
    detector: str
    score: float
    locator: str
    place: Place
    start: int
    end: int
    digest: str
    number: int
    surrogate: str
    suggestion: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """What was done to be sure: stages, tools with versions, rounds, hashes; no text."""

    stages: tuple[str, ...]
    tools: Mapping[str, str]
    rounds: int
    input_sha256: str
    output_sha256: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The only good outcome: bytes that were verified, under a scrubbed name."""

    name: str
    data: bytes
    format: str
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    proof: Proof


class Handler(Protocol):
    """One family of formats. Stateless; every method may raise a ``ScrubError``.

    ``toolbox`` lets a container hand an inner file back to the registry (see
    ``scrubbing.engine.registry.Toolbox``), so that handlers do not know each other.

    Laws, tested over formats and samples: rewriting without edits keeps all text of
    units that are not removable; extracting after an edit gives the edit; truncated
    input raises; same input, same bytes.
    """

    @property
    def name(self) -> str: ...

    @property
    def formats(self) -> tuple[str, ...]: ...

    def extract(self, untrusted: Untrusted, toolbox: "Toolbox") -> Extraction: ...

    def rewrite(
        self,
        untrusted: Untrusted,
        edits: Sequence[Edit],
        boxes: Sequence[Box],
        toolbox: "Toolbox",
    ) -> bytes: ...

    def texts(self, output: bytes, toolbox: "Toolbox") -> Sequence[str]:
        """All text in an output, read with other parsers than ``rewrite`` used."""
        ...


@dataclass(frozen=True, slots=True)
class Lost:
    """Characters ``start`` to ``end`` of a unit that went beside the edits.

    ``untrusted_said`` is what some reader saw there, in which a value leaked.
    """

    locator: str
    start: int
    end: int
    untrusted_said: str


@dataclass(frozen=True, slots=True)
class Pictured:
    """An output whose proof had failed once, and what was taken out of it besides."""

    data: bytes
    lost: tuple[Lost, ...] = ()


@runtime_checkable
class PictureMaker(Protocol):
    """A handler that can keep as pictures the parts of a file that it cannot prove clean.

    Asked once, where the proof of ``rewrite``'s output failed. ``leaks`` tells whether a
    text holds something that had to go. Raises ``Leaked`` where this is no way out.
    """

    def rewrite_as_pictures(
        self,
        untrusted: Untrusted,
        edits: Sequence[Edit],
        boxes: Sequence[Box],
        toolbox: "Toolbox",
        leaks: Callable[[str], bool],
    ) -> Pictured: ...


class Detector(Protocol):
    """One family of things to find. Gets all units of a file at once, for batching."""

    @property
    def name(self) -> str: ...

    @property
    def kinds(self) -> tuple[Kind, ...]: ...

    def detect(self, units: Sequence[Unit]) -> Sequence[Span]: ...


class Toolbox(Protocol):
    """What a handler may ask for. The registry builds it; tests build their own."""

    @property
    def depth(self) -> int:
        """How many containers stand above this file; 0 for the upload itself."""
        ...

    def extract(self, untrusted: Untrusted) -> Extraction:
        """Read an inner file. Raises ``TooDeep`` beyond the limit."""
        ...

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box]
    ) -> tuple[str, bytes]:
        """Rewrite an inner file; gives the suffix of its output format and its bytes."""
        ...

    def texts(self, name: str, output: bytes) -> Sequence[str]:
        """All text in an inner output."""
        ...

    def read_image(self, data: bytes) -> Extraction:
        """OCR an image: units with role OCR and pixel boxes, faces and codes as boxes."""
        ...

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:
        """Convert by LibreOffice. Raises ``NeedsTool`` where it is absent."""
        ...

    def convert_pictures(self, pictures: Sequence[tuple[bytes, str]]) -> None:
        """Convert many drawings to PNG at a time, which ``convert`` then gives at once."""
        ...

    def arranged(self, order: Sequence[int]) -> None:
        """Hear from an archive which member of the input each one it wrote was."""
        ...
