"""What an answer is by its status, headers and address, before anybody reads the page: blocked, a bot check, gone, …

What a page under 200 says of itself (a consent wall, an error page, a bot check without a header) is for the extractor to
judge, which knows the page's layout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.bot_checks import WALL_CHARS, bot_check_part, bot_check_phrase
from store.records import Outcome

HEAD_BYTES = 400_000
"""How much of a page is searched for markers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `url` is where it came from after redirects, `requested` what was asked; header names are lower case."""

    requested: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class Ruling:
    """`outcome` None: a page to extract from. `transient` says that a later try may succeed within minutes, `may_pass` that
    one may in some days.
    """

    outcome: Outcome | None
    detail: str = ""
    transient: bool = False
    may_pass: bool = False


READ = Ruling(None)

_CHALLENGE_HEADERS = (
    ("cf-mitigated", "challenge"),
    ("x-amzn-waf-action", "challenge"),
    ("x-amzn-waf-action", "captcha"),
)
_CONSENT_HOST = re.compile(r"^(?:consent|guce|cmp|privacy|myprivacy|choices|dpg-consent)\.", re.IGNORECASE)
_LOGIN_HOST = re.compile(r"^(?:login|signin|sso|auth|accounts?|abo|subscribe|subscription)\.", re.IGNORECASE)
# A place of its own at the beginning or the end of the path; a slug such as "how-to-log-in" is an article's.
_LOGIN_PATH = re.compile(
    r"^(?:/[a-z]{2}(?:-[a-z]{2})?)?/(?:user|users|account|accounts|auth|sso|my)?/?"
    r"(?:log-?in|sign-?in|sign-?up|log-?on|registration|register|subscribe|subscription|subscriptions|paywall|anmelden|anmeldung|"
    r"einloggen|abonnieren|connexion|abonnement|abonnements|inscription|iniciar-sesion|suscripcion|suscribete|suscriptores|"
    r"accedi|abbonamenti|abbonati|entrar|assine|assinatura|inloggen|aanmelden|logg-inn|logga-in|prenumerera|logowanie)"
    r"(?:\.(?:html?|php|aspx?|jsp|do))?(?:/|$)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(rb"<(script|style|noscript|template|svg)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")
_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")
READABLE = frozenset({200, 203})
"""Statuses under which there can be a page."""
_GONE = frozenset({404, 410})
_BLOCKED = frozenset({401, 403, 406, 407, 418, 420, 423, 451, 999})
"""Refusals, the unofficial ones of firewalls among them: 406 (mod_security), 418, 420 and 999 in place of 403 or 429."""
_MAY_PASS = frozenset({403, 406, 418, 420, 999})
_TRANSIENT = frozenset({408, 425, 429})


def classify(answer: Answer) -> Ruling:
    """What the answer is, by its status, headers and content; READ where it is a page to extract from.

    >>> classify(Answer("http://a.example/x", "http://a.example/x", 410, {}, b"")).outcome
    <Outcome.GONE: 'gone'>
    """
    challenge = _said_by_header(answer) or (bot_check(answer) if answer.status != 200 else "")
    if challenge:
        return Ruling(Outcome.CHALLENGE, challenge)
    if answer.status not in READABLE:
        return _by_status(answer.status)
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _HTML_TYPES and not _looks_html(answer.body):
        return Ruling(Outcome.NOT_ARTICLE, f"content type {kind}")
    if not answer.body.strip():
        return Ruling(Outcome.EXTRACT_EMPTY, "empty answer")
    if (file := _file_kind(answer.body)) or is_garbled(answer.body):
        return Ruling(Outcome.NOT_ARTICLE, f"a {file} file") if file else Ruling(Outcome.ERROR, GARBLED, transient=True)
    if _is_consent_place(answer):
        return Ruling(Outcome.CONSENT, f"led to {answer.url}")
    if _led_to_login(answer):
        return Ruling(Outcome.PAYWALL, f"led to {answer.url}"[:300])
    if _led_home(answer):
        return Ruling(Outcome.SOFT_404, f"led to the front page {answer.url}")
    return READ


def _by_status(status: int) -> Ruling:
    text = f"HTTP {status}"
    if status in _GONE:
        return Ruling(Outcome.GONE, text)
    if status in _BLOCKED:
        return Ruling(Outcome.BLOCKED, text, may_pass=status in _MAY_PASS)
    if status == 402:
        return Ruling(Outcome.PAYWALL, text)
    if status == 429:
        return Ruling(Outcome.BLOCKED, text, transient=True)
    if status == 304:  # pages are asked for without conditions: nothing is known to be unchanged
        return Ruling(Outcome.ERROR, "HTTP 304 to a request without conditions", transient=True)
    if status in _TRANSIENT or status >= 500:
        return Ruling(Outcome.ERROR, text, transient=True)
    return Ruling(Outcome.ERROR, text)


def _said_by_header(answer: Answer) -> str:
    for name, value in _CHALLENGE_HEADERS:
        if value in answer.headers.get(name, "").lower():
            return f"header {name}: {value}"
    return ""


def bot_check(answer: Answer) -> str:
    """The marker by which an answer is known as a bot check, "" where it is none: for answers that should be no page."""
    visible = visible_chars(answer.body)
    if visible > WALL_CHARS:
        return ""
    markup = answer.body[:HEAD_BYTES].decode("utf-8", "replace")
    found = bot_check_phrase(markup) or bot_check_part(markup, visible)
    return f"bot check ({found[:60].strip()!r})" if found else ""


def visible_chars(body: bytes) -> int:
    """How many characters of text a page shows, roughly: without scripts, styles and tags, white space folded."""
    text = _TAG.sub(b" ", _HIDDEN.sub(b" ", body[:HEAD_BYTES]))
    return len(b" ".join(text.split()).decode("utf-8", "replace"))


def _is_consent_place(answer: Answer) -> bool:
    if answer.url == answer.requested:
        return False
    asked, got = urlsplit(answer.requested), urlsplit(answer.url)
    if asked.hostname != got.hostname and _CONSENT_HOST.match(got.hostname or ""):
        return True
    return bool(re.search(r"/(?:consent|privacy-gate|cookie-?wall)(?:/|$)", got.path)) and "consent" not in asked.path


def _led_home(answer: Answer) -> bool:
    if answer.url == answer.requested:
        return False
    asked, got = urlsplit(answer.requested), urlsplit(answer.url)
    return asked.path.strip("/") != "" and got.path.strip("/") == "" and not got.query


def _led_to_login(answer: Answer) -> bool:
    """Whether a request for another page was sent to a place where readers log in or subscribe."""
    if answer.url == answer.requested:
        return False
    asked, got = urlsplit(answer.requested), urlsplit(answer.url)
    if _LOGIN_PATH.search(asked.path):
        return False
    return bool(_LOGIN_PATH.search(got.path) or _LOGIN_HOST.match(got.hostname or ""))


GARBLED = "bytes that are no text"
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b") | {127}
MAX_CONTROLS = 0.03
"""Share of control bytes from which an answer is no text in any encoding; random bytes have 0.11, pages next to none."""
_MAGIC = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "zip",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
}


def _file_kind(body: bytes) -> str:
    return next((kind for magic, kind in _MAGIC.items() if body.startswith(magic)), "")


def is_garbled(body: bytes) -> bool:
    """Whether an answer is no text: what a broken cache or a stray connection sends in a page's place. Two- and four-byte
    encodings, in which every other byte of a page is null, are text.
    """
    sample = body[:4096]
    if body.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or sample.count(0) > len(sample) / 4:
        return False
    return sum(byte in _CONTROLS for byte in sample) > MAX_CONTROLS * len(sample)


def _looks_html(body: bytes) -> bool:
    return bool(re.match(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", body[:1000], re.IGNORECASE))


def is_consent_host(url: str) -> bool:
    """Whether a URL lies on a host that consent walls are served from (consent.…, guce.…)."""
    return bool(_CONSENT_HOST.match(urlsplit(url).hostname or ""))
