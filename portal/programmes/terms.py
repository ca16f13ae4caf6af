"""What the terms say in a person's language, and what changed since they agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.programmes import differences, versions
from portal.programmes.differences import Change
from portal.programmes.kinds import SettingKind
from portal.programmes.models import SettingVersion
from portal.programmes.versions import Setting

DEFAULT_LOCALE = "en"


@dataclass(frozen=True, slots=True)
class Changed:
    """Newer terms than a person agreed to. ``is_material``: consent is asked anew."""

    since: int
    number: int
    is_material: bool
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Shown:
    """The terms as one page shows them."""

    locale: str
    locales: Sequence[str]
    title: str
    text: str
    number: int


def shown(programme_id: UUID, wanted: str) -> Shown:
    """The terms in force, in the wanted language where they are written in it.

    ``wanted``: a language tag such as de-AT; its language alone is good enough.
    """
    setting = versions.current(programme_id, SettingKind.TERMS)
    texts = setting["texts"]
    locale = best(tuple(texts), wanted)
    return Shown(
        locale=locale,
        locales=sorted(texts),
        title=texts[locale]["title"],
        text=texts[locale]["text"],
        number=setting.number,
    )


def best(locales: Sequence[str], wanted: str) -> str:
    """The nearest of the locales a text is written in; English or the first otherwise."""
    short = wanted.lower().split("-")[0]
    for candidate in (wanted.lower(), short, DEFAULT_LOCALE):
        for locale in locales:
            if locale.lower() == candidate:
                return locale
    return next((locale for locale in locales if locale.lower().split("-")[0] == short), locales[0])


def changed_since(agreed: SettingVersion, locale: str) -> Changed | None:
    """What is different from the version a person agreed to; None where that is in force."""
    now = versions.current(agreed.programme_id, SettingKind.TERMS)
    if now.version_id == agreed.pk:
        return None
    newer = SettingVersion.objects.filter(
        programme_id=agreed.programme_id, kind=SettingKind.TERMS, number__gt=agreed.number
    )
    before = versions.at(agreed.pk)
    return Changed(
        since=agreed.number,
        number=now.number,
        is_material=any(version.body.get("material") for version in newer),
        changes=differences.between(_in(before, locale), _in(now, locale)),
    )


def _in(setting: Setting, locale: str) -> dict[str, str]:
    texts = setting["texts"]
    return dict(texts.get(locale) or texts[best(tuple(texts), locale)])
