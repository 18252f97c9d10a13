"""The pure core: articles in, events, origins and verdicts out. No SQLite, Scrapy, network, clock or files here."""
