"""The version of a programme's setting that something is decided under."""

from portal.programmes import versions
from portal.programmes.defaults import DEFAULTS
from portal.programmes.models import Programme, SettingKind, SettingVersion


def published(programme: Programme, kind: SettingKind) -> SettingVersion:
    """The version in force as a row to point at; the defaults become version 1 when asked for."""
    version_id = programme.setting(kind).version_id
    if version_id is None:
        return versions.publish(programme, kind, DEFAULTS[kind], None)
    return SettingVersion.objects.get(pk=version_id)
