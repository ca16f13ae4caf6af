"""Mail, mailboxes, Outlook's messages, calendars and address cards."""

from scrubbing.engine.formats.mail.cards import CardHandler
from scrubbing.engine.formats.mail.mbox import MboxHandler
from scrubbing.engine.formats.mail.message import MailHandler
from scrubbing.engine.formats.mail.outlook import OutlookHandler

MAIL = MailHandler()
MBOX = MboxHandler()
CARDS = CardHandler()
OUTLOOK = OutlookHandler()

__all__ = [
    "CARDS",
    "MAIL",
    "MBOX",
    "OUTLOOK",
    "CardHandler",
    "MailHandler",
    "MboxHandler",
    "OutlookHandler",
]
