"""Signed envelopes: DSSE v1 with Ed25519, checked with nothing but a public key.

Imports neither Django nor models, so that a receiver can verify a release offline.
https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"


class NotAuthenticError(Exception):
    """The envelope is not ours, or not what was signed."""

    code = "not_authentic"


def pre_authentication(payload_type: str, payload: bytes) -> bytes:
    """What is signed: type and body with their lengths, so that neither can slide into the other."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def envelope(
    payload: bytes, key_id: str, signature: bytes, payload_type: str = PAYLOAD_TYPE
) -> dict[str, Any]:
    """The JSON form."""
    return {
        "payloadType": payload_type,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": key_id, "sig": base64.b64encode(signature).decode()}],
    }


def opened(signed: Mapping[str, Any], keys: Mapping[str, bytes]) -> dict[str, Any]:
    """The statement in an envelope that one of the public keys (id → 32 bytes) signed.

    Raises ``NotAuthenticError``.
    """
    statement = json.loads(payload(signed, keys, PAYLOAD_TYPE))
    if not isinstance(statement, dict) or statement.get("_type") != STATEMENT_TYPE:
        raise NotAuthenticError("the payload is no in-toto statement")
    return statement


def payload(signed: Mapping[str, Any], keys: Mapping[str, bytes], payload_type: str) -> bytes:
    """The bytes in an envelope that one of the public keys signed as this type.

    Raises ``NotAuthenticError``.
    """
    try:
        body = base64.b64decode(signed["payload"], validate=True)
        kind = str(signed["payloadType"])
        signatures = [
            (str(entry["keyid"]), base64.b64decode(entry["sig"], validate=True))
            for entry in signed["signatures"]
        ]
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise NotAuthenticError("the envelope is not in the DSSE form") from None
    if kind != payload_type:
        raise NotAuthenticError("the payload is of another type")
    covered = pre_authentication(kind, body)
    if not any(_signed(keys.get(key_id), covered, value) for key_id, value in signatures):
        raise NotAuthenticError("no signature is by a key you named")
    return body


def _signed(public: bytes | None, covered: bytes, signature: bytes) -> bool:
    if public is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, covered)
    except (InvalidSignature, ValueError):
        return False
    return True
