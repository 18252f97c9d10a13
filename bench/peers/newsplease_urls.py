"""news-please over a list of feeds: `NewsPlease.from_urls`, which has threads and processes of its own. Argument: a JSON file of feed URLs."""

import json
import sys
import time
from pathlib import Path

import feedparser
from newsplease import NewsPlease


def main() -> None:
    """Read the feeds, then the pages."""
    began = time.monotonic()
    feeds = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    urls = [entry.link for feed in feeds for entry in feedparser.parse(feed).entries]
    found = NewsPlease.from_urls(urls, request_args={"timeout": 30}, fetch_images=False)
    articles = sum(bool(getattr(article, "maintext", None)) for article in found.values())
    print(json.dumps({"seconds": time.monotonic() - began, "articles": articles}))


if __name__ == "__main__":
    main()
