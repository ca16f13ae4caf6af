"""What every kind of settings says until a programme says otherwise."""

from collections.abc import Mapping
from typing import Any

from portal.programmes.kinds import SettingKind

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE

TASK_FIELDS = {
    "title": "required",
    "request": "required",
    "context": "required",
    "constraints": "optional",
    "rubric": "required",
    "category": "required",
    "domain": "required",
    "occupation": "required",
    "sector": "optional",
    "seniority": "optional",
    "years_of_experience": "optional",
    "relation": "required",
    "hours_spent": "required",
    "month_done": "required",
    "difficulty": "required",
    "representativeness": "required",
    "authenticity": "required",
    "ai_assistance": "required",
    "tools_used": "optional",
    "language": "required",
    "sensitive_topics": "optional",
    "already_removed": "optional",
    "redoable_by_stranger": "required",
}
"""Every field of a task and whether a programme asks for it: required, optional, hidden."""

FILE_TYPES = (
    "docx", "xlsx", "pptx", "doc", "xls", "ppt", "rtf", "odt", "ods", "odp", "pdf", "epub",
    "png", "jpg", "jpeg", "gif", "webp", "tiff", "bmp", "heic", "svg",
    "txt", "md", "csv", "tsv", "html", "xml", "json", "yaml", "toml", "ipynb",
    "eml", "msg", "mbox", "ics", "vcf", "zip", "7z", "tar", "gz", "tgz", "bundle",
)  # fmt: skip

MEDIA = {
    "datasets": "in collections of data that AI systems are trained or tested with",
    "papers": "quoted in reports and papers about them",
    "web": "shown on web pages",
}
"""Where a sample may appear. A programme says where it does, an owner where it may."""

_TERMS_TEXT = (
    "You hand over samples of work you did. Nobody can read a file before machines have "
    "checked and scrubbed it. You confirm the scrubbed copy before a reviewer sees it.\n\n"
    "You say truthfully who owns the work and which agreements cover it. A sample whose "
    "owner has not agreed is held and not used.\n\n"
    "You may withdraw a sample at any time, without a reason and without paying anything "
    "back. Downloads stop at once and the next version of a dataset leaves it out. A model "
    "that was already trained is not un-trained by it."
)

DEFAULTS: Mapping[SettingKind, Mapping[str, Any]] = {
    SettingKind.TERMS: {
        "material": True,
        "texts": {"en": {"title": "Terms for contributing work samples", "text": _TERMS_TEXT}},
    },
    SettingKind.TASK_FORM: {
        "fields": TASK_FIELDS,
        "categories": [
            "technical writing",
            "code and architecture",
            "marketing and creative",
            "business analysis and strategy",
            "design and UX",
        ],
        "domains": ["business", "law", "medicine", "programming", "science", "other"],
        "rubric_items_min": 1,
        "deliverables_min": 1,
    },
    SettingKind.INTAKE: {
        "types": list(FILE_TYPES),
        "max_file_bytes": 512 * MEBIBYTE,
        "max_submission_bytes": 2 * GIBIBYTE,
        "max_files": 5000,
        "max_file_seconds": 3600,
        "contractor_quota_bytes": 20 * GIBIBYTE,
        "programme_quota_bytes": 2000 * GIBIBYTE,
        "macros": "refuse",
        "git_history": "drop",
    },
    SettingKind.SCRUB: {"base": "balanced", "entities": {}, "gender": "drop", "dates": "keep"},
    SettingKind.CONSENT: {
        "purposes": {
            "evaluation": "Testing and comparing AI systems",
            "training": "Training AI systems",
        },
        "minimum_term_days": 365,
        "territories": [],
        "media_of_use": ["datasets"],
        "open_licences": ["CC0-1.0", "CC-BY-4.0", "MIT", "Apache-2.0", "BSD-3-Clause"],
        "authenticity": ["real", "real_adapted", "reconstructed"],
        "public_labels": ["public"],
        "rights_holder_link_days": 14,
    },
    SettingKind.REVIEW: {
        "clearances": 1,
        "lease_minutes": 45,
        "due_hours": 48,
        "quality_gate": True,
        "quality_minimum": 3,
        "audit_sample_percent": 5,
        "vendor_conflict": True,
        "checklist": {
            "malware": "No sign of malware",
            "personal": "No personal data left",
            "confidential": "Nothing confidential left",
            "rights": "The right to use it is proved",
            "markings": "Every marking is explained",
            "metadata": "Metadata is clean",
        },
    },
    SettingKind.RATE: {"currency": "EUR", "per_accepted_sample_cents": 0, "note": ""},
    SettingKind.RETENTION: {
        "originals_days": 30,
        "restricted_originals_days": 7,
        "withdrawal_hours": 72,
        "idle_draft_days": 90,
        "unfinished_upload_hours": 24,
    },
}
