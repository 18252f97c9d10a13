"""The evidence of verdicts as the file keeps it: packed when it is written, and told again letter by letter.

Evidence is JSON. The file keeps it as bytes, of which the first says how they are read:

* 1: the whole text, in UTF-8, compressed with zlib (RFC 1950).
* 2: what differs from the evidence of an earlier verdict: the number of differences up to a whole one (a byte), the id of
  that verdict (eight bytes, the most significant first), then compressed JSON: a list of runs `[first, count]` of the
  pieces of the earlier text and of pieces that are new.

A piece is what stands between two places where an object ends and another thing follows; pieces joined are the text. An
event that grows to n articles is judged up to n times, and nearly all that one verdict rests on is what the one before
rested on: kept whole, the history would grow with n². Rows are never changed: a verdict is packed once, when it is added.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from store.errors import BadEvidence

WHOLE, DIFFERENCE = 1, 2

LONGEST_CHAIN = 32
"""Differences that follow each other before a whole text is kept again: what reading one verdict costs at most. The
history of an event that grew to 300 articles takes 0.29 MB in place of 3.51 MB (42.1 MB before compression), and its dearest
verdict is read in 14 ms; of 1,000 articles 1.8 MB in place of 468 MB of text, and 66 ms (`python -m bench.growth --event 300`)."""

WORTH_IT = 0.5
"""A difference is kept where it takes less than this share of the whole text: else it saves little and only costs."""

_BETWEEN = "}, "
_HEAD = struct.Struct(">BBq")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The evidence of the verdict before: the verdict's id, the text, and how the file keeps it."""

    verdict_id: int
    text: str
    kept: bytes | str


def pack(text: str, earlier: Earlier | None = None) -> bytes:
    """The evidence as it is kept; as a difference from that of the event's verdict before, where that is worth it.

    >>> told = '{"findings": [{"id": 1}]}'
    >>> unpack(pack(told)) == told
    True
    """
    whole = bytes([WHOLE]) + zlib.compress(text.encode())
    if earlier is None or (steps := _steps(earlier.kept) + 1) > LONGEST_CHAIN:
        return whole
    runs = json.dumps(_runs(earlier.text, text), ensure_ascii=False, separators=(",", ":"))
    difference = _HEAD.pack(DIFFERENCE, steps, earlier.verdict_id) + zlib.compress(runs.encode())
    return difference if len(difference) < WORTH_IT * len(whole) else whole


def unpack(kept: bytes | str, earlier: str | None = None) -> str:
    """The text of evidence; `earlier` is that of the verdict from which it differs. Text that was never packed is itself.

    Raises:
        BadEvidence: these bytes are no evidence, or the earlier text is none that they can differ from.
    """
    if isinstance(kept, str):
        return kept
    try:
        if kept[0] == WHOLE:
            return zlib.decompress(kept[1:]).decode()
        if kept[0] == DIFFERENCE and earlier is not None:
            return _told(json.loads(zlib.decompress(kept[_HEAD.size :])), earlier)
    except (zlib.error, ValueError, IndexError, TypeError) as error:
        raise BadEvidence(f"evidence cannot be read ({error}); put back the newest backup") from error
    raise BadEvidence("evidence cannot be read (it is of no known form); put back the newest backup")


def evidence_text(conn: sqlite3.Connection, verdict_id: int) -> str:
    """The evidence of a verdict, as JSON text.

    Raises:
        BadEvidence: there is no such verdict, or what is kept of it cannot be read.
    """
    text: str | None = None
    for kept in reversed(_chain(conn, verdict_id)):
        text = unpack(kept, text)
    if text is None:
        raise BadEvidence(f"there is no verdict {verdict_id}")
    return text


def all_evidence(conn: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The time and the evidence of every verdict, event by event, each verdict read once.

    Raises:
        BadEvidence: that of one of them cannot be read.
    """
    before = (0, "")
    for verdict_id, at, kept in conn.execute("select id, at, evidence from verdicts order by event_id, id"):
        text = unpack(kept, before[1]) if base_of(kept) in {None, before[0]} else evidence_text(conn, verdict_id)
        before = (verdict_id, text)
        yield str(at), text


def base_of(kept: bytes | str) -> int | None:
    """The id of the verdict from which the kept evidence differs; None where it stands for itself.

    Raises:
        BadEvidence: it is cut off.
    """
    if isinstance(kept, str) or kept[:1] != bytes([DIFFERENCE]):
        return None
    if len(kept) < _HEAD.size:
        raise BadEvidence("evidence cannot be read (it is cut off); put back the newest backup")
    return int(_HEAD.unpack_from(kept)[2])


def teach(conn: sqlite3.Connection) -> None:
    """Let the SQL of this connection ask for `evidence_of(verdict_id)`: the JSON text, null where it cannot be read."""

    def evidence_of(verdict_id: object) -> str | None:
        try:
            return evidence_text(conn, int(verdict_id)) if isinstance(verdict_id, int | str) else None
        except (BadEvidence, ValueError):  # a number out of an address is text, and may be none at all
            return None

    conn.create_function("evidence_of", 1, evidence_of)


def pack_all(conn: sqlite3.Connection) -> None:
    """Pack the evidence of every verdict of a file that keeps it as text; the trigger against updates has to be down.

    Raises:
        BadEvidence: what was packed would not be told again letter by letter; roll back.
    """
    rows = conn.execute("select id, event_id from verdicts where typeof(evidence) = 'text' order by event_id, id")
    event, earlier = "", None
    for verdict_id, event_id in rows.fetchall():
        text = conn.execute("select evidence from verdicts where id = ?", [verdict_id]).fetchone()[0]
        before = earlier if event_id == event else None
        kept = pack(text, before)
        if unpack(kept, before.text if before else None) != text:
            raise BadEvidence(f"the evidence of verdict {verdict_id} cannot be packed")
        conn.execute("update verdicts set evidence = ? where id = ?", [kept, verdict_id])
        event, earlier = event_id, Earlier(verdict_id, text, kept)


def _chain(conn: sqlite3.Connection, verdict_id: int) -> list[bytes | str]:
    """What is kept of a verdict and of those from which it differs, down to one that stands for itself."""
    chain: list[bytes | str] = []
    wanted: int | None = verdict_id
    while wanted is not None and len(chain) <= LONGEST_CHAIN:
        row = conn.execute("select evidence from verdicts where id = ?", [wanted]).fetchone()
        if row is None:
            raise BadEvidence(f"there is no verdict {wanted}")
        chain.append(row[0])
        wanted = base_of(row[0])
    return chain


def _steps(kept: bytes | str) -> int:
    """How many differences lie between kept evidence and a whole text."""
    return int(_HEAD.unpack_from(kept)[1]) if isinstance(kept, bytes) and kept[0] == DIFFERENCE else 0


def _runs(earlier: str, text: str) -> list[list[int] | str]:
    """The text as runs of pieces of the earlier one, and pieces that it has not."""
    held = earlier.split(_BETWEEN)
    places: dict[str, int] = {}
    for place, piece in enumerate(held):
        places.setdefault(piece, place)
    runs: list[list[int] | str] = []
    run: list[int] | None = None
    for piece in text.split(_BETWEEN):
        if run and sum(run) < len(held) and held[sum(run)] == piece:
            run[1] += 1
        elif piece in places:
            run = [places[piece], 1]
            runs.append(run)
        else:
            run = None
            runs.append(piece)
    return runs


def _told(runs: list[list[int] | str], earlier: str) -> str:
    """The text of which these are the runs."""
    held = earlier.split(_BETWEEN)
    pieces: list[str] = []
    for run in runs:
        if isinstance(run, str):
            pieces.append(run)
            continue
        first, count = run
        if not 0 <= first < first + count <= len(held):
            raise ValueError("a run lies outside the earlier text")
        pieces += held[first : first + count]
    return _BETWEEN.join(pieces)
