"""`trafilatura --feed`, its own command line, over a list of feeds. Arguments: a JSON file of feed URLs, a folder to write to."""

import contextlib
import json
import sys
import time
from pathlib import Path

from trafilatura.cli import parse_args, process_args

SETTINGS = "settings.cfg"


def main() -> None:
    """Crawl; its pause between requests is off, as ours is, and loopback is allowed."""
    folder = Path(sys.argv[2])
    (folder / "feeds.txt").write_text("\n".join(json.loads(Path(sys.argv[1]).read_text("utf-8"))) + "\n", "utf-8")
    import trafilatura

    settings = (Path(trafilatura.__file__).parent / SETTINGS).read_text("utf-8")
    settings = settings.replace("SLEEP_TIME = 5.0", "SLEEP_TIME = 0.0").replace(
        "SSRF_PROTECTION = on", "SSRF_PROTECTION = off"
    )
    (folder / SETTINGS).write_text(settings, "utf-8")
    out = folder / "out"
    order = ["-i", str(folder / "feeds.txt"), "--feed", "--json", "--with-metadata", "-o", str(out), "--parallel", "4"]
    args = parse_args([*order, "--config-file", str(folder / SETTINGS)])
    began = time.monotonic()
    with contextlib.suppress(SystemExit):  # its way to say that some pages gave no text
        process_args(args)
    seconds = time.monotonic() - began
    print(json.dumps({"seconds": seconds, "articles": sum(1 for path in out.rglob("*.json"))}))


if __name__ == "__main__":
    main()
