"""An SVG tree with only what draws, under names of ours."""

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from scrubbing.engine.formats.image.svgwords import ATTRIBUTES, ELEMENTS, NAMED, STEPS, SVG, XLINK

URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)
CSS_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}", re.DOTALL)
GENERIC = "serif|sans-serif|monospace|cursive|fantasy|system-ui"


def is_element(node: object) -> bool:
    """Whether a node is an element; comments and entities have functions for tags."""
    return isinstance(getattr(node, "tag", None), str)


def local(element: etree._Element) -> str:
    """The name without its namespace; "" for comments and other namespaces."""
    if not is_element(element):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in {SVG, None} else ""


def is_hidden(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("display") == "none" or "display:none" in style


def drawn(root: etree._Element) -> Iterator[etree._Element]:
    """Elements that stay, in document order."""
    if local(root) not in ELEMENTS or is_hidden(root):
        return
    yield root
    for child in root:
        yield from drawn(child)


class Cleaner:
    """Copies a tree by allow-list, with ids, classes and filter steps renamed."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def copy(self, source: etree._Element) -> etree._Element:
        made = etree.Element(
            f"{{{SVG}}}{local(source)}", nsmap=cast("dict[str, str]", {None: SVG, "xlink": XLINK})
        )
        self._fill(source, made)
        return made

    def _fill(self, source: etree._Element, made: etree._Element) -> None:
        for key, value in source.attrib.items():
            self._attribute(made, str(key), str(value))
        name = local(source)
        if name == "style":
            made.text = self.sheet("".join(map(str, source.itertext())))
            return
        words = name in {"text", "tspan", "textPath", "a"}
        made.text = source.text if words else None
        for child in source:
            last = made[-1] if len(made) else None
            if local(child) in ELEMENTS and not is_hidden(child):
                last = etree.SubElement(made, f"{{{SVG}}}{local(child)}")
                self._fill(child, last)
            if words and child.tail:
                if last is None:
                    made.text = (made.text or "") + child.tail
                else:
                    last.tail = (last.tail or "") + child.tail

    def _attribute(self, made: etree._Element, key: str, value: str) -> None:
        name = etree.QName(key)
        if name.namespace == XLINK and name.localname == "href":
            key = "href"
        elif name.namespace is not None:
            if key == "{http://www.w3.org/XML/1998/namespace}space" and value in {
                "preserve",
                "default",
            }:
                made.set(key, value)
            return
        if key not in ATTRIBUTES:
            return
        cleaned = self._value(key, value)
        if cleaned is not None:
            made.set(key, cleaned)

    def _value(self, key: str, value: str) -> str | None:
        match key:
            case "id":
                return self.name("i", value)
            case "class":
                return " ".join(self.name("c", one) for one in value.split())
            case "href":
                if value.startswith("#"):
                    return "#" + self.name("i", value[1:])
                return value if PICTURE.match(value.strip()) else None
            case "style":
                return self.declarations(value)
            case "font-family":
                return self._family(value)
            case _:
                return self._step(key, value)

    def _step(self, key: str, value: str) -> str:
        if key in NAMED:
            return value if value in STEPS else self.name("s", value)
        return self._urls(value)

    def name(self, letter: str, given: str) -> str:
        return self._names.setdefault((letter, given), f"{letter}{len(self._names) + 1}")

    def _urls(self, text: str) -> str:
        """References inside the file renamed, all others taken out."""
        return URL.sub(
            lambda m: f"url(#{self.name('i', m[2][1:])})" if m[2].startswith("#") else "none", text
        )

    def _family(self, value: str) -> str:
        families = [part.strip(" '\"") for part in value.split(",")]
        return ", ".join(
            f"'{one}'" if " " in one else one
            for one in families
            if re.fullmatch(r"[\w -]{1,40}", one)
        )

    def declarations(self, text: str) -> str:
        """Declarations of known properties; texts and own properties go."""
        kept = []
        for part in COMMENT.sub("", text).split(";"):
            key, colon, value = part.partition(":")
            key = key.strip().lower()
            if not colon or key not in ATTRIBUTES:
                continue
            value = (
                self._family(value)
                if key == "font-family"
                else self._urls(CSS_STRING.sub("", value))
            )
            kept.append(f"{key}:{value.strip()}")
        return ";".join(kept)

    def sheet(self, text: str) -> str:
        """Simple rules of a style sheet; at-rules (imports, fonts, media) go."""
        text = re.sub(r"@[^{};]*;", "", COMMENT.sub("", text))
        rules = []
        for selector, body in RULE.findall(text):
            if "@" in selector:
                continue
            cleaned = re.sub(r"\[[^\]]*\]", "", selector)
            cleaned = re.sub(r"\.([\w-]+)", lambda m: "." + self.name("c", m[1]), cleaned)
            cleaned = re.sub(r"#([\w-]+)", lambda m: "#" + self.name("i", m[1]), cleaned)
            if cleaned.strip():
                rules.append(f"{cleaned.strip()}{{{self.declarations(body)}}}")
        return "\n".join(rules)
