"""Why a reviewer may not do something now."""

from submissions.domain.errors import Refused


class DecidedBeforeError(Refused):
    code = "decided_before"
    sentence = "You have decided on these files before. Somebody else looks at them now."


class SameEmployerError(Refused):
    code = "same_employer"
    sentence = "Nobody reviews work of an organisation they work or worked for."


class LetInError(Refused):
    code = "let_in"
    sentence = "You let something back in here. Somebody else clears it now."


class TakenError(Refused):
    code = "taken"
    sentence = "Somebody else was faster and reviews it now. Take another one."


class BusyError(Refused):
    code = "one_at_a_time"
    sentence = "You have a review open. Decide it, skip it or give it back first."


class ReasonMissingError(Refused):
    code = "reason_missing"
    sentence = "Choose a reason and say in a few words what is meant."


class NotAppliedError(Refused):
    code = "edit_not_applied"
    sentence = (
        "Changes to what is removed are not in these copies yet. Scrub again first, or undo them."
    )


class NotSeenError(Refused):
    code = "not_seen"
    sentence = (
        "A file of this sample has no preview, so nobody can say what is in it. Ask for "
        "another file type, or reject it."
    )


class ChecklistError(Refused):
    code = "checklist_open"
    sentence = "Answer every point of the checklist with yes before you approve."


class GradeMissingError(Refused):
    code = "grade_missing"
    sentence = "Give every criterion a grade from 1 to 5."


class GradeReasonMissingError(Refused):
    code = "grade_reason_missing"
    sentence = "Say in a few words why you graded so."


class EmptyMessageError(Refused):
    code = "message_empty"
    sentence = "Write something before you send it."


class MessageTooLongError(Refused):
    code = "message_too_long"
    sentence = "This message is too long. Keep it under 10,000 characters."


class NothingAskedError(Refused):
    code = "nothing_asked"
    sentence = "No question is open for this sample."


class NotAppealableError(Refused):
    code = "not_appealable"
    sentence = "This cannot be appealed now."


class QualityTooLowError(Refused):
    code = "quality_too_low"
    sentence = "The grades are below what this programme takes. Ask or reject instead."


class AppealOpenError(Refused):
    code = "appeal_open"
    sentence = "You have appealed already. Another reviewer will look at it."


class OwnDecisionError(Refused):
    code = "own_decision"
    sentence = "You made the decision that is appealed. Somebody else decides the appeal."
