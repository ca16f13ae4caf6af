"""What can go wrong in the life of a submission; each has a code and a sentence.

The sentence says what happened and what to do, and never holds text of an upload.
"""

from dataclasses import dataclass
from typing import ClassVar


class Refused(Exception):
    """Something a person may not do now, with the reason they are shown."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "This cannot be done now."

    def __init__(self, sentence: str = "", *, code: str = "") -> None:
        self.shown_code = code or self.code
        self.shown = sentence or self.sentence
        super().__init__(self.shown_code)


class IllegalMoveError(Refused):
    code = "illegal_move"
    sentence = "The submission is not at a point where this can be done. Reload the page."


class StaleError(Refused):
    """Someone else was faster: the row is no longer in the state the caller saw."""

    code = "stale"
    sentence = "This has changed since you opened it. Reload the page and look again."


class LeaseLostError(Refused):
    """A worker's or reviewer's claim ran out; what it made must be thrown away."""

    code = "lease_lost"
    sentence = "Your claim ran out, so nothing was decided. Claim it again."


class NotEditableError(Refused):
    code = "not_editable"
    sentence = "The task can be changed only while it is a draft or changes were asked for."


class FilesFixedError(Refused):
    code = "files_fixed"
    sentence = "Files cannot be changed at this point. Withdraw the sample and start a new one."


class ChangedBundleError(Refused):
    code = "bundle_changed"
    sentence = "The files were scrubbed again since you opened the page. Look at the new copies."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands between a draft and its submission.

    ``step`` is the wizard's step to go to: task, rights, files, or finish. ``field`` is the
    task's field that is empty.
    """

    code: str
    sentence: str
    step: str
    field: str = ""


class NotReadyError(Refused):
    """A draft that cannot be submitted yet, with everything that is missing."""

    code = "not_ready"
    sentence = "Something is still missing."

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems
