"""Notes that something in an article was wrong, or that the article is withdrawn: English, Spanish, French, German and more.

A note speaks of the very article that it stands in ("An earlier version of this article …") or begins with the word for
what it is ("Korrektur: …"). That an article was updated is no correction, and words in quotation marks are somebody
else's: a report on a retraction is no retraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.records import NoteKind

__all__ = ["NoteKind", "note_in", "note_kind"]

_AFTER = r"(?:\s*(?:[:(—–.-]|appended|\w+ \d|,[^.]{1,30}:)|\s*$)"
_RETRACTION = re.compile(
    r"^\W*(?:retraction|retracted|withdrawn|retractación|retractada?|rétractation|rétracté|widerruf|zurückgezogen|"
    rf"ritrattazione|intrekking|retratação)\b{_AFTER}",
    re.IGNORECASE,
)
_CLARIFICATION = re.compile(
    rf"^\W*(?:clarification|aclaración|précision|klarstellung|präzisierung|precisazione|verduidelijking|esclarecimento)\b{_AFTER}",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^\W*(?:corrections?|rectification|rectificatif|erratum|korrektur|berichtigung|richtigstellung|gegendarstellung|"
    r"transparenzhinweis|fe de (?:errores|erratas)|corrección|rectificación|errata(?: corrige)?|correção|rettifica|"
    r"rectificatie|correctie|rettelse|rättelse|oikaisu|sprostowanie|oprava|düzeltme|訂正|정정)"
    rf"(?:\b|(?<=[訂正정])){_AFTER}",
    re.IGNORECASE,
)
# The article speaks of itself.
_THIS = (
    r"(?:this|the) (?:article|story|report|post|page|piece)|est[ea] (?:artículo|nota|noticia|información|texto)|"
    r"cet article|ce texte|dieser (?:artikel|text|beitrag)|diese meldung|quest(?:o articolo|a notizia)|"
    r"este (?:artigo|texto)|dit artikel"
)
_HAS_BEEN = (
    r"(?:has been|have been|was|is being|is) (?:\w+ )?|(?:ha sido|fue|ha quedado|foi) |a été |(?:wurde|ist) .{0,60}?|"
    r"(?:è stat[oa]) |(?:werd|is) "
)
_WITHDRAWN = re.compile(
    rf"^\W*(?:{_THIS}) (?:{_HAS_BEEN})(?:retract|withdrawn|removed because|retirad[oa]|retractad[oa]|retiré|rétracté|dépublié|"
    r"zurückgezogen|widerrufen|ritirat|ritrattat|ingetrokken)|"
    rf"^\W*(?:we (?:have|are) |\w+(?: \w+){{0,3}} has )(?:retract(?:ed|ing)|withdrawn) (?:{_THIS})|"
    rf"^\W*(?:hemos|se ha) retirado (?:{_THIS})|^\W*nous avons retiré (?:{_THIS})",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"^\W*(?:\([^)]{0,20}\)\W*)?(?:in )?(?:(?:an?|the) (?:\w+ )?(?:earlier|previous|original|prior|initial) (?:version|edition|headline)|"
    r"(?:en )?una versi[óo]n (?:anterior|previa|original)|la versi[óo]n (?:anterior|original)|"
    r"(?:dans )?une (?:version|première version) ?(?:antérieure|précédente|initiale)?|"
    r"(?:in )?eine[rm]? (?:frühere[nr]?|vorherige[nr]?|ältere[nr]?|erste[nr]?|ursprüngliche[nr]?|vorige[nr]?) (?:version|fassung)|"
    r"(?:in )?una versione precedente|uma versão anterior|een eerdere versie)"
    r"(?:\W+(?:of|for|on|to|de|di|da|du|des|van|dies\w+|dell)\W?.{0,15}\b(?:article|story|report|post|page|piece|headline|"
    r"artículo|nota|noticia|información|texto?|artikels?|textes|beitrags|berichts|meldung|articolo|artigo)\b|"
    r" (?:hieß es|stand|war hier|haben wir|wurde)\b)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    rf"^\W*(?:editor['’]?s?['’]? note|(?:anmerkung|hinweis) der redaktion|nota (?:del editor|de la redacción|da redação)|"
    rf"note de la rédaction|n\.?d\.?l\.?r\.?|this version (?:has been|was)|(?:{_THIS}) (?:{_HAS_BEEN}))",
    re.IGNORECASE,
)
_AMENDED = re.compile(
    r"\bcorrect(?:ed|s|ion|ing)?\b|\bamended\b|\bincorrectly\b|\bwrongly\b|\bmisstated\b|\bmis(?:identified|spelled|quoted)\b|"
    r"\bretract|\berrors?\b|\bcorregid[oa]\b|\bcorrige\b|\bcorregir\b|\berróne\w+\b|\berror(?:es)?\b|\bpor error\b|"
    r"\bcorrigée?s?\b|\bcorriger\b|\brectifiée?\b|\berreurs?\b|\bpar erreur\b|\bkorrigiert\b|\bberichtigt\b|\bfälschlich\w*\b|"
    r"\bfehler\w*\b|\brichtiggestellt\b|\bcorretto\b|\berrore\b|\bcorrigido\b|\berro\b|\bgecorrigeerd\b|\bfout\w*\b",
    re.IGNORECASE,
)
_QUOTE = ("“", '"', "„", "«", "‘", "'", "»", "‹", "「")
HEAD = 400
"""Characters of a paragraph in which a note says what it is."""


def note_kind(paragraph: str) -> NoteKind | None:
    """What a paragraph (or a title) is as a note on its own article; None where it is none.

    >>> note_kind("An earlier version of this article gave a wrong name for the bridge.")
    <NoteKind.CORRECTION: 'correction'>
    >>> note_kind("“This article has been retracted,” the journal said.") is None
    True
    """
    head = paragraph[:HEAD].strip()
    if head.startswith(_QUOTE):
        return None
    if _RETRACTION.match(head) or _WITHDRAWN.match(head):
        return NoteKind.RETRACTION
    if _CORRECTION.match(head) or _EARLIER.match(head):
        return NoteKind.CORRECTION
    if _CLARIFICATION.match(head):
        return NoteKind.CLARIFICATION
    return NoteKind.CORRECTION if _NOTE.match(head) and _AMENDED.search(head) else None


def note_in(paragraphs: Iterable[str]) -> tuple[str, NoteKind | None]:
    """The note on their own article among some paragraphs, one that withdraws it before others; ("", None) without one.

    >>> note_in(["The pier is shut.", "Correction: it is the western pier."])
    ('Correction: it is the western pier.', <NoteKind.CORRECTION: 'correction'>)
    """
    found = [(text, kind) for text in paragraphs if (kind := note_kind(text)) is not None]
    withdrawn = [note for note in found if note[1] is NoteKind.RETRACTION]
    return next(iter(withdrawn + found), ("", None))
