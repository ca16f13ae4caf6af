"""Where parts of an upload land: one interface over two places.

On local disk a part is streamed through the portal and encrypted under the submission's
key as it is written. On S3 the browser sends it straight to a bucket of its own, which
encrypts it at rest, keeps no versions and empties itself within a day.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.conf import settings

from portal.vault.stream import Source
from submissions.domain.upload_errors import PartsMissingError
from submissions.models import Artefact, Backend, Upload

STORAGE = "landing"
PURPOSE = "landing"
SIGNED_SECONDS = 15 * 60
"""How long a signed part may be sent; a client asks for another when it is over."""


@dataclass(frozen=True, slots=True)
class SignedPart:
    """What a client sends one part with. An empty ``url`` means the portal's own."""

    number: int
    size: int
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Landing(Protocol):
    """One place. ``finish`` and ``discard`` may be repeated."""

    part_bytes: int

    def begin(self, upload: Upload) -> str:
        """Opens the upload there; gives the place's own id of it, or nothing."""
        ...

    def sign(self, upload: Upload, number: int) -> SignedPart: ...

    def put(self, upload: Upload, number: int, source: Source) -> object:
        """Takes a part that the portal received itself. Raises ``NoRoomError``."""
        ...

    def parts(self, upload: Upload) -> dict[int, int]:
        """Bytes of each part that is there, by number."""
        ...

    def finish(self, upload: Upload) -> None:
        """Makes one of the parts. Raises ``PartsMissingError`` and keeps what is there."""
        ...

    def discard(self, upload: Upload) -> None: ...

    def opened(self, upload: Upload) -> AbstractContextManager[Source]:
        """All bytes in order, in plaintext, as a stream."""
        ...


def place(backend: str) -> Landing:
    """The place of an upload by the name its row keeps."""
    if backend == Backend.S3:
        from submissions.domain.landing_s3 import S3Landing  # boto3 is slow to load

        return S3Landing()
    from submissions.domain.landing_local import LocalLanding

    return LocalLanding()


def chosen() -> Backend:
    """Where new uploads go."""
    return Backend.S3 if settings.S3_ENDPOINT else Backend.LOCAL


def opened(artefact: Artefact) -> AbstractContextManager[Source]:
    """The bytes of a file that landed."""
    return place(artefact.upload.backend).opened(artefact.upload)


def whole_parts(upload: Upload, found: Mapping[int, int]) -> list[int]:
    """Numbers of the parts that are there with the length that was promised."""
    return [n for n in range(1, upload.part_count + 1) if found.get(n) == upload.size_of(n)]


def check_all_there(upload: Upload, found: Mapping[int, int]) -> None:
    """Raises ``PartsMissingError`` when a part is missing or one too many."""
    if len(whole_parts(upload, found)) != upload.part_count or len(found) != upload.part_count:
        raise PartsMissingError


def key_for(upload_id: UUID) -> str:
    """The upload's storage key; its id was drawn by the server and says nothing."""
    name = upload_id.hex
    return f"{name[:2]}/{name[2:4]}/{name}"
