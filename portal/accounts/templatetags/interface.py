"""What templates of every page may use: ``{% load interface %}``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

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


CELL = re.compile(r"<(/?)(tr|th|td)\b")


@register.simple_block_tag(end_name="endtable")
def table(content: str, label: str, columns: str) -> SafeString:
    """Rows as a table whose every cell knows its column, so that a narrow screen can stack them.

    ``columns`` are heads with strokes between them; "#Files" is a number, "-Change" is there
    for those who cannot see that the column needs no head.
    """
    heads = [_head(word.strip()) for word in columns.split("|")]
    labels = ["" if head.hidden else head.word for head in heads]
    rows = mark_safe(_labelled(content, labels))  # noqa: S308 - the template's own output
    context = {"label": label, "heads": heads, "rows": rows}
    return render_to_string("_components/table.html", context)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    word: str
    is_number: bool
    hidden: bool


def _head(word: str) -> Head:
    return Head(word.lstrip("#-"), word.startswith("#"), word.startswith("-"))


def _labelled(rows: str, labels: Sequence[str]) -> str:
    """The rows with each cell's column beside it. What they show is escaped: every "<td" is ours."""
    at = -1

    def name(match: re.Match[str]) -> str:
        nonlocal at
        closing, tag = match.groups()
        if closing:
            return match.group()
        if tag == "tr":
            at = -1
            return match.group()
        at += 1
        word = labels[at] if at < len(labels) else ""
        return f'{match.group()} data-label="{escape(word)}"'

    return CELL.sub(name, rows)
