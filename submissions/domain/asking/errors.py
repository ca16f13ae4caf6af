"""Why an owner cannot be asked, or cannot answer, now."""

from submissions.domain.errors import Refused


class AddressRefusedError(Refused):
    code = "address_refused"
    sentence = "This address cannot be asked."


class TooManyMailsError(Refused):
    code = "too_many_mails"
    sentence = "Too many mails were sent today. Try again tomorrow."


class AskingOpenError(Refused):
    code = "asking_open"
    sentence = "The owner is being asked already. Wait for the answer, or stop asking first."


class MessageChangedError(Refused):
    code = "message_changed"
    sentence = "The message has changed since you read it. Read it again, then approve it."


class MailNotSentError(Refused):
    code = "mail_not_sent"
    sentence = "The mail server did not take the message. It is tried again by itself."


class AnsweredError(Refused):
    code = "answered"
    sentence = "This request was answered already, or it has ended. Nothing was changed."


class IncompleteError(Refused):
    code = "answer_incomplete"
    sentence = "Something is missing in your answer."


class CodeRefusedError(Refused):
    code = "code_refused"
    sentence = "This code is not right, or it has expired. Ask for a new one."
