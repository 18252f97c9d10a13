"""Where a message may go and what proves where it came from."""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import socket
import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk.webhooks import sending
from desk.webhooks.endpoints import BadEndpoint, read_endpoint, resolve
from desk.webhooks.signing import BadKey, BadSignature, new_key, sign, verify
from store.webhooks import Message, MessageState, Webhook
from tests.builders import NOON
from tests.desk.receiver import receiving

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x", "https://", "https://user:pass@hooks.example/", "https://hooks.example:99999/", "file:///etc/passwd",
        "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://192.168.1.1/", "https://169.254.169.254/latest",
        "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://[fd00::1]/", "https://[fe80::1]/", "https://0.0.0.0/",
        "https://224.0.0.1/", "https://100.64.0.1/", "https://hooks.example/a b", "https://hooks.example/\r\nx: y", "https://[::1",
        "https://[2002:7f00:1::]/",
    ],
)  # fmt: skip
def test_what_no_message_goes_to(url: str) -> None:
    with pytest.raises(BadEndpoint):
        read_endpoint(url, allow_loopback=False)


@pytest.mark.parametrize(
    "url", ["https://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/", "ftp://127.0.0.1/"]
)
def test_leave_for_this_machine_is_leave_for_no_other(url: str) -> None:
    with pytest.raises(BadEndpoint):
        read_endpoint(url, allow_loopback=True)
    assert read_endpoint("http://127.0.0.1:8080/x?y=1", allow_loopback=True).path == "/x?y=1"


def looked_up(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    async def getaddrinfo(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.215.14", "10.0.0.1"), ("fe80::1%eth0",), ("::ffff:169.254.169.254",), ()])  # fmt: skip
def test_a_name_with_any_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    looked_up(monkeypatch, *addresses)
    endpoint = read_endpoint("https://hooks.example/x", allow_loopback=False)
    with pytest.raises(BadEndpoint, match=r"hooks\.example"):
        asyncio.run(resolve(endpoint, allow_loopback=False))


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up(monkeypatch, "93.184.215.14")
    endpoint = read_endpoint("https://Hooks.Example:8443/x", allow_loopback=False)
    address = asyncio.run(resolve(endpoint, allow_loopback=False))
    assert endpoint.at(address) == "https://93.184.215.14:8443/x" and endpoint.host_header == "hooks.example:8443"
    assert endpoint.at(ipaddress.ip_address("2606:2800::1")) == "https://[2606:2800::1]:8443/x"


def test_the_signature_is_the_specifications() -> None:
    """The figures of the specification's own reference test."""
    stamp = NOON.fromtimestamp(1614265330, NOON.tzinfo)
    headers = sign(KEY, "msg_p5jXN8AQM9LWM0D4loKWxJek", stamp, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_changed_an_old_or_a_foreign_message_is_not_believed() -> None:
    key, body = new_key(), b'{"n": 1}'
    headers = sign(key, "msg-1", NOON, body)
    assert verify(key, headers, body, now=NOON + timedelta(minutes=4)) == "msg-1"
    assert (
        verify(key, headers | {"webhook-signature": "v1,AAAA " + headers["webhook-signature"]}, body, now=NOON)
        == "msg-1"
    )
    for wrong, text, at, with_key in (
        (headers, b'{"n": 2}', NOON, key),
        (headers, body, NOON + timedelta(minutes=6), key),
        (headers, body, NOON - timedelta(minutes=6), key),
        (headers, body, NOON, new_key()),
        (headers | {"webhook-id": "msg-2"}, body, NOON, key),
        (headers | {"webhook-timestamp": "soon"}, body, NOON, key),
        ({}, body, NOON, key),
    ):
        with pytest.raises(BadSignature):
            verify(with_key, wrong, text, now=at)
    for no_key in ("", "secret", "whsec_***"):
        with pytest.raises(BadKey):
            sign(no_key, "msg-1", NOON, body)


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate for `name` with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOON.replace(year=2020))
        .not_valid_after(NOON.replace(year=2120))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / f"{name}.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return pem


@pytest.mark.parametrize(
    ("asked", "trusted", "told"),
    [("hooks.example", True, ""), ("other.example", True, "mismatch"), ("hooks.example", False, "self-signed")],
)
def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, trusted: bool, told: str
) -> None:
    pem = certificate(tmp_path, "hooks.example")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    if trusted:
        context = ssl.create_default_context(cafile=str(pem))
        monkeypatch.setattr(sending.httpx, "AsyncClient", functools.partial(httpx.AsyncClient, verify=context))  # type: ignore[attr-defined]
    looked_up(monkeypatch, "127.0.0.1")
    with receiving(server) as receiver:
        hook = Webhook("wh-1", f"https://{asked}:{receiver.port}/", (), True, "active", "", NOON)
        message = Message("msg-1", "wh-1", "test", NOON, "{}", MessageState.QUEUED, 0, NOON, None, None, "")
        result = asyncio.run(sending.send(hook, message, KEY, NOON))
    assert told in result.error and bool(result.error) is bool(told) and len(receiver.got) == (not told)
