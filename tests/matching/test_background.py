from __future__ import annotations

import pytest

from matching.background import UNSEEN_IDF, build_background, detect_language, document_share, parse_table
from matching.tokens import tokenize
from tests.matching.samples import resources

SENTENCES = {
    "en": "The council said on Monday that it will close the old swimming pool because of the cost of repairs",
    "es": "El ayuntamiento dijo el lunes que cerrará la vieja piscina por el coste de las obras que necesita",
    "fr": "La mairie a dit lundi qu’elle fermera la vieille piscine à cause du coût des travaux dans le quartier",
    "de": "Die Stadt hat am Montag gesagt, dass sie das alte Schwimmbad wegen der Kosten für die Reparatur schließt",
    "pt": "A câmara disse na segunda-feira que vai fechar a velha piscina por causa do custo das obras que não pode pagar",
    "it": "Il comune ha detto lunedì che chiuderà la vecchia piscina per il costo dei lavori di cui ha bisogno",
}


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_language_comes_from_the_text(language: str) -> None:
    words = [token.word for token in tokenize(SENTENCES[language])]
    assert detect_language(words, resources().background, declared="xx") == language


def test_a_declared_language_counts_where_the_text_says_nothing() -> None:
    words = [token.word for token in tokenize("東京都知事は火曜日に新しい橋を公開した")]
    assert detect_language(words, resources().background, declared="ja-JP") == "ja"
    assert detect_language([], resources().background) == ""


def test_shipped_tables_put_common_words_below_rare_ones() -> None:
    table = resources().background.weights("en")
    assert table["the"] < table["council"] < table["earthquake"] < UNSEEN_IDF
    assert set(resources().background.idf) == {"de", "en", "es", "fr", "it", "pt"}


def test_document_share_grows_with_word_share_and_stays_a_share() -> None:
    shares = [document_share(p) for p in (1e-9, 1e-6, 1e-3, 0.05)]
    assert shares == sorted(shares)
    assert all(0 < share <= 1 for share in shares)


@pytest.mark.parametrize("text", ["", "en\n1\tthe", "language\ten\nthe the", "language\ten\nx\tthe"])
def test_a_broken_table_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="background table"):
        parse_table(text)


def test_tables_in_any_order() -> None:
    tables = ["language\ten\n10\tthe\n4000\tquake\n", "language\tde\n10\tdie\n"]
    assert build_background(tables) == build_background(reversed(tables))
