"""What speaks for and against a domain being the organisation's, for the person who confirms it.

A declared domain proves nothing (decision 17): it is compared with the organisation's name,
with domains seen in the files, with the contractor's own addresses, and looked at for letters
that imitate others.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.vault import keys
from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain import sealed
from submissions.domain.consent import domains, register
from submissions.models import Evidence, Submission

LOOK_ALIKE = (
    "01358|"
    "\u0456\u0131\u04cf\u0430\u03b1\u0435\u043e\u03bf\u0440\u03c1\u0441\u0443"
    "\u0445\u0455\u0458\u0501\u0261\u04bb\u043d\u03ba\u043a\u03bd\u03c4\u0442"
    "\u03c5\u03c9\u0432\u044c\u043c"
)
IMITATIONS = str.maketrans(LOOK_ALIKE, "olesbliilaaeooppcyxsjdghhkkvttuwbbm")
"""Letters of other scripts and digits that look like Latin letters."""
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
SHORTEST = 4


class Tone(StrEnum):
    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing to know before saying yes."""

    tone: Tone
    sentence: str


def of(
    domain: str, organisation: str, own_addresses: Iterable[str], samples: Iterable[Submission]
) -> list[Signal]:
    """Everything a machine can say about a domain, the worst first."""
    found = [
        *_letters(domain),
        *_name(domain, organisation),
        *_own(domain, own_addresses),
        *_seen(domain, samples),
    ]
    order = [Tone.BAD, Tone.ATTENTION, Tone.GOOD]
    return sorted(found, key=lambda signal: order.index(signal.tone))


def skeleton(text: str) -> str:
    """What a name looks like: letters that imitate others in place of them."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c)).translate(IMITATIONS)
    for pair, letter in PAIRS:
        plain = plain.replace(pair, letter)
    return plain


def _letters(domain: str) -> Iterator[Signal]:
    if any(label.startswith("xn--") for label in domain.split(".")):
        shown = domains.shown(domain)
        sentence = f"It is written with letters of other scripts: people see “{shown}”."
        yield Signal(Tone.BAD, sentence)


def _name(domain: str, organisation: str) -> Iterator[Signal]:
    label = domains.shown(domains.site(domain)).partition(".")[0]
    words = [w for w in register.plain_name(organisation).split() if len(w) >= SHORTEST]
    joined = "".join(words)
    if any(word not in label and skeleton(word) in skeleton(label) for word in words):
        # Asked first: beside a word that is imitated another one may stand as it is.
        yield Signal(
            Tone.BAD, "It looks like the organisation's name but is spelled with other letters."
        )
    elif any(word in label for word in words) or (len(label) >= SHORTEST and label in joined):
        yield Signal(Tone.GOOD, "The domain holds a word of the organisation's name.")
    else:
        yield Signal(Tone.ATTENTION, "The domain shares no word with the organisation's name.")


def _own(domain: str, own_addresses: Iterable[str]) -> Iterator[Signal]:
    site = domains.site(domain)
    if any(domains.site(domains.spelled(address)) == site for address in own_addresses):
        yield Signal(Tone.ATTENTION, "The contractor has an account with an address there.")


def _seen(domain: str, samples: Iterable[Submission]) -> Iterator[Signal]:
    files = sum(_files_naming(domain, sample) for sample in samples)
    if files:
        yield Signal(Tone.GOOD, f"The domain stands in {files} of the files, before scrubbing.")
    else:
        yield Signal(Tone.ATTENTION, "The domain stands in none of the files.")


def _files_naming(domain: str, sample: Submission) -> int:
    """Only keyed hashes of what files say are kept: the domain's own is looked for."""
    try:
        key: keys.Key = sealed.key_of(sample.pk)
    except (KeyDestroyed, KeyMissing):
        return 0
    digests = [key.digest("evidence", name) for name in {domain, domains.site(domain)}]
    rows = Evidence.objects.filter(artefact__submission=sample, digest__in=digests)
    return rows.order_by().values("artefact").distinct().count()
