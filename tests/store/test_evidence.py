"""The evidence of verdicts is packed, and told again letter by letter: whatever was said stays as it was said."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sqlite3
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.types import Part, Verdict
from store.articles import save_article
from store.checks import look
from store.connection import Store
from store.errors import BadEvidence
from store.evidence import (
    LONGEST_CHAIN,
    Earlier,
    all_evidence,
    base_of,
    evidence_text,
    pack,
    pack_all,
    unpack,
)
from store.exports import read_verdict, read_verdict_at
from store.judgements import as_json, write_judgement
from store.pairs import kept_parts
from tests.builders import HARBOUR, NOON, a_judgement, a_record, a_verdict, with_outlets

HOUR = timedelta(hours=1)
SIZE = 80


def growing(store: Store, size: int = SIZE) -> list[Verdict]:
    """An event that grows by an article an hour, judged each time; answers the verdicts that were given."""
    names = tuple(f"n{number:03}" for number in range(size))
    with_outlets(store, *names)
    given = []
    for number, name in enumerate(names):
        record = a_record(name, "a", id=name, text=f"{HARBOUR} {name}")
        save_article(store, record, now=NOON + number * HOUR, find_duplicates=False)
        verdict = a_verdict("e1", names[: number + 1])
        write_judgement(store, a_judgement(verdict), leads_on={}, now=NOON + number * HOUR)
        given.append(verdict)
    return given


def test_each_verdict_of_a_growing_event_is_told_as_it_was_given(store: Store) -> None:
    given = growing(store)
    rows = store.conn.execute("select id, digest, registry_version from verdicts order by id").fetchall()
    for (number, digest, version), verdict in zip(rows, given, strict=True):
        told = json.loads(evidence_text(store.conn, number))
        assert [finding["article_id"] for finding in told["findings"]] == [f.article_id for f in verdict.findings]
        # the digest that was written with the verdict proves what is read
        head = {field.name: getattr(verdict, field.name) for field in dataclasses.fields(verdict)}
        seen = head | {
            "origin_list": told["origins"], "registry_version": "",
            **{name: told[name] for name in ("findings", "edges", "conflicts")},
        }  # fmt: skip
        assert hashlib.sha256(as_json(seen).encode()).hexdigest() == digest and version == verdict.registry_version
    assert look(store, NOON + SIZE * HOUR) == []


def test_an_answer_as_of_any_time_is_what_the_verdict_of_then_says(store: Store) -> None:
    given = growing(store, 40)
    for number in (0, 1, 17, 38):
        then = read_verdict_at(store, "n000", NOON + number * HOUR)
        assert [article["article_id"] for article in then["articles"]] == [f.article_id for f in given[number].findings]
        assert len(then["history"]) == number + 1 and len(then["later"]) == 39 - number
    assert len(read_verdict(store, "e1")["articles"]) == 40


def test_a_history_takes_a_fraction_and_each_chain_of_differences_ends(store: Store) -> None:
    growing(store)
    rows = store.conn.execute("select id, evidence from verdicts order by id").fetchall()
    whole = sum(len(evidence_text(store.conn, number).encode()) for number, _ in rows)
    assert sum(len(kept) for _, kept in rows) < whole / 20
    bases = {number: base_of(kept) for number, kept in rows}
    assert any(base is not None for base in bases.values())
    for number in bases:
        steps, at = 0, number
        while (before := bases[at]) is not None:
            steps, at = steps + 1, before
        assert steps <= LONGEST_CHAIN


def test_reading_all_tells_each_verdict_once_and_whole(store: Store) -> None:
    growing(store, 20)
    rows = store.conn.execute("select id, at from verdicts order by id").fetchall()
    assert list(all_evidence(store.conn)) == [(at, evidence_text(store.conn, number)) for number, at in rows]


def test_sql_can_ask_for_the_text(store: Store) -> None:
    growing(store, 3)
    query = "select json_array_length(evidence_of(id), '$.findings') from verdicts order by id"
    assert [row[0] for row in store.conn.execute(query)] == [1, 2, 3]
    assert store.conn.execute("select evidence_of(99), evidence_of('x'), evidence_of(null)").fetchone() == (None,) * 3


def test_a_file_with_text_is_packed_and_says_the_same(store: Store) -> None:
    growing(store, 40)
    rows = store.conn.execute("select id from verdicts order by id").fetchall()
    before = [evidence_text(store.conn, number) for (number,) in rows]
    with store.writing() as db:
        db.execute("drop trigger verdicts_append_only")
        for (number,), text in zip(rows, before, strict=True):
            db.execute("update verdicts set evidence = ? where id = ?", [text, number])
        pack_all(store.conn)
    assert [evidence_text(store.conn, number) for (number,) in rows] == before
    kept = store.conn.execute("select typeof(evidence), sum(length(evidence)) from verdicts group by 1").fetchall()
    assert [kind for kind, _ in kept] == ["blob"] and kept[0][1] < sum(map(len, before)) / 10


def test_a_packed_verdict_cannot_be_written_over(store: Store) -> None:
    growing(store, 2)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.conn.execute("update verdicts set evidence = evidence_of(id)")


TEXTS = st.lists(
    st.sampled_from(['{"a": 1', '{"b": "x}, y"', '{"c": []', "", "}", "ü", '{"d": {}']) | st.text(max_size=8), max_size=9
).map("}, ".join).filter(lambda text: text.isascii() or text.encode("utf-8", "ignore").decode() == text)  # fmt: skip


@given(TEXTS, TEXTS)
def test_whatever_the_texts_they_come_back_letter_by_letter(one: str, other: str) -> None:
    first = pack(one)
    assert unpack(first) == one
    second = pack(other * 40, Earlier(7, other * 39 + one, first))
    assert unpack(second, other * 39 + one) == other * 40


@pytest.mark.parametrize("kept", [b"", b"\x01", b"\x01rubbish", b"\x02", b"\x02\x01", b"\x09x", pack("{}" * 90)[:-3]])
def test_damaged_evidence_is_told_as_such(store: Store, kept: bytes) -> None:
    growing(store, 2)
    with store.writing() as db:
        db.execute("drop trigger verdicts_append_only")
        db.execute("update verdicts set evidence = ? where id = 2", [kept])
    with pytest.raises(BadEvidence, match="cannot be read"):
        evidence_text(store.conn, 2)
    assert store.conn.execute("select evidence_of(2)").fetchone() == (None,)
    assert any("without their evidence" in trouble.said for trouble in look(store, NOON + HOUR))


def test_of_the_parts_of_a_pair_the_strongest_are_kept_and_the_others_summed() -> None:
    parts = [Part(f"p{number}", number / 3, (-1) ** number * number / 10) for number in range(8)]
    kept = json.loads(kept_parts(parts))
    assert [entry[0] for entry in kept] == ["p7", "p6", "p5", "p4", "p3", 3]
    assert sum(entry[-1] for entry in kept) == pytest.approx(sum(part.contribution for part in parts), abs=0.004)
    assert kept_parts(parts) == kept_parts(parts[::-1]) and kept_parts([]) == "[]"
