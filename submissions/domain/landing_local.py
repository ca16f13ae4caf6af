"""Parts on this machine's disk, encrypted as they are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import cast
from uuid import UUID, uuid4

from django.core import signing
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from portal.storage import PrivateLocalStorage
from portal.vault.errors import Tampered
from portal.vault.keys import Key
from portal.vault.stream import Copied, Source
from submissions.domain import sealed
from submissions.domain.landing import (
    PURPOSE,
    SIGNED_SECONDS,
    STORAGE,
    SignedPart,
    check_all_there,
    key_for,
)
from submissions.domain.upload_errors import (
    PartDiffersError,
    PartSizeError,
    SignatureExpiredError,
)
from submissions.models import Upload, UploadPart

TOKEN_HEADER = "X-Airlock-Part"  # noqa: S105 - a header's name
_signer = signing.TimestampSigner(salt="upload part")


class LocalLanding:
    """Signed tokens stand for one part of one upload and its exact size."""

    part_bytes = 8 * 1024 * 1024

    def begin(self, upload: Upload) -> str:
        del upload
        return ""

    def sign(self, upload: Upload, number: int) -> SignedPart:
        token = _signer.sign(f"{upload.pk}:{number}")
        return SignedPart(number, upload.size_of(number), headers={TOKEN_HEADER: token})

    def put(self, upload: Upload, number: int, source: Source) -> UploadPart:
        return put(upload, number, source)

    def parts(self, upload: Upload) -> dict[int, int]:
        return dict(upload.parts.values_list("number", "size"))

    def finish(self, upload: Upload) -> None:
        """The parts stay as they are and are read one after the other."""
        check_all_there(upload, self.parts(upload))

    def discard(self, upload: Upload) -> None:
        storages[STORAGE].delete(key_for(upload.pk))

    @contextmanager
    def opened(self, upload: Upload) -> Iterator[Source]:
        yield _Joined(upload, list(upload.parts.all()))


def check_token(upload: Upload, number: int, token: str) -> None:
    """Raises ``SignatureExpiredError`` for one that is old, forged, or of another part."""
    try:
        signed = _signer.unsign(token, max_age=SIGNED_SECONDS)
    except signing.BadSignature:  # also the parent of SignatureExpired
        raise SignatureExpiredError from None
    if signed != f"{upload.pk}:{number}":
        raise SignatureExpiredError


def put(upload: Upload, number: int, source: Source) -> UploadPart:
    """Takes one part whole or not at all. The same bytes again give the same row.

    Raises ``PartSizeError`` when there are more or fewer bytes than were promised, and
    ``PartDiffersError`` when other bytes came before.
    """
    storage = cast("PrivateLocalStorage", storages[STORAGE])
    name = f"{key_for(upload.pk)}/{number}-{uuid4().hex}"
    size = upload.size_of(number)
    key = sealed.key_of(upload.artefact.submission_id)
    with storage.writing(name) as target:
        copied = key.encrypt(PURPOSE, _Bounded(source, size), target, bound_to(upload.pk, number))
        if copied.size != size:
            raise PartSizeError
    return record(upload, number, name, copied)


def record(upload: Upload, number: int, name: str, copied: Copied) -> UploadPart:
    """Keeps the part that was written, or the equal one that was there first."""
    try:
        with transaction.atomic():
            return upload.parts.create(
                number=number, size=copied.size, sha256=copied.sha256, storage_key=name
            )
    except IntegrityError:
        storages[STORAGE].delete(name)
        there = upload.parts.get(number=number)
        if (there.sha256, there.size) != (copied.sha256, copied.size):
            raise PartDiffersError from None
        return there


def bound_to(upload_id: UUID, number: int) -> bytes:
    """What a part's ciphertext is bound to: it opens in no other place."""
    return upload_id.bytes + number.to_bytes(4, "big")


@dataclass(slots=True)
class _Bounded:
    """At most one byte more than promised, so that too many are noticed and not stored."""

    source: Source
    left: int

    def read(self, size: int = -1, /) -> bytes:
        wanted = min(size, self.left + 1) if size >= 0 else self.left + 1
        if wanted <= 0:
            return b""
        piece = self.source.read(wanted)
        self.left -= len(piece)
        return piece


class _Joined:
    """The parts' plaintext as one stream; one part is held in memory at a time."""

    def __init__(self, upload: Upload, parts: list[UploadPart]) -> None:
        self._upload, self._parts = upload, parts
        self._key: Key = sealed.key_of(upload.artefact.submission_id)
        self._current = BytesIO()

    def read(self, size: int = -1, /) -> bytes:
        while not (piece := self._current.read(size)) and self._parts:
            self._current = self._plain(self._parts.pop(0))
        return piece

    def _plain(self, part: UploadPart) -> BytesIO:
        target = BytesIO()
        bound = bound_to(self._upload.pk, part.number)
        with storages[STORAGE].open(part.storage_key, "rb") as source:
            copied = self._key.decrypt(PURPOSE, source, target, bound)
        if copied.sha256 != part.sha256:
            raise Tampered("upload part")
        target.seek(0)
        return target
