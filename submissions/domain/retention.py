"""How long originals stay after the end, by the programme's retention setting."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.programmes.models import Programme, SettingKind

RESTRICTED_RULES = frozenset({"R10"})
"""Rules whose samples may not lie around: the short clock."""


def purge_date(programme: Programme, rule: str = "") -> datetime:
    """When originals are deleted, counted from now: after a release or a final rejection."""
    retention = programme.setting(SettingKind.RETENTION)
    name = "restricted_originals_days" if rule in RESTRICTED_RULES else "originals_days"
    return timezone.now() + timedelta(days=int(retention[name]))
