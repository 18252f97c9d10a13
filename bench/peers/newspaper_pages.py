"""newspaper4k over saved pages, one after the other. Argument: a folder of HTML files; prints what it read as JSON."""

import json
import sys
import time
from pathlib import Path

import newspaper


def read(html: str) -> tuple[str, str, str]:
    """Title, text and day of a page. Without `fetch_images=False` it would download every picture."""
    config = newspaper.Config()
    config.fetch_images = False
    config.memorize_articles = False
    article = newspaper.Article("https://page.example/a", config=config)
    try:
        article.download(input_html=html)
        article.parse()
    except (newspaper.ArticleException, ImportError):  # ImportError: a language whose extra package is not installed
        return "", "", ""
    day = article.publish_date.isoformat()[:10] if article.publish_date else ""
    return article.title or "", article.text or "", day


def main() -> None:
    """Read them all."""
    pages = [path.read_bytes().decode("utf-8", "replace") for path in sorted(Path(sys.argv[1]).glob("*.html"))]
    read(pages[0])
    began = time.process_time()
    found = [read(page) for page in pages]
    print(json.dumps({"cpu": time.process_time() - began, "read": found}))


if __name__ == "__main__":
    main()
