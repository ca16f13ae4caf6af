"""Previews and tables as markup: everything is escaped, every cell knows its column."""

import pytest
from django.template import Context, Template

from submissions.domain import spots
from submissions.templatetags import previews as tags
from submissions.views import previews
from submissions.views.marks import found_by

NASTY = "<script>alert('x')</script>"


def manifest(text, **more):
    block = {"locator": "p:1", "role": "body", "text": text, "place": {"line": 1}}
    return {"kind": "document", "format": "docx", "pages": [], "blocks": [block], **more}


def mark(text, surrogate, **more):
    start = text.index(surrogate)
    return {
        "kind": "person",
        "number": 1,
        "locator": "p:1",
        "start": start,
        "from": start,
        "to": start + len(surrogate),
        "surrogate": surrogate,
        "detector": "names",
        "score": 0.97,
        "place": {"line": 1},
        **more,
    }


def shown(text, marks=(), uncertain=()):
    plain = manifest(text)
    marks = spots.placed(plain, list(marks), {})
    return previews.build(
        {**plain, "marks": marks, "uncertain": spots.uncertain(plain, list(uncertain), {})}
    )


def test_text_and_names_of_a_preview_are_escaped():
    text = f"{NASTY} by Lena & Hart"
    (group,) = shown(text, [mark(text, "Lena & Hart")]).groups
    html = tags.marked(group.blocks[0].pieces)
    assert html.startswith("&lt;script&gt;")
    assert "<script" not in html
    assert "Lena &amp; Hart<sup" in html
    assert 'class="redaction" data-mark="1" id="mark-1" tabindex="-1"' in html
    assert "removed: person name, 1 of 1" in html


def test_words_over_a_page_are_escaped_and_keep_their_places():
    picture = previews.Picture(
        1, "Page 1", "page-1.png", 100, 50, words=(previews.Word(NASTY, 1.5, 2.0, 30.0, 10.0),)
    )
    html = tags.layer(picture)
    assert 'x="1.5" y="12" font-size="10" textLength="30"' in html
    assert "<script" not in html


def test_uncertain_place_is_marked_as_such_with_the_words_that_stand_there():
    text = "Lena Hart met Mr Grey there."
    left = {**mark(text, "Grey"), "surrogate": "", "score": 0.41}
    found = shown(text, [mark(text, "Lena Hart")], [left])
    assert [one.name for one in found.uncertain] == ["perhaps: person name, 1 of 1"]
    html = tags.marked(found.groups[0].blocks[0].pieces)
    assert '<mark class="redaction maybe" data-maybe="1" id="maybe-1"' in html
    assert 'Grey<sup aria-hidden="true">?</sup>' in html
    assert len(found.marks) == 1


@pytest.mark.parametrize(
    ("detector", "words"),
    [
        ("names", "name model"),
        ("patterns.iban", "pattern"),
        ("presidio.email_address", "pattern"),
        ("secrets.keyword", "secret scanner"),
        ("person:area", "a person"),
        ("other", "other"),
    ],
)
def test_detector_is_said_in_words(detector, words):
    assert found_by(detector) == words


def test_every_cell_of_a_table_knows_its_column_and_text_is_no_cell():
    source = (
        "{% load interface %}{% table 'People' 'Name|#Age|-Change' %}"
        '{% for name in names %}<tr><th scope="row">{{ name }}</th><td>4</td><td></td></tr>{% endfor %}'
        "{% endtable %}"
    )
    html = Template(source).render(Context({"names": ["<td>Eve", "Adam"]}))
    body = html[html.index("<tbody>") :]
    assert body.count("data-label=") == 6
    assert body.count('<th data-label="Name" scope="row">') == 2
    assert body.count('<td data-label="Age">4') == 2
    assert body.count('<td data-label="">') == 2
    assert "&lt;td&gt;Eve" in body
    assert 'aria-label="People, as a table"' in html
