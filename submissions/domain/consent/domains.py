"""Mail and web domains in one spelling, and the part of one that somebody registered."""

from functools import cache

import idna
import tldextract

LONGEST = 253


def spelled(text: str) -> str:
    """A domain from what a person typed, in lower case and punycode; "" where it is none.

    "https://www.Example.com/shop" and "me@example.com" give "example.com".
    """
    host = text.strip().lower().rpartition("://")[2].rpartition("@")[2]
    host = host.partition("/")[0].partition(":")[0].strip(".")
    host = host.removeprefix("www.")
    try:
        ascii_host = idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""
    return ascii_host if "." in ascii_host and len(ascii_host) <= LONGEST else ""


def site(domain: str) -> str:
    """The part that somebody registered: "shop.example.co.uk" gives "example.co.uk".

    "" for what nobody can register, such as "co.uk", "github.io" or "localhost". Names that are
    reserved for examples and tests count by their last two labels.
    """
    found = _suffixes()(domain)
    if found.suffix:
        return str(found.top_domain_under_public_suffix)
    labels = domain.split(".")
    return ".".join(labels[-2:]) if len(labels) > 1 and not labels[-1].isdigit() else ""


def is_registered(word: str) -> bool:
    """Whether a word is a name below a suffix that the public list knows: "example.com"."""
    return bool(_suffixes()(word.strip(".")).top_domain_under_public_suffix)


def is_under(domain: str, parent: str) -> bool:
    """Whether a domain is the other or one below it."""
    return domain == parent or domain.endswith(f".{parent}")


def shown(domain: str) -> str:
    """As it looks to people, with letters of other scripts; the domain itself if it cannot be."""
    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return domain


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The list that comes with the package: nothing is fetched and nothing is written."""
    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )
