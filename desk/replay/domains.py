"""Which registered domain a host belongs to, without asking the network."""

from functools import cache

import tldextract

_EXTRACT = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@cache
def registrable_domain(host: str) -> str:
    """The domain an outlet would register for `host`.

    Hosts below a private suffix (one blog of a blog service) are outlets of their own; under an ending that is no
    public suffix (`.example`) the last two labels are taken.

    >>> registrable_domain("www.herald.co.uk")
    'herald.co.uk'
    """
    return _EXTRACT(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])
