"""Why a release cannot be made or fetched now."""

from submissions.domain.errors import Refused


class NothingChosenError(Refused):
    code = "nothing_chosen"
    sentence = "Choose at least one approved sample."


class NotApprovedError(Refused):
    code = "not_approved"
    sentence = "A chosen sample is not approved, or is in another proposal. Reload the page."


class ConditionsUnreadError(Refused):
    code = "conditions_unread"
    sentence = "An owner set conditions. Read them and tick that you have, for each such sample."


class ConditionsNotReadyError(Refused):
    code = "conditions_not_ready"
    sentence = "The conditions of an owner are still being read. Try again in a few minutes."


class OwnWorkInReleaseError(Refused):
    code = "own_work_in_release"
    sentence = "Your own work is among the samples. Somebody else proposes this release."


class NotProposedError(Refused):
    code = "not_proposed"
    sentence = "This release is no longer a proposal. Reload the page."


class SignInAgainError(Refused):
    code = "sign_in_again"
    sentence = "Give your password, passkey or code again before you release."


class NothingLeftError(Refused):
    code = "nothing_left"
    sentence = "No sample of this proposal may be released now, so nothing was released."


class CopyDiffersError(Refused):
    code = "copy_differs"
    sentence = "A stored copy is not what was cleared. Nothing of it was released."


class NotReleasedError(Refused):
    code = "not_released"
    sentence = "There is nothing to download: this was not released."
