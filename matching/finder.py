"""Find newsrooms in text: names of the index, and names that have the form of one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matching.agencies import (
    MEDIA_NOUNS,
    MEDIA_OPENERS,
    MEDIA_PAIRS,
    NOT_OUTLETS,
    ONLY_AS_WIRE,
    SECOND_NOUNS,
    STATES,
)
from matching.facts import STOPWORDS
from matching.mentions import ARTICLES, Mention, MentionIndex, compress, label, normal
from matching.wordlists import word_set

_WORD = re.compile(r"(?:[A-Z]\.(?:[A-Z]\.)+|[^\W_][\w&]*(?:[.'’\-][^\W_][\w&]*)*)")
_LONGEST = 7  # words in an outlet's name
_INTERVIEW_SLOT = re.compile(
    r"\b(?:said|says|told|wrote|spoke|speaking|appeared)\b[^.\n“”\"]{0,90}\binterview\s+(?:\w+\s+){0,3}?(?:with|on)\s+(?P<name>[A-Z][A-Za-z]{2,})(?=[.,;\n]|\s+(?:on|that|this|last|in|published|aired)\b)"
)
_TITLES = word_set(
    "Mr Mrs Ms Dr Sen Rep Gov Gen Col Sgt Sir Lord Lady Judge Justice Mayor President Senator Señor Herr Frau"
)
_OPENERS = word_set(
    "Former Longtime Late Ex Then Citing Quoting Like Unlike Even Meanwhile Yesterday Today Earlier Later Although However"
)
_GAPS = frozenset({" ", "\u00a0"})
_CAPITAL_ARTICLES = frozenset({"El", "La", "Le", "Les", "Die", "Der", "Das", "Il", "O"})


def find_mentions(index: MentionIndex, text: str, *, own: str = "", context: Iterable[str] = ()) -> tuple[Mention, ...]:
    """Return the newsrooms named in `text`, not overlapping, in reading order.

    `own` is the id of the article's outlet, `context` ids that the event is known to hold: both may resolve a short
    name that several outlets share, and nothing else does.
    """
    return tuple(_Finder(index, text, own, frozenset(context)).run())


def interviewers(text: str, known: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return one-word names that stand where an interviewer does ("in an interview with Xyz") and are nobody's.

    No list can hold every programme and site; the grammar leaves little else than a newsroom in that place, unless
    the text uses the word as a surname.
    """
    taken = [(m.start, m.end) for m in known]
    found = []
    for match in _INTERVIEW_SLOT.finditer(text):
        word = match.group("name")
        start, end = match.span("name")
        person = re.search(
            rf"(?:\b[A-Z][\w.’'\-]+|\bM[rs]s?\.)\s+{re.escape(word)}\b|\b{re.escape(word)}\s+[A-Z]", text
        )
        if not person and not any(a < end and start < b for a, b in taken):
            found.append(Mention(start, end, word, "", False, True))
    return tuple(found)


class _Finder:
    """One pass over one text."""

    def __init__(self, index: MentionIndex, text: str, own: str, context: frozenset[str]) -> None:
        self.index, self.text, self.own, self.context = index, text, own, context
        self.tokens = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
        self.full: list[str] = []  # ids named in full so far, latest last
        self.unregistered: list[str] = []  # names found by form so far
        outlet = index.outlets.get(own)
        self.own_labels = {label(d) for d in outlet.domains} if outlet else set()
        self.small = {t[2] for t in self.tokens if t[2][0].islower()}
        self.surnames: set[str] = set()  # short names that this text uses for a person

    def run(self) -> list[Mention]:
        found: list[Mention] = []
        i = 0
        while i < len(self.tokens):
            word = self.tokens[i][2]
            if word[0].islower() and word not in ARTICLES and word != "dpa":
                i += 1
                continue
            mention, used = self._at(i)
            if mention is None:
                i += 1
                continue
            found.append(mention)
            i += used
        return found

    def _at(self, i: int) -> tuple[Mention | None, int]:
        word = self.tokens[i][2]
        article = word.lower() in ARTICLES and i + 1 < len(self.tokens)
        if not (word[0].isupper() or word[0].isdigit() or word in {"dpa"} or article):
            return None, 1
        if article and not word[0].isupper() and not self.tokens[i + 1][2][0].isupper():
            return None, 1
        by_form = self._by_form(i)
        first = normal(self.tokens[i + 1 if article else i][2])
        whole = normal(word)
        if not {first, whole, first.split(" ")[0]} & self.index.starts:
            return by_form if by_form is not None else (None, 1)
        for n in range(min(_LONGEST, len(self.tokens) - i), 0, -1):
            if n == 1 and article:
                break
            mention = self._lookup(i, n)
            if mention is not None:
                # "the Examiner" inside "the Larkfield Examiner" must not win over the longer name.
                if by_form is not None and by_form[1] > n and mention.weak:
                    return by_form
                return mention, n
        return by_form if by_form is not None else (None, 1)

    def _lookup(self, i: int, n: int) -> Mention | None:
        start, end = self.tokens[i][0], self.tokens[i + n - 1][1]
        written = self.text[start:end]
        if "\n" in written or len(written) > 60 or re.search(r"[,;:()]", written):
            return None
        end = start + len(re.sub(r"[’']s$", "", written))
        written = self.text[start:end]
        key = normal(written)
        agency = self.index.agencies.get(key, "")
        if agency and _case_fits(written) and not self._is_surname(i, n, written):
            weak = re.sub(r"^[Tt]he ", "", written) in ONLY_AS_WIRE
            return Mention(start, end, agency, self.index.agency_ids.get(agency, ""), True, weak)
        ids = self.index.names.get(key) or frozenset()
        if compress(written) in self.own_labels:
            ids = frozenset({self.own})
        if not ids:
            squeezed = self.index.compressed.get(compress(written))
            if squeezed and n <= 5 and _name_like(written) and not self._is_surname(i, n, written):
                ids = frozenset({squeezed})
        shared = key in self.index.short
        if ids and not shared and self.index.parent_of(ids):
            outlet_id = self.own if self.own in ids else self.index.parent_of(ids)
            self.full.append(outlet_id)
            single = len(key.split()) == 1 and not written.removeprefix("The ").isupper()
            return Mention(
                start, end, self.index.outlets[outlet_id].name, outlet_id, self.index.is_agency(outlet_id), single
            )
        candidates = ids | self.index.short.get(key, frozenset())
        if not candidates or not _name_like(written) or self._is_surname(i, n, written):
            return None
        outlet_id = self._resolve(candidates)
        name = self.index.outlets[outlet_id].name if outlet_id else written
        return Mention(start, end, name, outlet_id, self.index.is_agency(outlet_id), True)

    def _is_surname(self, i: int, n: int, written: str) -> bool:
        """Whether a one-word short form is somebody's surname here: after a title or a first name, now or before."""
        if n > 1 or written.isupper():
            return False
        if i and self.text[self.tokens[i - 1][1] : self.tokens[i][0]] in {*_GAPS, ". "}:
            before = self.tokens[i - 1][2]
            opens = i < 2 or re.search(r"[.!?\n]", self.text[self.tokens[i - 2][1] : self.tokens[i - 1][0]])
            known = before.lower() in STOPWORDS or (opens and (before in _OPENERS or before.lower() in self.small))
            if before in _TITLES or (before[0].isupper() and not known):
                self.surnames.add(written)
        return written in self.surnames

    def _resolve(self, candidates: frozenset[str]) -> str:
        """Choose among outlets that share a short name, or return ""."""
        if self.own in candidates:
            return self.own
        named = [i for i in self.full if i in candidates]
        if named:
            return named[-1]
        near = sorted(candidates & self.context)
        if len(near) == 1:
            return near[0]
        return self.index.parent_of(candidates)

    def _by_form(self, i: int) -> tuple[Mention, int] | None:
        """A run of capitalised words that ends (or begins) as newsrooms' names do."""
        opener = self.tokens[i][2].lower()
        if opener in STOPWORDS and opener not in ARTICLES:
            return None
        run = i
        end_of_run = -1
        while run < len(self.tokens) and run - i < _LONGEST:
            start, end, word = self.tokens[run]
            if run > i and not re.fullmatch(r"[ \u00a0\-]|\s&\s|’s |'s ", self.text[self.tokens[run - 1][1] : start]):
                break
            joiner = word in {"of", "the", "del", "de", "and", "della"} or (run == i and word.lower() in ARTICLES)
            if not joiner and not word[0].isupper():
                break
            if not joiner:
                end_of_run = run
            run += 1
            if word.endswith(("’s", "'s")):
                break
        best = next((k for k in range(end_of_run, i - 1, -1) if self._closes(i, k)), None)
        if best is None:
            return self._back_form(i) or self._capital_the(i, end_of_run)
        start, end = self.tokens[i][0], self.tokens[best][1]
        written = re.sub(r"[’']s$", "", self.text[start:end])
        if len(normal(written).split()) == 1 and self.tokens[i][2].lower() == "the":
            return self._back_form(i)
        if normal(written) in NOT_OUTLETS:
            return self._back_form(i)
        self.unregistered.append(written)
        return Mention(start, start + len(written), written, self._own_by_name(written), False, True), best - i + 1

    def _capital_the(self, i: int, last: int) -> tuple[Mention, int] | None:
        """Read "The Xyz" with a capital article inside a sentence: English writes little but titles of publications so."""
        start = self.tokens[i][0]
        inside = i > 0 and self.text[self.tokens[i - 1][1] : start] in _GAPS and self.tokens[i - 1][2][0].islower()
        if self.tokens[i][2] != "The" or not inside or not i < last <= i + 3:
            return None
        written = re.sub(r"[’']s$", "", self.text[start : self.tokens[last][1]])
        if normal(written) in NOT_OUTLETS:
            return None
        self.unregistered.append(written)
        return Mention(start, start + len(written), written, "", False, True), last - i + 1

    def _back_form(self, i: int) -> tuple[Mention, int] | None:
        """Read "The Times" alone: the newsroom named before whose name has that word, or the article's own."""
        if self.tokens[i][2].lower() != "the" or i + 1 >= len(self.tokens):
            return None
        start, (_, _, word) = self.tokens[i][0], self.tokens[i + 1]
        word = re.sub(r"[’']s$", "", word)
        if word not in MEDIA_NOUNS or self.text[self.tokens[i][1] : self.tokens[i + 1][0]] not in _GAPS:
            return None
        written = self.text[start : self.tokens[i + 1][0] + len(word)]
        for outlet_id in reversed(self.full):
            if word.lower() in normal(self.index.outlets[outlet_id].name).split():
                name = self.index.outlets[outlet_id].name
                return Mention(start, start + len(written), name, outlet_id, self.index.is_agency(outlet_id), True), 2
        for name in reversed(self.unregistered):
            if word in name.split():
                return Mention(start, start + len(written), name, "", False, True), 2
        own = self._own_by_name(word)
        name = self.index.outlets[own].name if own else written
        return Mention(start, start + len(written), name, own, False, True), 2

    def _own_by_name(self, written: str) -> str:
        """Return the article's own outlet where a short form of its name is used on its own page."""
        outlet = self.index.outlets.get(self.own)
        words = set(normal(written).split())
        if outlet is None or not words:
            return ""
        mine = set(normal(outlet.name).split())
        return self.own if words <= mine and words - {"news", "the", "daily"} else ""

    def _closes(self, i: int, k: int) -> bool:
        word = re.sub(r"[’']s$", "", self.tokens[k][2])
        first = self.tokens[i][2]
        if _is_call_sign(word) and k == i:
            return True
        if word == "Republic" and k > i and normal(self.tokens[k - 1][2]) in STATES:
            return False
        if word in MEDIA_NOUNS:
            return k > i
        before = self.tokens[k - 1][2] if k > i else ""
        if f"{before} {word}" in MEDIA_PAIRS or (before in MEDIA_NOUNS and word in SECOND_NOUNS):
            return True
        return k > i and first in MEDIA_OPENERS and first not in _CAPITAL_ARTICLES and word[0].isupper()


def _is_call_sign(word: str) -> bool:
    """Whether a word is a North American broadcast call sign, such as WXYZ-TV or KXYZ."""
    return re.fullmatch(r"[WK][A-Z]{3}(?:-(?:TV|AM|FM))?|[WK][A-Z]{2}-(?:TV|AM|FM)", word) is not None


def _case_fits(written: str) -> bool:
    """Whether an agency's form is written as agencies are: initials in capitals, names capitalised."""
    bare = re.sub(r"^[Tt]he ", "", written)
    return bare == "dpa" or (
        bare[0].isupper() and (len(bare) > 4 or bare.isupper() or bare in {"Efe", "Ansa", "Tass", "Lusa"})
    )


def _name_like(written: str) -> bool:
    """Whether every word but small joiners is capitalised."""
    words = [w for w in re.split(r"[\s\-]+", written) if w]
    return all(w[0].isupper() or w[0].isdigit() or w.lower() in {*ARTICLES, "of", "and", "&"} for w in words) and any(
        w[0].isupper() for w in words
    )
