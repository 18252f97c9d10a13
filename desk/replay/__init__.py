"""A loopback web of outlets: any corpus or folder of saved pages, served as the sites it came from.

One HTTP server on 127.0.0.1 plays every site and tells them apart by the Host header, so that a crawler whose resolver
maps all names to 127.0.0.1 meets real hosts, each with its own robots.txt, feed, news sitemap and pages.

    from desk.replay import ReplayServer, sites_from_corpus

    with ReplayServer(lambda port: sites_from_corpus([path], port)) as server:
        ...  # crawl http://HOST:{server.port}/
        server.requests()  # who asked for what, when, and what came back
"""

from desk.replay.corpus import CorpusError, sites_from_corpus
from desk.replay.registry import registry_toml_for
from desk.replay.saved import sites_from_folder
from desk.replay.server import ReplayServer, Request
from desk.replay.site import Behaviour, Page, ReplaySite, Trouble

__all__ = [
    "Behaviour",
    "CorpusError",
    "Page",
    "ReplayServer",
    "ReplaySite",
    "Request",
    "Trouble",
    "registry_toml_for",
    "sites_from_corpus",
    "sites_from_folder",
]
