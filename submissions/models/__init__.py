"""One file per noun."""

from submissions.models.artefact import Artefact, Part, Shape
from submissions.models.consent import (
    ConfidentialityRelease,
    Confirmation,
    ConsentRecord,
    RecordState,
    RightsGrant,
    Verdict,
)
from submissions.models.engagement import Attestation, Engagement, EvidenceFile
from submissions.models.original import OriginalRequest
from submissions.models.release import Download, Release, ReleaseItem
from submissions.models.review import Appeal, Decision, Gate, Message, Review
from submissions.models.run import CleanFile, Evidence, Finding, RedactionEdit, ScrubRun
from submissions.models.submission import Submission
from submissions.models.upload import Backend, Upload, UploadPart, UploadState

__all__ = [
    "Appeal",
    "Artefact",
    "Attestation",
    "Backend",
    "CleanFile",
    "ConfidentialityRelease",
    "Confirmation",
    "ConsentRecord",
    "Decision",
    "Download",
    "Engagement",
    "Evidence",
    "EvidenceFile",
    "Finding",
    "Gate",
    "Message",
    "OriginalRequest",
    "Part",
    "RecordState",
    "RedactionEdit",
    "Release",
    "ReleaseItem",
    "Review",
    "RightsGrant",
    "ScrubRun",
    "Shape",
    "Submission",
    "Upload",
    "UploadPart",
    "UploadState",
    "Verdict",
]
