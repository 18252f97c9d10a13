"""What one might group news with instead, over the same stream: each as far as it gets in its time.

Thresholds are those at which each did best on the measured corpora, as far as that is known; speed is what is asked here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bench.measures import b_cubed
from matching.copies import copy_units
from matching.types import Article

Groups = dict[str, int]
Labelled = Sequence[tuple[Article, int]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A name, and what groups articles until a time of the clock: the groups of as many as it came to."""

    name: str
    group: Callable[[Labelled, float], Groups]


@dataclass(frozen=True, slots=True)
class PeerResult:
    """Articles that were grouped and the seconds it took; or `skipped`, the reason why there is no figure."""

    name: str
    articles: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    b_cubed: float = 0.0
    load: float = 0.0
    skipped: str = ""

    @property
    def rate(self) -> float:
        """Articles a second of one processor."""
        return self.articles / self.cpu if self.cpu else 0.0


def run_peer(peer: Peer, stream: Labelled, limit: float) -> PeerResult:
    """Let a peer work for `limit` seconds at most."""
    clock, cpu = time.perf_counter(), time.process_time()
    try:
        groups = peer.group(stream, time.perf_counter() + limit)
    except ImportError as error:
        return PeerResult(peer.name, skipped=f"not installed: {error.name}")
    seconds, used = time.perf_counter() - clock, time.process_time() - cpu
    gold = {article.id: str(story) for article, story in stream if article.id in groups}
    return PeerResult(peer.name, len(groups), seconds, used, b_cubed(gold, groups).f1, os.getloadavg()[0])


def _titles(stream: Labelled, until: float) -> Groups:
    """rapidfuzz: each batch of titles against all titles before and in it; whoever is alike is joined."""
    from rapidfuzz import fuzz, process

    titles = [article.title for article, _ in stream]
    joined: list[tuple[int, int]] = []
    done = 0
    while done < len(titles) and time.perf_counter() < until:
        batch = titles[done : done + 500]
        likeness = process.cdist(
            batch, titles[: done + len(batch)], scorer=fuzz.token_set_ratio, score_cutoff=60, dtype=np.uint8, workers=1
        )
        rows, columns = np.nonzero(likeness)
        rows = rows + done
        joined += list(zip(rows[columns < rows].tolist(), columns[columns < rows].tolist(), strict=True))
        done += len(batch)
    return _grouped(stream, done, joined)


def _lsh(stream: Labelled, until: float) -> Groups:
    """datasketch: MinHash LSH over word triples, 128 permutations, Jaccard 0.3; whoever is met is joined."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.3, num_perm=128)
    joined: list[tuple[int, int]] = []
    done = 0
    for article, _ in stream:
        if time.perf_counter() >= until:
            break
        words = article.text.split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[n : n + 3]).encode() for n in range(max(1, len(words) - 2))])
        joined += [(done, int(other)) for other in index.query(sketch)]
        index.insert(str(done), sketch)
        done += 1
    return _grouped(stream, done, joined)


def _linkage(stream: Labelled, until: float) -> Groups:
    """scikit-learn: TF-IDF of title and text, average linkage on cosines, everything anew for twice as many each time.

    Counted is the last size that was done in time.
    """
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_distances

    count, groups = 500, Groups()
    while count <= len(stream) and time.perf_counter() < until:
        began = time.perf_counter()
        texts = [f"{article.title}\n{article.text}" for article, _ in stream[:count]]
        matrix = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
        clustering = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="average", distance_threshold=0.8
        )
        labels = clustering.fit_predict(cosine_distances(matrix))
        groups = {article.id: int(label) for (article, _), label in zip(stream[:count], labels, strict=True)}
        if (
            time.perf_counter() + 4 * (time.perf_counter() - began) > until or count >= 8_000
        ):  # beyond, the matrices take gigabytes
            break
        count *= 2
    return groups


def _grouped(stream: Labelled, done: int, joined: list[tuple[int, int]]) -> Groups:
    """Groups of the first articles by single links."""
    units = copy_units(done, joined)
    return {stream[item][0].id: number for number, unit in enumerate(units) for item in unit}


PEERS = (
    Peer("rapidfuzz cdist, titles", _titles),
    Peer("datasketch MinHash LSH", _lsh),
    Peer("TF-IDF, average linkage", _linkage),
)
