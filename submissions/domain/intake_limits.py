"""What may be uploaded: names, types, sizes, and how much room a person has."""

import re
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Sum

from portal.programmes.defaults import FILE_TYPES, GIBIBYTE
from portal.programmes.models import SettingKind
from submissions.domain.upload_errors import (
    BadNameError,
    EmptyFileError,
    FileTooBigError,
    NoRoomError,
    OverQuotaError,
    TooManyFilesError,
    TypeNotAcceptedError,
)
from submissions.models import Artefact, Shape, Submission
from submissions.states import GONE

MAX_NAME = 200
SPARE_BYTES = GIBIBYTE
"""Kept free on the portal's own disk, beyond what an upload needs there twice."""
_HIDING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters and those that turn the direction of reading: ``gpj.exe`` as ``exe.jpg``."""


def checked_name(untrusted_name: str) -> str:
    """A plain file or folder name in NFC. Raises ``BadNameError``."""
    name = unicodedata.normalize("NFC", untrusted_name).strip()
    path_like = "/" in name or "\\" in name or name in (".", "..")
    if not name or len(name) > MAX_NAME or path_like or _HIDING.search(name):
        raise BadNameError
    return name


def check_type(untrusted_name: str, shape: Shape, intake: Mapping[str, Any]) -> None:
    """Refuses a type the programme has left out, by suffix; bytes are looked at later.

    Suffixes that no programme can choose pass here: source code has hundreds.
    """
    suffix = PurePosixPath(untrusted_name.lower()).suffix.removeprefix(".")
    if shape is Shape.FILE and suffix in FILE_TYPES and suffix not in intake["types"]:
        raise TypeNotAcceptedError


def check_room(
    submission: Submission, size: int, intake: Mapping[str, Any], replaced: Artefact | None
) -> None:
    """Whether ``size`` bytes more are within every limit; what is replaced does not count.

    The caller holds a lock that lets one upload of the contractor start at a time.
    """
    if size <= 0:
        raise EmptyFileError
    if size > int(intake["max_file_bytes"]):
        raise FileTooBigError
    replaces = replaced.pk if replaced else None
    if _live(replaces).filter(submission=submission).count() >= int(intake["max_files"]):
        raise TooManyFilesError
    if size > room_left(submission, intake, replaces):
        raise OverQuotaError
    _check_disk(size)


def room_left(submission: Submission, intake: Mapping[str, Any], replaces: UUID | None) -> int:
    """Bytes that the sample, its contractor and the programme may still have."""
    programme = _live(replaces).filter(submission__programme=submission.programme_id)
    contractor = programme.filter(submission__contractor=submission.contractor_id)
    return min(
        limit - _bytes_of(rows)
        for rows, limit in (
            (programme.filter(submission=submission), int(intake["max_submission_bytes"])),
            (contractor, int(intake["contractor_quota_bytes"])),
            (programme, int(intake["programme_quota_bytes"])),
        )
    )


def _live(replaces: UUID | None) -> QuerySet[Artefact]:
    """Files that take room; what is to be replaced does not."""
    live = Artefact.objects.exclude(state__in=GONE)
    return live.exclude(pk=replaces) if replaces else live


def intake_of(submission: Submission) -> Mapping[str, Any]:
    """The programme's intake settings in force."""
    return submission.programme.setting(SettingKind.INTAKE).body


def _bytes_of(rows: QuerySet[Artefact]) -> int:
    return int(rows.aggregate(total=Sum("size"))["total"] or 0)


def _check_disk(size: int) -> None:
    """On local disk an upload is there twice while it moves into quarantine."""
    if settings.S3_ENDPOINT:
        return
    if shutil.disk_usage(settings.VAR_DIR).free < 2 * size + SPARE_BYTES:
        raise NoRoomError
