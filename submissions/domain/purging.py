"""When originals go: the programme's term after release or final rejection."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.programmes import versions
from portal.programmes.kinds import SettingKind


def purge_date(programme_id: UUID, now: datetime) -> datetime:
    """The moment from which originals, surrogate map and edits are destroyed."""
    days = versions.current(programme_id, SettingKind.RETENTION)["originals_days"]
    return now + timedelta(days=int(days))
