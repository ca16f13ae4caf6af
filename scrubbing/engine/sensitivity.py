"""Sensitivity labels (Microsoft Purview) as files carry them: ``MSIP_Label_<id>_<attribute>``.

The same keys stand in Office's and OpenDocument's own properties, in a PDF's information and
XMP, and in a mail's ``msip_labels``. A label that was taken off (``Enabled`` false) says nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scrubbing.engine.types import Fact, Place

KEY = re.compile(r"MSIP_Label_(?P<id>[0-9A-Za-z-]{1,40})_(?P<attribute>[A-Za-z]{1,20})")
FACTS = {"Name": "label_name", "SiteId": "label_tenant", "Owner": "label_owner"}
OFF = frozenset({"false", "0", "no"})


def is_label(key: str) -> bool:
    """Whether a property's name belongs to a label."""
    return KEY.search(key) is not None


def label_facts(pairs: Iterable[tuple[str, str]], place: Place) -> Iterator[Fact]:
    """Facts of every label that is on: its id first, then its name, tenant and owner."""
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, value in pairs:
        match = KEY.search(key)
        if match and value.strip():
            labels[match["id"].lower()][match["attribute"]] = value.strip()
    for label_id, attributes in labels.items():
        if attributes.get("Enabled", "true").lower() in OFF:
            continue
        yield Fact("label_id", label_id, place)
        for attribute, name in FACTS.items():
            if attribute in attributes:
                yield Fact(name, attributes[attribute].strip("{}"), place)


def header_pairs(value: str) -> Iterator[tuple[str, str]]:
    """The keys and values of a mail's ``msip_labels`` header."""
    for item in value.split(";"):
        key, mark, text = item.strip().partition("=")
        if mark:
            yield key, text
