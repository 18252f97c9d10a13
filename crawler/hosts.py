"""Host names in one form: lower case, punycode, no trailing dot."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import idna

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_SPACE = re.compile(r"\s")


class BadHostError(ValueError):
    """The text is not a host name that an outlet can be registered under; the message says why."""


def normalise_host(text: str) -> str:
    """The host name in lower-case punycode without a trailing dot.

    Raises `BadHostError` for anything that is not a bare domain name: a scheme, path, port or user, an IP address, a
    single label such as "localhost", or a label that DNS does not allow.

    >>> normalise_host("WWW.Bücher.Example.")
    'www.xn--bcher-kva.example'
    """
    host = text.strip().lower()
    if "://" in host or "/" in host or "@" in host:
        raise BadHostError(f"{text!r} is not a bare host name; write the domain alone, without scheme or path")
    if host.startswith("[") or _is_ip(host):
        raise BadHostError(f"{text!r} is an IP address; an outlet is registered under a domain name")
    if ":" in host:
        raise BadHostError(f"{text!r} has a port; write the domain alone, every port of it belongs to the outlet")
    host = _punycode(text, host.removesuffix("."))
    if _is_ip(host):  # after other scripts' digits and full stops were read
        raise BadHostError(f"{text!r} is an IP address; an outlet is registered under a domain name")
    labels = host.split(".")
    if len(labels) < 2:
        raise BadHostError(f"{text!r} is not a full domain name; at least two labels are needed, as in example.com")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadHostError(f"{text!r} is not a valid domain name")
    return host


def host_of(url: str) -> str:
    """The normalised host of an absolute URL, port left out; "" where the URL has none that could be registered."""
    try:
        return normalise_host(urlsplit(url.strip()).hostname or "")
    except ValueError:
        return ""


def check_url(text: str) -> str:
    """The absolute http(s) URL as it was written. Raises `BadHostError` with the reason where it is none."""
    if _SPACE.search(text):
        raise BadHostError(f"{text!r} has white space in it")
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise BadHostError(f"{text!r} is not a URL: {error}") from error
    if parts.scheme not in {"http", "https"}:
        raise BadHostError(f"{text!r} is not a URL that starts with https:// or http://")
    if not host:
        raise BadHostError(f"{text!r} has no host")
    if host.startswith(".") or ".." in host:
        raise BadHostError(f"{text!r} has an empty label in its host")
    return text


def parents(host: str) -> list[str]:
    """The host and every domain above it, longest first.

    >>> parents("edition.news.example")
    ['edition.news.example', 'news.example', 'example']
    """
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(len(labels))]


def _is_ip(host: str) -> bool:
    """Whether a host is an IP address in any notation that reaches one: "10.0.0.1", "127.1", "0x7f.1", "2130706433"."""
    last = host[host.rfind(".") + 1 :]
    if ":" not in host and last[:1].isalpha():
        return False  # the last part of an IPv4 address, in every notation, starts with a digit
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # a domain whose last part is a number is none: browsers read it as an address (WHATWG URL, 3.5)
        return re.fullmatch(r"\d+(?::\d+)?|0x[0-9a-f]*", last) is not None
    return True


def _punycode(text: str, host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise BadHostError(f"{text!r} is not a valid domain name: {error}") from error
