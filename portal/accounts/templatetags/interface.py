"""What templates of every page may use: ``{% load interface %}``."""

from datetime import UTC, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """The time in the person's zone, with UTC in the title; nothing for no time."""
    if moment is None:
        return ""
    utc = moment.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>',
        utc.isoformat(timespec="seconds"),
        date_format(utc, "j F Y H:i"),
        date_format(timezone.localtime(moment), "j M Y H:i"),
    )


@register.filter
def words(name: str) -> str:
    """``per_accepted_sample`` as words with a capital first."""
    return str(name).replace("_", " ").capitalize()
