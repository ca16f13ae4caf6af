"""One file per noun."""

from submissions.models.artefact import Artefact, Part, Shape
from submissions.models.asking import (
    OPEN_ASKINGS,
    Answer,
    Asking,
    AskingLink,
    AskingState,
    DomainCheck,
)
from submissions.models.consent import (
    ConfidentialityRelease,
    Confirmation,
    ConsentRecord,
    RecordState,
    RightsGrant,
    ShownCondition,
    Verdict,
)
from submissions.models.duplicate import FileTrace, LogoTrace, PublicCopy, TraceBand
from submissions.models.employer import Employer
from submissions.models.engagement import Attestation, Engagement, EvidenceFile
from submissions.models.legal_hold import LegalHold
from submissions.models.original import OriginalRequest
from submissions.models.receipt import Receipt
from submissions.models.register import DeclaredName, EntrySource, NameKind, RegisterEntry
from submissions.models.release import Download, Release, ReleaseItem
from submissions.models.review import Appeal, Decision, Gate, Message, Review
from submissions.models.ruling import Outcome, RuleDecision
from submissions.models.run import (
    CleanFile,
    Evidence,
    Finding,
    Preview,
    RedactionEdit,
    ScrubRun,
)
from submissions.models.saved_filter import SavedFilter
from submissions.models.submission import Submission
from submissions.models.upload import Backend, Upload, UploadPart, UploadState

__all__ = [
    "OPEN_ASKINGS",
    "Answer",
    "Appeal",
    "Artefact",
    "Asking",
    "AskingLink",
    "AskingState",
    "Attestation",
    "Backend",
    "CleanFile",
    "ConfidentialityRelease",
    "Confirmation",
    "ConsentRecord",
    "Decision",
    "DeclaredName",
    "DomainCheck",
    "Download",
    "Employer",
    "Engagement",
    "EntrySource",
    "Evidence",
    "EvidenceFile",
    "FileTrace",
    "Finding",
    "Gate",
    "LegalHold",
    "LogoTrace",
    "Message",
    "NameKind",
    "OriginalRequest",
    "Outcome",
    "Part",
    "Preview",
    "PublicCopy",
    "Receipt",
    "RecordState",
    "RedactionEdit",
    "RegisterEntry",
    "Release",
    "ReleaseItem",
    "Review",
    "RightsGrant",
    "RuleDecision",
    "SavedFilter",
    "ScrubRun",
    "Shape",
    "ShownCondition",
    "Submission",
    "TraceBand",
    "Upload",
    "UploadPart",
    "UploadState",
    "Verdict",
]
