"""Previews as markup: long lists of small pieces, written at once instead of node by node.

Every text is escaped here; everything else is a number or a word of ours.
"""

from collections.abc import Iterable
from io import StringIO

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from submissions.views.grids import Block, Line
from submissions.views.marks import Mark, said
from submissions.views.pieces import Piece
from submissions.views.previews import Box, Picture, Word

register = template.Library()


@register.filter
def kind(name: str) -> str:
    """A kind of what is removed, in words with a capital first: "Person name"."""
    words = said(name)
    return words[:1].upper() + words[1:]


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """Text with each redaction marked and its colours."""
    out = StringIO()
    for piece in pieces:
        _piece(piece, out)
    return _safe(out)


@register.filter
def numbered(lines: Iterable[Line]) -> SafeString:
    """Lines of a text file with their numbers."""
    out = StringIO()
    for line in lines:
        number = line.number or ""
        out.write(f'<div class="line"><span class="line-number" aria-hidden="true">{number}</span>')
        out.write('<span class="line-text">')
        for piece in line.pieces:
            _piece(piece, out)
        out.write("</span></div>")
    return _safe(out)


@register.filter
def body(blocks: Iterable[Block]) -> SafeString:
    """Blocks of text as they are read: headings, paragraphs, lines of a mail, asides."""
    out = StringIO()
    for block in blocks:
        if block.label:
            label = f'<span class="muted">{escape(block.label)}</span> '
            _paragraph(block, out, "mail-line", label)
        elif block.is_heading:
            _paragraph(block, out, "paper-heading")
        elif block.aside:
            label = f'<span class="muted small">{escape(block.aside)}: </span>'
            _paragraph(block, out, "paper-aside", label)
        else:
            _paragraph(block, out)
    return _safe(out)


def _paragraph(block: Block, out: StringIO, css: str = "", label: str = "") -> None:
    out.write(f'<p class="{css}">{label}' if css else f"<p>{label}")
    for piece in block.pieces:
        _piece(piece, out)
    out.write("</p>\n")


@register.filter
def places(marks: Iterable[Mark]) -> SafeString:
    """Every place of one value in the list of findings; each leads to its mark."""
    out = StringIO()
    for mark in marks:
        _place(mark, out)
    return _safe(out)


def _place(mark: Mark, out: StringIO) -> None:
    number = mark.index
    if mark.finding:
        out.write(
            '<li class="found"><span class="choice"><input type="checkbox" name="finding" '
            f'value="{mark.finding}" form="not-private" data-private '
            f'aria-label="Finding {number} is not private"></span>'
        )
    else:
        out.write("<li>")
    where = escape(mark.where or "here") + ("" if mark.shown else ", not in the preview")
    sure = f" {mark.percent} %" if mark.score else ""
    out.write(
        f'<a class="place-link" href="#{mark.anchor if mark.shown else "not-shown"}" '
        f'data-finding="{number}" data-on-page="{mark.page or ""}">'
        f'<span class="index">{number}</span> <span class="where">{where}</span> '
        f'<span class="how">{escape(mark.found_by)}{sure}</span></a></li>\n'
    )


@register.filter
def layer(picture: Picture) -> SafeString:
    """What lies over a page's picture: words to select, and the places of redactions."""
    out = StringIO()
    for word in picture.words:
        _word(word, out)
    for box in picture.boxes:
        _box(box, picture.tag_size, out)
    return _safe(out)


def _safe(out: StringIO) -> SafeString:
    return mark_safe(out.getvalue())  # noqa: S308 - written above, every text escaped


def _piece(piece: Piece, out: StringIO) -> None:
    text = escape(piece.text)
    if piece.mark is None:
        out.write(f'<span class="t-{piece.colour}">{text}</span>' if piece.colour else text)
        return
    mark = piece.mark
    if not piece.begins:
        out.write(f"<mark {_what(mark)}>{text}</mark>")
        return
    # The picture of a page has the first claim on the name that lists lead to.
    name = f"text-{mark.anchor}" if mark.page else mark.anchor
    out.write(
        f'<mark {_what(mark)} id="{name}" tabindex="-1">'
        f'<span class="visually-hidden">{escape(mark.name)}: </span>{text}'
        f'<sup aria-hidden="true">{_tag(mark)}</sup></mark>'
    )


def _what(mark: Mark) -> str:
    """The class of a mark, and the number by which scripts know it."""
    if mark.uncertain:
        return f'class="redaction maybe" data-maybe="{mark.index}"'
    return f'class="redaction" data-mark="{mark.index}"'


def _tag(mark: Mark) -> str:
    return "?" if mark.uncertain else str(mark.index)


def _word(word: Word, out: StringIO) -> None:
    out.write(
        f'<text class="word" x="{word.left:g}" y="{word.bottom:g}" font-size="{word.height:g}" '
        f'textLength="{word.width:g}" lengthAdjust="spacingAndGlyphs">{escape(word.text)} </text>'
    )


def _box(box: Box, tag_size: int, out: StringIO) -> None:
    name = f'id="{box.mark.anchor}" ' if box.first else ""
    what = _what(box.mark).replace('class="redaction', 'class="redaction-box', 1)
    out.write(
        f'<g {name}{what} role="img" tabindex="-1">'
        f"<title>{escape(box.mark.name)}</title>"
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.width:g}" height="{box.height:g}" />'
    )
    if box.first:
        out.write(
            f'<text class="tag" font-size="{tag_size}" x="{box.left:g}" y="{box.top:g}" '
            f'dy="-2">{_tag(box.mark)}</text>'
        )
    out.write("</g>")
