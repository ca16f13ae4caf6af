"""What a person says was missed: words, a cell, or a box on a page."""

import re
from collections.abc import Mapping
from uuid import UUID

from portal.accounts.models import User
from submissions.domain import edits
from submissions.domain.edits import NoAreaError, NoCellError, Share
from submissions.models import CleanFile, RedactionEdit

WHOLE = re.compile(r"[0-9]{1,6}")
PERCENT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,3})?")

AREA_FIELDS = (("left", "From left"), ("top", "From top"), ("width", "Width"), ("height", "Height"))
"""Names and labels of the fields that a box on a page is typed into, in percent."""


def take_out(
    submission_id: UUID, user: User, said: Mapping[str, str], clean: CleanFile | None
) -> RedactionEdit:
    """The edit for a form's fields: ``what`` is words, cell or area."""
    everywhere = "everywhere" in said
    match said.get("what", ""):
        case "cell":
            if clean is None:
                raise NoCellError
            place = (_number(said.get("sheet", "")) or 0, said.get("cell", ""))
            return edits.add_cell(
                submission_id, user, clean.artefact_id, place, everywhere=everywhere
            )
        case "area":
            if clean is None:
                raise NoAreaError
            return edits.add_area(submission_id, user, clean, _share(said))
        case _:
            # Without a file there is no "only here": the words go wherever they stand.
            artefact_id = clean.artefact_id if clean is not None and not everywhere else None
            return edits.add(
                submission_id,
                user,
                said.get("words", ""),
                artefact_id,
                number=_number(said.get("page", "")) if artefact_id else None,
                everywhere=everywhere or artefact_id is None,
            )


def uuid_of(text: str) -> UUID | None:
    """An id from a form, or nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if WHOLE.fullmatch(text.strip()) else None


def _share(said: Mapping[str, str]) -> Share:
    left, top, width, height = (
        _percent(said.get(n, "")) for n in ("left", "top", "width", "height")
    )
    return Share(_number(said.get("page", "")) or 0, left, top, width, height)


def _percent(text: str) -> float:
    """A share of 1 from a percentage; -1, which is refused, for what is none."""
    plain = text.strip()
    return float(plain.replace(",", ".")) / 100 if PERCENT.fullmatch(plain) else -1.0
