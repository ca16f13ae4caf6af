"""How the log names people: by a keyed hash, so that erasing an account breaks no chain."""

from uuid import UUID

from portal.vault import keys
from portal.vault.errors import KeyDestroyed
from portal.vault.keys import KeyKind

ERASED = "erased"


def reference(account_id: UUID) -> str:
    """64 hex digits, the same for the same account for as long as its key lives.

    Afterwards nobody can say whose rows they were; what still happens to an erased
    account is written under one word.
    """
    try:
        return keys.create(KeyKind.ACCOUNT, account_id).digest("audit", str(account_id))
    except KeyDestroyed:
        return ERASED
