"""Sites that fail in every way while the crawler is killed ten times: every article is stored, and exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.faults import Size, run
from crawler.outcomes import is_garbled
from desk.replay.answer import GARBAGE


@pytest.mark.slow
def test_every_article_is_stored_exactly_once(tmp_path: Path) -> None:
    result = run(Size(outlets=3, articles=12, kills=10), tmp_path, patience=300)
    assert result.problems == []
    assert result.stored == result.served == 36
    assert result.kills == 10
    assert {"HTTP 429", "HTTP 500", "HTTP 502", "HTTP 503", "HTTP 504", "no answer"} <= set(result.troubles)


def test_garbage_is_no_text_and_text_in_any_encoding_is() -> None:
    assert is_garbled(GARBAGE)
    text = "<html><body><p>Die Fähre fährt heute nicht; 渡し船は本日運休です。</p></body></html>"
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-32"):
        assert not is_garbled(text.encode(encoding))
    for encoding in ("shift_jis", "iso2022_jp", "cp1252", "koi8_r"):
        assert not is_garbled(text.encode(encoding, "ignore"))
