"""Mail, mailboxes, calendars and address cards."""

from scrubbing.engine.formats.mail.cards import CardHandler
from scrubbing.engine.formats.mail.mbox import MboxHandler
from scrubbing.engine.formats.mail.message import MailHandler

MAIL = MailHandler()
MBOX = MboxHandler()
CARDS = CardHandler()

__all__ = ["CARDS", "MAIL", "MBOX", "CardHandler", "MailHandler", "MboxHandler"]
