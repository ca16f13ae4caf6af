"""What each kind of settings may say, and a sentence for each thing wrong with it."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from portal.programmes.defaults import FILE_TYPES, GIBIBYTE, MEDIA, TASK_FIELDS
from portal.programmes.kinds import SettingKind

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Schema = dict[str, Any]

NAME = "^[a-z][a-z0-9_]{0,39}$"
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 20_000, "pattern": r"\S"}
LINE: Schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S"}


def whole(low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def one_of(*words: str) -> Schema:
    return {"enum": list(words)}


def words(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least, "uniqueItems": True}


def named(value: Schema, least: int = 1, names: str = NAME) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": names},
        "additionalProperties": value,
        "minProperties": least,
    }


def exactly(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


SCHEMAS: Mapping[SettingKind, Schema] = {
    SettingKind.TERMS: exactly(
        material={"type": "boolean"},
        texts=named(exactly(title=LINE, text=TEXT), names="^[a-z]{2,3}(-[a-z0-9]{2,8})*$"),
    ),
    SettingKind.TASK_FORM: exactly(
        fields=exactly(**{name: one_of("required", "optional", "hidden") for name in TASK_FIELDS}),
        categories=words(LINE, 1),
        domains=words(LINE, 1),
        rubric_items_min=whole(0, 50),
        deliverables_min=whole(1, 50),
    ),
    SettingKind.INTAKE: exactly(
        types=words(one_of(*FILE_TYPES), 1),
        max_file_bytes=whole(1, 2 * GIBIBYTE),
        max_submission_bytes=whole(1, 50 * GIBIBYTE),
        max_files=whole(1, 50_000),
        max_file_seconds=whole(30, 3600),
        contractor_quota_bytes=whole(1, 2000 * GIBIBYTE),
        programme_quota_bytes=whole(1, 100_000 * GIBIBYTE),
        macros=one_of("refuse", "strip"),
        git_history=one_of("drop", "hold"),
    ),
    SettingKind.SCRUB: exactly(
        base=one_of("balanced", "strict", "code"),
        entities=named(
            exactly(
                action=one_of("surrogate", "label", "drop", "keep", "hold"),
                threshold={"type": "number", "minimum": 0, "maximum": 1},
            ),
            0,
        ),
        gender=one_of("drop", "keep"),
        dates=one_of("keep", "shift", "drop"),
    ),
    SettingKind.CONSENT: exactly(
        purposes=named(LINE),
        minimum_term_days=whole(0, 36_500),
        territories=words({"type": "string", "pattern": "^[A-Z]{2}$"}),
        media_of_use=words(one_of(*MEDIA), 1),
        open_licences=words(LINE),
        authenticity=words(one_of("real", "real_adapted", "reconstructed", "fabricated"), 1),
        public_labels=words(LINE),
        rights_holder_link_days=whole(1, 30),
    ),
    SettingKind.REVIEW: exactly(
        clearances=whole(1, 2),
        lease_minutes=whole(5, 480),
        due_hours=whole(1, 720),
        quality_gate={"type": "boolean"},
        quality_minimum=whole(1, 5),
        audit_sample_percent=whole(0, 100),
        vendor_conflict={"type": "boolean"},
        checklist=named(LINE),
    ),
    SettingKind.RATE: exactly(
        currency={"type": "string", "pattern": "^[A-Z]{3}$"},
        per_accepted_sample_cents=whole(0, 100_000_000),
        note={"type": "string", "maxLength": 2000},
    ),
    SettingKind.RETENTION: exactly(
        originals_days=whole(0, 3650),
        restricted_originals_days=whole(0, 365),
        withdrawal_hours=whole(1, 720),
        idle_draft_days=whole(1, 3650),
        unfinished_upload_hours=whole(1, 168),
    ),
}


def sentences(kind: SettingKind, body: object) -> list[str]:
    """One sentence per mistake, in the order of the body; none where it may be used."""
    found = _validator(kind).iter_errors(body)
    return [
        _sentence(error)
        for error in sorted(found, key=lambda error: [str(step) for step in error.absolute_path])
    ]


@cache
def _validator(kind: SettingKind) -> "Draft202012Validator":
    # Loaded where settings are written: it is a tenth of the time to the first page.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(SCHEMAS[kind])


def _sentence(error: "ValidationError") -> str:
    where = " → ".join(str(step).replace("_", " ") for step in error.absolute_path) or "The setting"
    return f"{where} {_complaint(str(error.validator), error.validator_value)}"


def _complaint(rule: str, value: Any) -> str:
    match rule:
        case "required":
            return "lacks something that must be there."
        case "additionalProperties":
            return "has an entry that does not exist."
        case "enum":
            return f"must be one of: {', '.join(map(str, value))}."
        case "type":
            return f"must be {_TYPES.get(str(value), str(value))}."
        case "minimum":
            return f"must be at least {value:,}."
        case "maximum":
            return f"must be at most {value:,}."
        case "minLength" | "minItems" | "minProperties":
            return "must not be empty."
        case "maxLength":
            return f"must be at most {value:,} characters long."
        case "uniqueItems":
            return "names something twice."
        case _:
            return "is not written the way it must be."


_TYPES = {
    "boolean": "yes or no",
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "a group of entries",
}
