"""Presidio's recognisers, called by their own contract and without its NLP pipeline.

A recogniser whose expression is weak ("nine digits") runs only near one of its context
words; that word is what makes it sure. Its score is a constant of ours per case, since
Presidio's are no probabilities.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrubbing.engine.detectors.joined import SEPARATOR, Joined
from scrubbing.engine.types import Kind, Span

if TYPE_CHECKING:
    from presidio_analyzer import PatternRecognizer

AHEAD = 90
"""Characters after a context word in which its number is looked for."""
BEHIND = 30
CHECKED = 0.95
NEAR_A_WORD = 0.75

ALWAYS: dict[str, Kind] = {
    "EmailRecognizer": Kind.EMAIL,
    "MedicalLicenseRecognizer": Kind.HEALTH_ID,
    "FiPersonalIdentityCodeRecognizer": Kind.SOCIAL_ID,
}
ANCHORS: dict[str, str] = {"EmailRecognizer": "@"}

BY_WORD: dict[str, Kind] = {
    "AbaRoutingRecognizer": Kind.BANK_ACCOUNT,
    "UsBankRecognizer": Kind.BANK_ACCOUNT,
    "CaSinRecognizer": Kind.SOCIAL_ID,
    "NhsRecognizer": Kind.HEALTH_ID,
    "SgFinRecognizer": Kind.IDENTITY_DOCUMENT,
    "UsClaimNumberRecognizer": Kind.REFERENCE,
    "UsHealthInsuranceMemberIdRecognizer": Kind.HEALTH_ID,
    "UsItinRecognizer": Kind.TAX_ID,
    "UsMbiRecognizer": Kind.HEALTH_ID,
    "UsNpiRecognizer": Kind.HEALTH_ID,
    "UsPassportRecognizer": Kind.IDENTITY_DOCUMENT,
    "UsPrescriptionNumberRecognizer": Kind.HEALTH_ID,
    "UsSsnRecognizer": Kind.SOCIAL_ID,
    "EsNifRecognizer": Kind.IDENTITY_DOCUMENT,
    "EsNieRecognizer": Kind.IDENTITY_DOCUMENT,
    "AuAbnRecognizer": Kind.TAX_ID,
    "AuAcnRecognizer": Kind.TAX_ID,
    "AuTfnRecognizer": Kind.TAX_ID,
    "AuMedicareRecognizer": Kind.HEALTH_ID,
    "ItVatCodeRecognizer": Kind.TAX_ID,
    "ItDriverLicenseRecognizer": Kind.IDENTITY_DOCUMENT,
    "ItIdentityCardRecognizer": Kind.IDENTITY_DOCUMENT,
    "InPanRecognizer": Kind.TAX_ID,
    "InAadhaarRecognizer": Kind.IDENTITY_DOCUMENT,
    "InVehicleRegistrationRecognizer": Kind.LICENCE_PLATE,
    "InVoterRecognizer": Kind.IDENTITY_DOCUMENT,
    "PlPeselRecognizer": Kind.SOCIAL_ID,
    "SgUenRecognizer": Kind.TAX_ID,
    "UkDrivingLicenceRecognizer": Kind.IDENTITY_DOCUMENT,
    "UkPassportRecognizer": Kind.IDENTITY_DOCUMENT,
    "UkVehicleRegistrationRecognizer": Kind.LICENCE_PLATE,
    "SePersonnummerRecognizer": Kind.SOCIAL_ID,
    "SeOrganisationsnummerRecognizer": Kind.TAX_ID,
    "TrNationalIdRecognizer": Kind.SOCIAL_ID,
    "TrLicensePlateRecognizer": Kind.LICENCE_PLATE,
    "ThTninRecognizer": Kind.SOCIAL_ID,
    "KrRrnRecognizer": Kind.SOCIAL_ID,
    "ZaIdNumberRecognizer": Kind.SOCIAL_ID,
    "NgNinRecognizer": Kind.SOCIAL_ID,
    "DeTaxIdRecognizer": Kind.TAX_ID,
    "DeTaxNumberRecognizer": Kind.TAX_ID,
    "DePassportRecognizer": Kind.IDENTITY_DOCUMENT,
    "DeIdCardRecognizer": Kind.IDENTITY_DOCUMENT,
    "DeSocialSecurityRecognizer": Kind.SOCIAL_ID,
    "DeHealthInsuranceRecognizer": Kind.HEALTH_ID,
    "DeKfzRecognizer": Kind.LICENCE_PLATE,
    "DeHandelsregisterRecognizer": Kind.REFERENCE,
    "DeFuehrerscheinRecognizer": Kind.IDENTITY_DOCUMENT,
}
"""Left out: US_DRIVER_LICENSE (matches "A1"), URL (matches ``self.model``), and what our own rules do with less noise."""

VAGUE = frozenset(
    "us united states id pass card check save debit bank account account# acct tax member policy pi cf fin "
    "provider medical certificate social security individual claim billing vehicle registration rto epic "
    "transaction subscriber insurance saving cms beneficiary permit lic rx document identity license licence "
    "patente licenza carta wymogi code claims adjudicated dispute denied paid".split()
)
"""Context words too common to say that the next number is theirs."""


NUMBERS = frozenset({Kind.HEALTH_ID, Kind.SOCIAL_ID, Kind.TAX_ID, Kind.BANK_ACCOUNT})


def _cut_out(text: str, start: int, end: int) -> bool:
    """Say whether a number is only a piece of a longer one, such as a digest."""
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()


@dataclass(frozen=True, slots=True)
class Borrowed:
    """One recogniser of Presidio's with our kind and the literal it cannot do without."""

    recogniser: "PatternRecognizer"
    kind: Kind
    words: tuple[str, ...]
    anchor: str = ""

    def find(self, joined: Joined, start: int, end: int) -> Iterator[Span]:
        """Give the spans within a stretch of the joined text."""
        entity = self.recogniser.supported_entities[0]
        text = joined.text[start:end]
        for result in self.recogniser.analyze(text, [entity]):
            if self.words and not any(c.isdigit() for c in text[result.start : result.end]):
                continue
            if self.kind in NUMBERS and _cut_out(
                joined.text, start + result.start, start + result.end
            ):
                continue
            score = CHECKED if result.score >= 1 else NEAR_A_WORD
            yield from joined.spans(
                start + result.start,
                start + result.end,
                self.kind,
                score,
                f"presidio.{entity.lower()}",
            )

    def near_anchors(self, joined: Joined) -> Iterator[Span]:
        """Give the spans around each place of the anchor; over the whole text without one."""
        if not self.anchor:
            yield from self.find(joined, 0, len(joined.text))
            return
        done = 0
        at = joined.text.find(self.anchor)
        while at >= 0:
            if at >= done:
                start = max(done, joined.text.rfind("\n", max(0, at - 70), at) + 1, at - 70)
                stop = joined.text.find("\n", at, at + 300)
                done = stop if stop >= 0 else min(len(joined.text), at + 300)
                yield from self.find(joined, start, done)
            at = joined.text.find(self.anchor, at + 1)


def build() -> tuple[tuple[Borrowed, ...], tuple[Borrowed, ...]]:
    """Give the recognisers that always run and those that a context word calls."""
    # Presidio takes two seconds to import: a detector's start, not a module's.
    from presidio_analyzer import predefined_recognizers

    silence()
    always = tuple(
        Borrowed(_made(predefined_recognizers, name), kind, (), ANCHORS.get(name, ""))
        for name, kind in ALWAYS.items()
    )
    by_word = []
    for name, kind in BY_WORD.items():
        recogniser = _made(predefined_recognizers, name)
        words = tuple(w.lower() for w in recogniser.context or () if w.lower() not in VAGUE)
        by_word.append(Borrowed(recogniser, kind, words))
    return always, tuple(by_word)


def silence() -> None:
    """Turn Presidio's loggers off: they print the text they matched."""
    names: Iterable[str] = ("presidio-analyzer", "presidio_analyzer", "tldextract", "filelock")
    for name in names:
        # structlog is ours; this is the standard logger of another package.
        logger = logging.getLogger(name)  # noqa: TID251 - silences the loggers of a library
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
        logger.setLevel(logging.CRITICAL + 1)


def _made(module: object, name: str) -> "PatternRecognizer":
    recogniser: PatternRecognizer = getattr(module, name)()
    if name == "EmailRecognizer":
        # Its own check asks tldextract, which asks the network at the first address.
        object.__setattr__(recogniser, "validate_result", _mail_address)
    return recogniser


def _mail_address(text: str) -> bool | None:
    """Accept an address by the shape of its domain, without a list from the network."""
    domain = text.rpartition("@")[2]
    return len(domain.rpartition(".")[2]) > 1 and not domain[-1].isdigit()


def stretches(joined: Joined, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the stretches around context words, merged where they overlap, within their unit."""
    last = -1
    start = -1
    for place in sorted(places):
        left = joined.text.rfind(SEPARATOR, 0, place)
        left = max(0 if left < 0 else left + len(SEPARATOR), place - BEHIND)
        right = joined.text.find(SEPARATOR, place, place + AHEAD)
        right = min(len(joined.text), place + AHEAD) if right < 0 else right
        if left > last:
            if last >= 0:
                yield start, last
            start = left
        last = max(last, right)
    if last >= 0:
        yield start, last
