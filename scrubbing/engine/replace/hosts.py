"""E-mail addresses, hosts, links and paths: only names and numbers that are reserved.

RFC 2606 (example.com), RFC 5737 and RFC 3849 (addresses for documentation), RFC 7042
(00-00-5E-00-53 for MAC addresses).
"""

import re
from urllib.parse import urlsplit

from scrubbing.engine.replace import pools
from scrubbing.engine.replace.draw import squeeze
from scrubbing.engine.replace.words import Words
from scrubbing.engine.suffixes import split_name

MAILTO = "mailto:"
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
LOCAL = re.compile(r"[^\W\d_]+|\d+|[\W_]", re.UNICODE)


def email(text: str, words: Words) -> str:
    """Another address under example.com; known names in it become their stand-ins."""
    scheme = text[: len(MAILTO)] if text.lower().startswith(MAILTO) else ""
    bare = text[len(scheme) :].strip("<> ")
    local, _, domain = bare.rpartition("@")
    return f"{scheme}{_local(local or bare, words)}@{_domain(domain, words)}"


def _local(local: str, words: Words) -> str:
    if local.lower() in pools.ROLE_MAILBOXES:
        return local.lower()
    parts = LOCAL.findall(local)
    known = [_known(part, words) for part in parts]
    if any(known):
        return "".join(_local_part(p, k, words) for p, k in zip(parts, known, strict=True))
    given = words.give("given", f"mailbox {local}").lower()
    return f"{given}.{words.give('family', f'mailbox {local}').lower()}"


def _local_part(part: str, known: str | None, words: Words) -> str:
    if known:
        return known.lower()
    if part.isdigit():
        return words.draw.like("local", part)
    if not part.isalpha():
        return part if part in ".-_+" else "-"
    if len(part) == 1:
        return words.give("given", part)[0].lower()
    return words.give("family", part).lower()


def _known(part: str, words: Words) -> str | None:
    if len(part) < 2:  # noqa: PLR2004 - an initial names no one
        return None
    return words.known("given", part) or words.known("family", part)


def _domain(domain: str, words: Words) -> str:
    return host(domain, words) if domain else "example.com"


def host(text: str, words: Words) -> str:
    """Another host: service labels such as "mail" stay, the owner's word is its stand-in."""
    labels = [label for label in text.strip(".").lower().split(".") if label]
    if len(labels) < 2:  # noqa: PLR2004 - a bare machine name
        return f"host-{1 + words.draw.number('host', text, 9000)}"
    owner, rest = _owner(labels)
    word = re.sub(r"[^a-z0-9-]", "", words.give("organisation", owner).lower())
    kept = [label if label in pools.SERVICE_LABELS else _label(label, words) for label in rest]
    return ".".join([*kept, word, "example", "com"])


def _owner(labels: list[str]) -> tuple[str, list[str]]:
    tail = 2 if len(labels) > 2 and labels[-2] in pools.SECOND_LEVEL else 1  # noqa: PLR2004
    return labels[-tail - 1], labels[: -tail - 1]


def _label(label: str, words: Words) -> str:
    return f"n{1 + words.draw.number('label', label, 9000)}"


def url(text: str, words: Words) -> str:
    """A link of the same scheme to another host; what stood behind the host is dropped."""
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        name = parts.hostname or ""
    except ValueError:
        return "https://example.com/"
    if parts.scheme == "mailto" or (not name and "@" in text):
        return "mailto:" + email(text, words)
    target = ip(name, words) if _is_ip(name) else host(name, words) if name else "example.com"
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    tail = "/" + str(1 + words.draw.number("url", text, 9000)) if _has_path(parts.path) else ""
    return f"{scheme}{target}{tail}{parts.path if parts.path == '/' else ''}"


def _has_path(path: str) -> bool:
    return len(path) > 1


def _is_ip(name: str) -> bool:
    return bool(re.fullmatch(r"[\d.]+|[0-9a-f:]*:[0-9a-f:.]*", name))


def ip(text: str, words: Words) -> str:
    """An address for documentation, with the prefix length where there was one."""
    bare, slash, prefix = text.partition("/")
    if ":" in bare:
        digest = words.draw.digest("ip", bare)
        return f"2001:db8::{int(digest[:4], 16):x}:{int(digest[4:8], 16):x}{slash}{prefix}"
    index = words.draw.number("ip", bare, len(NETWORKS) * 254)
    return f"{NETWORKS[index // 254]}.{1 + index % 254}{slash}{prefix}"


def mac(text: str, words: Words) -> str:
    """A MAC address for documentation, separated as the original was."""
    last = f"{words.draw.number('mac', text, 256):02x}"
    digits = iter("00005e0053" + last)
    shaped = "".join(next(digits, "0") if char.isalnum() else char for char in text)
    return shaped.upper() if any(char.isupper() for char in text) else shaped


def path(text: str, words: Words) -> str:
    """A path of the same kind and depth that names nobody."""
    return re.sub(r"[^\\/:\s]+", lambda match: _path_part(match.group(), words), text)


def _path_part(part: str, words: Words) -> str:
    if part.lower() in _SYSTEM_FOLDERS or (len(part) == 1 and part.isalpha()):
        return part
    known = _known(part, words) or words.known("organisation", part)
    if known:
        return known.lower()
    stem, suffix = split_name(part)
    return _folder(stem, words) + suffix


def _folder(part: str, words: Words) -> str:
    return f"item{1 + words.draw.number('path', squeeze(part) or part, 9000)}"


_SYSTEM_FOLDERS = frozenset(
    [
        "users",
        "home",
        "documents",
        "desktop",
        "downloads",
        "appdata",
        "local",
        "roaming",
        "temp",
        "tmp",
        "var",
        "usr",
        "opt",
        "etc",
        "mnt",
        "volumes",
        "windows",
        "program",
        "library",
        "src",
        "bin",
        "lib",
        "data",
        "~",
        ".",
        "..",
        "c$",
        "d$",
        "file",
        "http",
        "https",
    ]
)
