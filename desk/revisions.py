"""`corroborate revisions URL`: how an article changed, as a diff for readers, with corrections and retractions marked."""

from __future__ import annotations

import dataclasses
import textwrap
from datetime import datetime

from crawler.extract.corrections import NoteKind, note_kind
from desk.worddiff import Paragraph, diff_paragraphs, diff_words, marked
from store.revisions import Change, History

WIDTH = 100
_SHORT = ("links", "media", "keywords")
"""Fields of which only the number of entries is printed; --json has them whole."""


def history_dict(history: History) -> dict[str, object]:
    """For --json: everything, with paragraphs as lists of words that stayed, went and came."""
    return {
        "article_id": history.article_id,
        "url": history.url,
        "outlet": history.outlet_id,
        "title": history.title,
        "first_seen": _iso(history.first_seen),
        "revision": history.revision,
        "correction": _note(history.correction),
        "revisions": [_change_dict(change) for change in history.changes],
    }


def history_text(history: History) -> str:
    """For people."""
    seen = f"{history.first_seen:%Y-%m-%d %H:%M} UTC" if history.first_seen else "an unknown time"
    lines = [_clean(history.title), _clean(history.url), f"first seen {seen}, revision {history.revision}"]
    if history.correction:
        lines.append(f"{mark_of(history.correction).upper()}: {_clean(history.correction)}")
    if not history.changes:
        lines.append("no revision: the text is as it was first seen")
    for change in history.changes:
        lines += ["", *_change_lines(change)]
    return "\n".join(lines)


def mark_of(note: str) -> str:
    """What a note on an article is: retraction, correction or clarification (a note that says neither is a correction)."""
    return (note_kind(note) or NoteKind.CORRECTION).value


def _marks(change: Change) -> list[str]:
    """What the revision put right: by the note that came with it, or by a paragraph that came and says so."""
    notes = [str(change.fields["correction"][1])] if "correction" in change.fields else []
    came = [part.pieces[0].words for part in diff_paragraphs(*change.text) if part.op == "new"]
    notes += [text for text in [*came, *_new_title(change)] if note_kind(text)]
    return sorted({mark_of(note) for note in notes if note})


def _new_title(change: Change) -> list[str]:
    return [change.title[1]] if change.title[0] != change.title[1] else []


def _change_lines(change: Change) -> list[str]:
    when = f"{change.at:%Y-%m-%d %H:%M} UTC" if change.at else "at an unknown time"
    marks = "".join(f" [{mark}]" for mark in _marks(change))
    lines = [f"revision {change.revision}, {when}: {change.cause}{marks}"]
    if change.title[0] != change.title[1]:
        lines.append(f"  title: {_clean(marked(diff_words(*change.title)))}")
    lines += [
        f"  {name}: {_told(name, old)} → {_told(name, new)}" for name, (old, new) in sorted(change.fields.items())
    ]
    if change.text[0] != change.text[1]:
        lines += _text_lines(diff_paragraphs(*change.text))
    return lines


def _text_lines(paragraphs: list[Paragraph]) -> list[str]:
    signs = {"gone": "- ", "new": "+ ", "changed": "~ "}
    lines: list[str] = []
    same = 0
    for paragraph in [*paragraphs, None]:
        if paragraph is not None and paragraph.op == "same":
            same += 1
            continue
        if same:
            lines.append(f"  … {same} paragraph{'' if same == 1 else 's'} as before …")
            same = 0
        if paragraph is not None:
            text = marked(paragraph.pieces) if paragraph.op == "changed" else paragraph.pieces[0].words
            lines.append(
                textwrap.fill(_clean(text), WIDTH, initial_indent="  " + signs[paragraph.op], subsequent_indent="    ")
            )
    return lines


def _change_dict(change: Change) -> dict[str, object]:
    return {
        "revision": change.revision,
        "at": _iso(change.at),
        "cause": change.cause,
        "marks": _marks(change),
        "title": list(change.title) if change.title[0] != change.title[1] else None,
        "fields": {name: list(values) for name, values in sorted(change.fields.items())},
        "paragraphs": [dataclasses.asdict(paragraph) for paragraph in diff_paragraphs(*change.text)]
        if change.text[0] != change.text[1]
        else [],
    }


def _note(correction: str) -> dict[str, str] | None:
    return {"kind": mark_of(correction), "text": correction} if correction else None


def _told(name: str, value: object) -> str:
    if name in _SHORT and isinstance(value, list):
        return f"{len(value)}"
    if isinstance(value, list):
        value = ", ".join(" ".join(item) if isinstance(item, list) else str(item) for item in value)
    return _clean(str(value)) if value not in (None, "", []) else "none"


def _clean(text: str) -> str:
    """Without control characters: texts are other people's, and may try to steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
