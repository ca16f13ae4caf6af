"""Nothing comes from elsewhere, nothing is inline, and vendored files are what they were."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
VENDORED = sorted((ROOT / "static" / "vendored").iterdir())
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN = sorted((ROOT / "static").glob("css/*.css")) + sorted((ROOT / "static").glob("js/*.js"))

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"""(?:src|href|url\()\s*=?\s*["'(]?\s*(?:https?:)?//""", re.IGNORECASE)


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.name)
def test_vendored_files_have_a_licence_and_the_hashes_of_their_manifest(folder):
    manifest = json.loads((folder / "VENDOR.json").read_text())
    assert folder.name == f"{manifest['name']}-{manifest['version']}"
    found = {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "VENDOR.json"
    }
    assert found == manifest["sha256"]
    assert any(name.startswith("LICENSE") for name in found)
    assert manifest["licence"]
    assert manifest["integrity"].startswith("sha512-")


def test_patterns_find_what_they_are_for():
    for bad in (
        "<script>x</script>",
        '<p style="color:red">',
        '<a onclick="x()">',
        '<a href="javascript:x">',
        '<p hx-on:click="x">',
    ):
        assert INLINE.search(bad), bad
    for bad in ('<img src="https://cdn.example.com/x.png">', "url(//cdn.example.com/x.woff)"):
        assert ELSEWHERE.search(bad), bad
    assert not INLINE.search('<script type="application/json" id="x">')


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_template_has_nothing_inline_and_nothing_from_elsewhere(file):
    text = file.read_text()
    assert INLINE.findall(text) == []
    assert ELSEWHERE.findall(text) == []


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_own_styles_and_scripts_load_nothing_from_elsewhere(file):
    assert ELSEWHERE.findall(file.read_text()) == []


def test_styles_take_every_colour_from_the_tokens():
    """A colour in a component would not follow the theme."""
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b")
    loose = {
        file.name: colour.findall(file.read_text())
        for file in (ROOT / "static" / "css").glob("*.css")
        if file.name != "tokens.css"
    }
    assert {name: found for name, found in loose.items() if found} == {}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def themes() -> dict[str, dict[str, str]]:
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    pattern = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    first = dict(pattern.findall(light))
    return {"light": first, "dark": first | dict(pattern.findall(dark))}


GROUNDS = ("ground", "surface", "sunken")
TEXTS = [(ink, ground) for ink in ("ink", "muted", "accent") for ground in GROUNDS]
TEXTS += [(tone, f"{tone}-soft") for tone in ("good", "attention", "bad", "working")]
TEXTS += [(tone, "surface") for tone in ("good", "attention", "bad", "working")]
TEXTS += [("ink", f"{tone}-soft") for tone in ("good", "attention", "bad", "working", "accent")]
TEXTS += [("on-accent", "accent"), ("on-accent", "accent-hover"), ("muted", "bad-soft")]
CONTROLS = [(line, ground) for line in ("control-line", "focus") for ground in GROUNDS]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tokens_have_enough_contrast(theme):
    tokens = themes()[theme]
    poor = {
        (ink, ground): round(contrast(tokens[ink], tokens[ground]), 2)
        for pairs, least in ((TEXTS, 4.5), (CONTROLS, 3.0))
        for ink, ground in pairs
        if contrast(tokens[ink], tokens[ground]) < least
    }
    assert poor == {}


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text()))
    used = set()
    for file in TEMPLATES:
        used |= set(re.findall(r'icon\.html" with name="([\w-]+)"', file.read_text()))
        used |= set(re.findall(r'(?:action_icon|icon)="([\w-]+)"', file.read_text()))
    assert used
    assert used <= sprite


def test_content_policy_allows_ourselves_alone():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert directives["connect-src"] == ["'self'"]
