"""URL keys: one text for the many addresses of one page. A key finds duplicates; it is never what is fetched.

A key that is too coarse loses an article (two articles share it), one that is too fine costs one fetch, because text and
canonical link find the duplicate later. So only what is known to name no content is dropped: the scheme, `www.`, mobile
and AMP hosts, tracking parameters by their exact names, print and AMP views, the fragment.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from w3lib.url import canonicalize_url

from crawler.hosts import host_of

__all__ = ["MAX_URL_LENGTH", "host_of", "is_fetchable", "slot_of", "url_key"]

MAX_URL_LENGTH = 2000
"""Longer URLs are left alone: no article needs one, and calendars and session traps make them."""

TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "at_", "ns_", "hsa_", "itm_", "_hs", "mc_", "oly_", "vero_")
"""Prefixes of the parameters of Google Analytics, Matomo, AT Internet, comScore, HubSpot, Mailchimp and the like."""

TRACKING_NAMES = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "ysclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "mkt_tok",
        "xtor",
        "cmpid",
        "cmp",
        "ocid",
        "ncid",
        "smid",
        "smtyp",
        "taid",
        "ftag",
        "ito",
        "traffic_source",
        "trk",
        "trkcampaign",
        "rss",
        "feedtype",
        "feedname",
        "soc_src",
        "soc_trk",
        "__twitter_impression",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "wt_mc",
        "wtmc",
        "partner_id",
        "spm",
        "scid",
        "sref",
        "sr_share",
        "s_cid",
        "cid_rss",
        "mbid",
        "syndication",
        "srnd",
        "ref_src",
        "ref_url",
        "share_type",
        "sharetype",
        "shareadraft",
    ]
)
"""Parameters that name where a reader came from, in any letter case. Those that also name articles somewhere ("id",
"cid", "eid", "ref", "source", "p", "a") are kept."""

_AMP_PARAMETERS = frozenset(
    {("amp", "1"), ("amp", "true"), ("amp", ""), ("outputtype", "amp"), ("outputtype", "valid_amp")}
)
_PRINT_PARAMETERS = frozenset(
    {("print", "1"), ("print", "true"), ("view", "print"), ("mode", "print"), ("output", "print"), ("printable", "1")}
)
_UNFIT = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_MOBILE_HOST = re.compile(r"^(?:www\d?|m|mobile|mobil|amp)\.(?=[^.]+\.[^.])")
_AMP_CACHE = re.compile(r"^https?://[^/]*\.cdn\.ampproject\.org/(?:[a-z]/)+(s/)?(.+)$", re.IGNORECASE)
_AMP_VIEWER = re.compile(r"^https?://(?:www\.)?google\.[a-z.]+/amp/(s/)?(.+)$", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?:/amp|\.amp)(?=/?$|\.html?$)|^/amp(?=/)", re.IGNORECASE)
_PRINT_PATH = re.compile(r"/(?:print|printable)/?$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_DEFAULT_PORTS = {80, 443}


def url_key(url: str) -> str:
    """The key of an absolute http(s) URL; equal for addresses that lead to one page by convention.

    >>> url_key("https://m.paper.example:8070/a/storm-hits/amp/?utm_source=rss&id=3#top")
    'paper.example:8070/a/storm-hits?id=3'

    Raises:
        ValueError: the URL is no absolute http(s) URL.
    """
    unwrapped = _unwrap(url.strip())
    parts = urlsplit(canonicalize_url(unwrapped))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url!r} is not an absolute http(s) URL")
    host = _MOBILE_HOST.sub("", host_of(unwrapped) or parts.hostname.lower())
    port = parts.port
    netloc = host if port is None or port in _DEFAULT_PORTS else f"{host}:{port}"
    query = _query(parts.query)
    return f"{netloc}{_path(parts.path)}{'?' + query if query else ''}"


def slot_of(url: str) -> str:
    """The host name that politeness is counted by: lower case, without the port; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def is_fetchable(url: str) -> bool:
    """Whether the text is an absolute http(s) URL with a host, of a sane length, without a user name, white space, control
    characters or half a surrogate pair in it.
    """
    if len(url) > MAX_URL_LENGTH or _UNFIT.search(url):
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def absolute(url: str, base: str) -> str:
    """`url` seen from the page `base`; "" where that is nothing that can be fetched, or only a place on that page."""
    link = re.sub(r"[\t\r\n]", "", url).strip()
    if not link or link.startswith("#"):
        return ""
    try:
        joined = urljoin(base, link)
    except ValueError:
        return ""
    joined = joined.replace(" ", "%20")  # as browsers do
    return joined if is_fetchable(joined) else ""


def _unwrap(url: str) -> str:
    for pattern in (_AMP_CACHE, _AMP_VIEWER):
        match = pattern.match(url)
        if match:
            return f"{'https' if match[1] else 'http'}://{match[2]}"
    return url


def _path(path: str) -> str:
    path = re.sub(r"/{2,}", "/", path)
    path = _AMP_PATH.sub("", path)
    path = _INDEX.sub("/", _PRINT_PATH.sub("", path))
    return path.rstrip("/")


def _query(query: str) -> str:
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _is_noise(name.lower(), value.lower())
    ]
    return urlencode(sorted(kept))


def _is_noise(name: str, value: str) -> bool:
    if name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES):
        return True
    return (name, value) in _AMP_PARAMETERS or (name, value) in _PRINT_PARAMETERS
