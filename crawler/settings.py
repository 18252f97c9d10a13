"""Scrapy settings. Each one that departs from Scrapy's default says why.

Ours begin with CORROBORATE_ and may be environment variables as well: CORROBORATE_DB (the SQLite file),
CORROBORATE_OUTLETS (a registry file; empty: the bundled one), CORROBORATE_OVERLAY (files of one's own rows on top of it,
apart by the system's path separator), CORROBORATE_RESOLVE (see `crawler.resolver`), CORROBORATE_CONTACT (URL or address
for webmasters, part of the user agent), CORROBORATE_HOME (where an outlet without sources is looked at),
CORROBORATE_WARC (a folder for an archive of what is fetched; empty: none).
"""

import os

from crawler.options import CrawlOptions, Limits, user_agent

BOT_NAME = "news-corroborator"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

CORROBORATE_DB = os.environ.get("CORROBORATE_DB", "corroborate.db")
CORROBORATE_OUTLETS = os.environ.get("CORROBORATE_OUTLETS", "")
CORROBORATE_OVERLAY = os.environ.get("CORROBORATE_OVERLAY", "")
CORROBORATE_RESOLVE = os.environ.get("CORROBORATE_RESOLVE", "")
CORROBORATE_CONTACT = os.environ.get("CORROBORATE_CONTACT", "")
CORROBORATE_WARC = os.environ.get("CORROBORATE_WARC", "")
CORROBORATE_HOME = os.environ.get("CORROBORATE_HOME", "https://{domain}/")

USER_AGENT = user_agent(CORROBORATE_CONTACT)

# Scrapy 2.19 opens a remote control server, and telnet, on every crawl: nobody asked for a door.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# Named here as well, because Scrapy imports an extension before it asks whether it is wanted: these two bring in aiohttp
# and a shell.
EXTENSIONS = {
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
}
DOWNLOADER_STATS = False  # nobody reads them: each URL has its outcome in the store

# Scrapy's defaults accept any certificate.
DOWNLOAD_VERIFY_CERTIFICATES = True

# One request at a time per host; the pause is set per host by PolitenessMiddleware, without jitter, so that it is never
# shorter than what was promised.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.0
# The conductor bounds the hosts at work; a bound here would let slow hosts take the place of others.
CONCURRENT_REQUESTS = 0

DOWNLOAD_MAXSIZE = Limits().page_bytes
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = Limits().fetch_seconds
DNS_TIMEOUT = 10
TWISTED_DNS_RESOLVER = "crawler.resolver.PinnedResolver"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# The web is http and https: no page and no redirect may lead to a file of this machine, or to another kind of server.
DOWNLOAD_HANDLERS = {"file": None, "data": None, "ftp": None, "s3": None}

# Whatever its status, an answer reaches the code that gives it an outcome.
HTTPERROR_ALLOW_ALL = True
REDIRECT_MAX_TIMES = 8
METAREFRESH_ENABLED = False  # meta refreshes serve interstitials and walls more often than articles
RETRY_ENABLED = False  # it retries within milliseconds and knows no Retry-After; the frontier retries
COOKIES_ENABLED = False
# RobotsMiddleware below obeys robots.txt; Scrapy's own fetches after a 503 and ignores Crawl-delay.
ROBOTSTXT_OBEY = False
REFERRER_POLICY = "no-referrer"

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.addresses.AddressMiddleware": 40,
    "crawler.scope.ScopeMiddleware": 50,
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.politeness.PolitenessMiddleware": 870,
    "crawler.archive.ArchiveMiddleware": 890,
}

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5",
}

LOG_LEVEL = "INFO"
LOGSTATS_INTERVAL = 0
MEMUSAGE_ENABLED = False


def overrides(options: CrawlOptions) -> dict[str, object]:
    """The settings of a crawl that is started from Python with these options."""
    return {
        "USER_AGENT": user_agent(options.contact),
        "DOWNLOAD_DELAY": options.delay,
        "DOWNLOAD_MAXSIZE": options.limits.page_bytes,
        "DOWNLOAD_TIMEOUT": options.limits.fetch_seconds,
        "CORROBORATE_RESOLVE": [f"{host}:{address}" for host, address in sorted(options.resolve.items())],
        "LOG_LEVEL": options.log_level,
    }
