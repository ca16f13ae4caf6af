"""Receipts of the contractor's consent: ISO/IEC TS 27560 in the words of DPV, signed.

The document is JSON-LD (https://w3id.org/dpv) whose context stands inside it, so that
nothing has to be fetched to read it. It names the person by a hash under the account's key and
holds no content of the sample: it outlives both.
"""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal import audit
from portal.programmes.models import SettingKind, SettingVersion
from portal.vault import signing
from submissions.domain.release import dsse
from submissions.models import ConsentRecord, Receipt, RecordState, Submission

PAYLOAD_TYPE = "application/ld+json"
CONFORMS_TO = "ISO/IEC TS 27560:2023"
CONTEXT: Mapping[str, Any] = {
    "dpv": "https://w3id.org/dpv#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "airlock": "urn:airlock:",
}
STATUS = {"given": "dpv:ConsentGiven", "withdrawn": "dpv:ConsentWithdrawn"}


def issue(submission: Submission, consents: Collection[ConsentRecord], status: str) -> Receipt:
    """Sign and keep a receipt for consents that were just given or withdrawn.

    Call it in the transaction that wrote them.
    """
    receipt = Receipt(
        submission=submission,
        status=status,
        purposes=sorted(consent.purpose for consent in consents),
    )
    payload = _bytes(_document(receipt, submission, consents))
    signature = signing.sign(dsse.pre_authentication(PAYLOAD_TYPE, payload))
    receipt.envelope = dsse.envelope(payload, signature.key_id, signature.value, PAYLOAD_TYPE)
    receipt.sha256 = hashlib.sha256(payload).hexdigest()
    receipt.save(force_insert=True)
    audit.record(
        "consent.receipt_issued",
        programme_id=submission.programme_id,
        subject=("receipt", receipt.pk),
        facts={"sha256": receipt.sha256, "status": status},
    )
    return receipt


def end_all(submission: Submission) -> None:
    """Withdraw every consent that stands, with one receipt for all of them."""
    given = list(submission.consents.filter(state=RecordState.GIVEN).values_list("pk", flat=True))
    rows = submission.consents.filter(pk__in=given)
    rows.update(state=RecordState.WITHDRAWN, withdrawn_at=timezone.now())
    if given:
        issue(submission, list(rows.select_related("terms_version")), "withdrawn")


def verify(signed: Mapping[str, Any], keys: Mapping[str, bytes]) -> dict[str, Any]:
    """The document of an envelope that one of the public keys (id → 32 bytes) signed.

    Needs no database. Raises ``NotAuthenticError``.
    """
    document: dict[str, Any] = json.loads(dsse.payload(signed, keys, PAYLOAD_TYPE))
    return document


def _document(
    receipt: Receipt, submission: Submission, consents: Collection[ConsentRecord]
) -> dict[str, Any]:
    first = min(consents, key=lambda consent: consent.purpose)
    versions = {consent.terms_version_id: consent.terms_version for consent in consents}
    now = timezone.now().isoformat(timespec="seconds")
    return {
        "@context": dict(CONTEXT),
        "@id": f"urn:uuid:{receipt.pk}",
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": CONFORMS_TO,
        "dct:issued": now,
        "dpv:hasDataSubject": {
            "@id": f"urn:airlock:person:{audit.person(first.person_id)}",
            "@type": "dpv:DataSubject",
        },
        "dpv:hasDataController": {
            "@type": "dpv:DataController",
            "dct:title": settings.AIRLOCK_NAME,
            "dpv:hasContact": settings.DEFAULT_FROM_EMAIL,
            "dpv:hasAddress": settings.PUBLIC_URL,
        },
        "airlock:programme": submission.programme.slug,
        "airlock:sample": str(submission.pk),
        "dpv:hasConsentStatus": STATUS[receipt.status],
        "dpv:hasNotice": [
            _notice(version) for _id, version in sorted(versions.items(), key=_by_id)
        ],
        "dpv:hasProcess": [
            _process(consent, _purposes(submission)) for consent in sorted(consents, key=_purpose)
        ],
        "dpv:hasRight": {
            "@type": "dpv:RightToWithdrawConsent",
            "dct:description": (
                "Withdraw at any time, without a reason, on the page of the sample; "
                "downloads stop at once."
            ),
        },
    }


def _by_id(entry: tuple[uuid.UUID, SettingVersion]) -> int:
    return entry[1].number


def _purpose(consent: ConsentRecord) -> str:
    return consent.purpose


def _purposes(submission: Submission) -> Mapping[str, str]:
    return dict(submission.programme.setting(SettingKind.CONSENT)["purposes"])


def _notice(version: SettingVersion) -> dict[str, Any]:
    return {
        "@type": "dpv:ConsentNotice",
        "dct:hasVersion": version.number,
        "airlock:sha256": version.sha256,
    }


def _process(consent: ConsentRecord, labels: Mapping[str, str]) -> dict[str, Any]:
    ended = consent.withdrawn_at.isoformat(timespec="seconds") if consent.withdrawn_at else None
    return {
        "@type": "dpv:Process",
        "dpv:hasLegalBasis": "dpv:Consent",
        "dpv:hasPurpose": {
            "@type": "dpv:Purpose",
            "dct:identifier": consent.purpose,
            "dct:title": labels.get(consent.purpose, consent.purpose),
        },
        "dpv:hasPersonalData": "the contractor's own data in the work sample",
        "dpv:hasProcessing": ["dpv:Collect", "dpv:Store", "dpv:Anonymise", "dpv:Disclose"],
        "dpv:hasNotice": {
            "dct:language": consent.locale,
            "airlock:sha256": consent.notice_sha256,
        },
        "dpv:isIndicatedAtTime": consent.given_at.isoformat(timespec="seconds"),
        **({"airlock:withdrawnAt": ended} if ended else {}),
    }


def _bytes(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
