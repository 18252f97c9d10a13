"""newspaper4k over a list of feeds: `fetch_news` in two processes, five threads each. Argument: a JSON file of feed URLs."""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import feedparser
import newspaper
from newspaper.mthreading import fetch_news


def read(urls: list[str]) -> int:
    """How many of the pages gave a text. Without `fetch_images=False` it would download every picture."""
    config = newspaper.Config()
    config.fetch_images = False
    config.memorize_articles = False
    found = fetch_news([newspaper.Article(url, config=config) for url in urls], threads=5)
    return sum(bool(article.text) for article in found)


def main() -> None:
    """Read the feeds, then the pages."""
    began = time.monotonic()
    feeds = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    urls = [entry.link for feed in feeds for entry in feedparser.parse(feed).entries]
    with ProcessPoolExecutor(2) as pool:
        articles = sum(pool.map(read, [urls[0::2], urls[1::2]]))
    print(json.dumps({"seconds": time.monotonic() - began, "articles": articles}))


if __name__ == "__main__":
    main()
