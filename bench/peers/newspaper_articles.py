"""newspaper4k over a list of feeds: two processes, five threads each, as its `fetch_news` has. Argument: a JSON file of feed URLs."""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import feedparser
import newspaper

THREADS = 5


def read(url: str) -> bool:
    """Whether the page gave a text. Without `fetch_images=False` it would download every picture."""
    config = newspaper.Config()
    config.fetch_images = False
    config.memorize_articles = False
    article = newspaper.Article(url, config=config)
    try:
        article.download()
        article.parse()
    except (newspaper.ArticleException, ImportError):  # ImportError: a language whose extra package is not installed
        return False
    return bool(article.text)


def read_all(urls: list[str]) -> int:
    """How many of the pages gave a text."""
    with ThreadPoolExecutor(THREADS) as threads:
        return sum(threads.map(read, urls))


def main() -> None:
    """Read the feeds, then the pages."""
    began = time.monotonic()
    feeds = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    urls = [entry.link for feed in feeds for entry in feedparser.parse(feed).entries]
    with ProcessPoolExecutor(2) as pool:
        articles = sum(pool.map(read_all, [urls[0::2], urls[1::2]]))
    print(json.dumps({"seconds": time.monotonic() - began, "articles": articles}))


if __name__ == "__main__":
    main()
