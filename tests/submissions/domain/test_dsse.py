"""Envelopes that a receiver must not believe, and the ones they may."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from submissions.domain.release import dsse
from submissions.domain.release.dsse import PAYLOAD_TYPE, STATEMENT_TYPE, NotAuthenticError

OURS, THEIRS = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
KEYS = {"ours": OURS.public_key().public_bytes_raw()}
STATEMENT = {"_type": STATEMENT_TYPE, "subject": []}


def signed(body=STATEMENT, payload_type=PAYLOAD_TYPE, by=(("ours", OURS),)):
    """An envelope over a body by these keys, each valid under its own."""
    data = json.dumps(body).encode()
    covered = dsse.pre_authentication(payload_type, data)
    first, *others = (
        dsse.envelope(data, key_id, key.sign(covered), payload_type) for key_id, key in by
    )
    more = [signature for one in others for signature in one["signatures"]]
    return {**first, "signatures": first["signatures"] + more}


def test_one_signature_by_a_known_key_is_enough_among_others():
    """While a key is rotated two sign; a receiver may know one of them."""
    for by in ((("ours", OURS), ("new", THEIRS)), (("new", THEIRS), ("ours", OURS))):
        assert dsse.opened(signed(by=by), KEYS) == STATEMENT


def test_signatures_by_nobody_known_are_not_enough():
    no_signature = {**signed(), "signatures": []}
    borrowed_name = signed(by=(("ours", THEIRS),))
    for envelope in (no_signature, borrowed_name, signed(by=(("new", THEIRS),))):
        with pytest.raises(NotAuthenticError, match="no signature is by a key you named"):
            dsse.opened(envelope, KEYS)


def test_body_of_another_type_is_refused_though_we_signed_it():
    envelope = signed(payload_type="application/json")
    with pytest.raises(NotAuthenticError, match="another type"):
        dsse.opened(envelope, KEYS)
    with pytest.raises(NotAuthenticError, match="no signature"):
        dsse.opened({**envelope, "payloadType": PAYLOAD_TYPE}, KEYS)


@pytest.mark.parametrize("body", [{**STATEMENT, "_type": "x"}, {"subject": []}, [STATEMENT]])
def test_body_that_is_no_statement_is_refused_though_we_signed_it(body):
    with pytest.raises(NotAuthenticError, match="no in-toto statement"):
        dsse.opened(signed(body), KEYS)


@pytest.mark.parametrize("missing", ["payload", "payloadType", "signatures"])
def test_envelope_without_a_part_is_refused(missing):
    envelope = {name: value for name, value in signed().items() if name != missing}
    with pytest.raises(NotAuthenticError, match="DSSE form"):
        dsse.opened(envelope, KEYS)
