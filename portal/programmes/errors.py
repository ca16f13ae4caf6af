"""Why something in a programme cannot be done; ``sentence`` is for the person."""

from typing import ClassVar


class ProgrammeError(Exception):
    code: ClassVar[str] = "programme.failed"

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences

    @property
    def sentence(self) -> str:
        return " ".join(self.sentences)


class PermissionRefused(ProgrammeError):
    """The person may know that the thing exists but may not do this."""

    code = "permission.refused"


class PermissionHidden(PermissionRefused):
    """The person may not even know that it exists: the answer is the one for nothing there."""

    code = "permission.hidden"


class SettingRefused(ProgrammeError):
    """The new version is not what its kind may say; one sentence per mistake."""

    code = "programme.setting_refused"


class InvitationRefused(ProgrammeError):
    code = "programme.invitation_refused"


class MembershipRefused(ProgrammeError):
    code = "programme.membership_refused"
