"""Notes on one's own article: corrections, clarifications and retractions, told from reports about them."""

from __future__ import annotations

import pytest

from crawler.extract import extract_page
from crawler.extract.corrections import NoteKind, note_kind
from tests.crawler.article_html import PARAGRAPHS, TITLE, URL, page, paragraphs

NOTES = [
    ("Correction: The bridge has two pins, not three.", NoteKind.CORRECTION),
    ("Correction (March 3): The ferry runs until midnight.", NoteKind.CORRECTION),
    ("An earlier version of this article misstated the length of the bridge.", NoteKind.CORRECTION),
    ("A previous version of this story named the wrong pilot.", NoteKind.CORRECTION),
    ("In an earlier version of this article the pilot was named Orla Finn.", NoteKind.CORRECTION),
    ("This article was amended on 4 March because the fare was given incorrectly.", NoteKind.CORRECTION),
    ("Editor's note: this story was corrected to show that the bridge is older.", NoteKind.CORRECTION),
    ("This article has been retracted.", NoteKind.RETRACTION),
    ("This story was withdrawn after the harbour office showed its log.", NoteKind.RETRACTION),
    ("We have retracted this article because its central document was forged.", NoteKind.RETRACTION),
    ("Retraction: the report on the bridge rested on a forged log.", NoteKind.RETRACTION),
    ("RETRACTED: Bridge to close for eleven weeks", NoteKind.RETRACTION),
    ("Clarification: the ferry is free for residents only.", NoteKind.CLARIFICATION),
    ("Corrección: el puente tiene dos pernos, no tres.", NoteKind.CORRECTION),
    ("Fe de erratas: el barco sale a las seis.", NoteKind.CORRECTION),
    ("Una versión anterior de este artículo daba otro nombre al puente.", NoteKind.CORRECTION),
    ("Este artículo ha sido corregido para precisar la fecha.", NoteKind.CORRECTION),
    ("Este artículo ha sido retirado por falta de pruebas.", NoteKind.RETRACTION),
    ("Correction : le pont a deux axes et non trois.", NoteKind.CORRECTION),
    ("Rectificatif : le bac part à six heures.", NoteKind.CORRECTION),
    ("Une version antérieure de cet article donnait un autre nom au pont.", NoteKind.CORRECTION),
    ("Cet article a été corrigé après publication.", NoteKind.CORRECTION),
    ("Cet article a été retiré faute de preuves.", NoteKind.RETRACTION),
    ("Korrektur: Die Brücke hat zwei Bolzen, nicht drei.", NoteKind.CORRECTION),
    ("Richtigstellung: Die Fähre fährt ab sechs.", NoteKind.CORRECTION),
    ("In einer früheren Version dieses Artikels hieß die Brücke anders.", NoteKind.CORRECTION),
    ("Anmerkung der Redaktion: Wir haben den Namen des Lotsen korrigiert.", NoteKind.CORRECTION),
    ("Dieser Artikel wurde nachträglich korrigiert.", NoteKind.CORRECTION),
    ("Dieser Artikel wurde zurückgezogen.", NoteKind.RETRACTION),
]
NONE = [
    "Corrections officers walked out at noon.",
    "“This article has been retracted,” the journal said on Monday.",
    "An earlier version of the bridge stood further north.",
    "This article has been updated.",
    "This article was first published in March.",
    "Anmerkung der Redaktion: Der Autor wohnt am Hafen.",
    "The correction will cost the city two million crowns.",
    "A retraction was not on the agenda of the meeting.",
    "Editor's note: the author lives by the harbour.",
    "La corrección del texto llevó tres días.",
]


@pytest.mark.parametrize(("paragraph", "kind"), NOTES)
def test_a_note_is_told(paragraph: str, kind: NoteKind) -> None:
    assert note_kind(paragraph) is kind


@pytest.mark.parametrize("paragraph", NONE)
def test_what_is_no_note(paragraph: str) -> None:
    assert note_kind(paragraph) is None


def test_a_retraction_below_the_text_and_in_the_title() -> None:
    body = (
        f"<article><h1>{TITLE}</h1>{paragraphs(PARAGRAPHS)}<p><em>This article has been retracted.</em></p></article>"
    )
    assert extract_page(page(body).encode(), URL).correction == "This article has been retracted."
    titled = f"<article><h1>Retracted: {TITLE}</h1>{paragraphs(PARAGRAPHS)}</article>"
    read = extract_page(page(titled, title=f"Retracted: {TITLE}").encode(), URL)
    assert read.correction == f"Retracted: {TITLE}"


def test_an_article_without_a_note_has_no_correction() -> None:
    body = f"<article><h1>{TITLE}</h1>{paragraphs(PARAGRAPHS)}</article>"
    assert extract_page(page(body).encode(), URL).correction == ""
