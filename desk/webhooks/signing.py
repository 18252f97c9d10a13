"""Signatures as the Standard Webhooks specification has them (https://www.standardwebhooks.com), version `v1`.

A request carries `webhook-id` (the same at each try), `webhook-timestamp` (seconds since 1970, of this try) and
`webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `ID.TIMESTAMP.BODY` with the key. A key is written
`whsec_` and the base64 of its bytes. Libraries for receivers exist in many languages; `verify` is one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
"""How far the timestamp of a request may be from the receiver's clock: what the specification's libraries allow, so that
a request which somebody recorded is of no use later."""
_KEY_BYTES = 32
_PREFIX = "whsec_"


class BadSignature(Exception):
    """A message is not from who holds the key, or is too old; the text says which."""


class BadKey(ValueError):
    """What was given as a key is none."""


def new_key() -> str:
    """A new random key, as it is written."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def sign(key: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a request.

    Raises:
        BadKey: `key` is not `whsec_` and base64.
    """
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + _signature(key, message_id, stamp, body),
    }


def verify(key: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> str:
    """Check a request that was received, and answer the message's id, by which a repetition is known.

    `headers` has lower-case names. A signature header may hold several signatures; one that fits is enough.

    Raises:
        BadSignature: a header is missing, no signature fits, or the time is more than `TOLERANCE` off.
        BadKey: `key` is not `whsec_` and base64.
    """
    try:
        message_id, stamp = headers["webhook-id"], headers["webhook-timestamp"]
        given = headers["webhook-signature"].split()
        off = abs(now.timestamp() - int(stamp))
    except (KeyError, ValueError) as error:
        raise BadSignature(f"a header of the signature is missing or no number: {error}") from error
    expected = "v1," + _signature(key, message_id, stamp, body)
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
        raise BadSignature("no signature fits")
    if off > TOLERANCE.total_seconds():
        raise BadSignature(f"the timestamp is {off:.0f} seconds off")
    return message_id


def _signature(key: str, message_id: str, stamp: str, body: bytes) -> str:
    try:
        if not key.startswith(_PREFIX):
            raise BadKey(f"a key begins with {_PREFIX}")
        secret = base64.b64decode(key.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise BadKey(f"a key is {_PREFIX} and base64") from error
    signed = f"{message_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
