"""The kinds of settings a programme has versions of."""

from enum import StrEnum


class SettingKind(StrEnum):
    TERMS = "terms"
    TASK_FORM = "task_form"
    INTAKE = "intake"
    SCRUB = "scrub"
    CONSENT = "consent"
    REVIEW = "review"
    RATE = "rate"
    RETENTION = "retention"

    @property
    def label(self) -> str:
        return LABELS[self][0]

    @property
    def question(self) -> str:
        """What the page about it answers."""
        return LABELS[self][1]


LABELS = {
    SettingKind.TERMS: ("Terms", "What do contractors agree to?"),
    SettingKind.TASK_FORM: ("Task form", "What must a contractor tell about the task?"),
    SettingKind.INTAKE: ("Files", "Which files are taken in, and how large?"),
    SettingKind.SCRUB: ("Scrubbing", "What is removed, and what takes its place?"),
    SettingKind.CONSENT: ("Consent", "What may samples be used for, and what proves the right?"),
    SettingKind.REVIEW: ("Review", "Who looks at a sample, and by when?"),
    SettingKind.RATE: ("Pay", "What is paid for an accepted sample?"),
    SettingKind.RETENTION: ("Retention", "How long is what kept?"),
}
