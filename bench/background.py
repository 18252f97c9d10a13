"""Make the shipped background tables from wordfreq (Robyn Speer; data under CC BY-SA 4.0): `python -m bench.background`.

Words with equal document share stand on one line, so that a table of 40,000 words is a third of a megabyte.
"""

from __future__ import annotations

import argparse
import itertools
import math
from pathlib import Path

import wordfreq

from matching.background import UNSEEN_IDF, document_share
from matching.tokens import fold, tokenize

LANGUAGES = ("de", "en", "es", "fr", "it", "pt")
WORDS = 40_000
DATA = Path(__file__).resolve().parent.parent / "matching" / "data"


def table(language: str, words: int) -> str:
    """One table as text: the `words` most frequent words of a language that our tokeniser yields as they stand."""
    level: dict[str, int] = {}
    for word, share in wordfreq.get_frequency_dict(language, wordlist="large").items():
        tokens = tokenize(word)
        if len(tokens) != 1 or tokens[0].number or fold(word) in level:
            continue
        idf = min(UNSEEN_IDF, -math.log(document_share(share)))
        level[fold(word)] = max(1, round(idf * 20) * 50)
        if len(level) == words:
            break
    ordered = sorted(level.items(), key=lambda item: (item[1], item[0]))
    lines = [f"language\t{language}"]
    for thousandths, group in itertools.groupby(ordered, key=lambda item: item[1]):
        lines.append(f"{thousandths}\t{' '.join(word for word, _ in group)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write every table into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    for language in LANGUAGES:
        path = options.out / f"background-{language}.txt"
        path.write_text(table(language, options.words), encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
