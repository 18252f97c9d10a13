"""Find newsrooms in text: names of the index, and names that have the form of one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from matching.agencies import MEDIA_NOUNS, ONLY_AS_WIRE
from matching.ambiguity import Place, publishes, resolve
from matching.mentions import Entry, Mention, MentionIndex
from matching.nameforms import LONGEST, bare, capital_the, form_at, is_wire_name
from matching.names import capitals_fit, compress, declines, fold_word, is_domain, label, normal
from matching.scan import Scan, scan
from matching.surroundings import Surroundings
from matching.types import AmbiguousName, NameRule

_INTERVIEW_SLOT = re.compile(
    r"\b(?:said|says|told|wrote|spoke|speaking|appeared)\b[^.\n“”\"]{0,90}\binterview\s+(?:\w+\s+){0,3}?(?:with|on)\s+(?P<name>[A-Z][A-Za-z]{2,})(?=[.,;\n]|\s+(?:on|that|this|last|in|published|aired)\b)"
)

_SHORT_FORM = 4  # letters of a short form ("The News") that the end of the outlet's own domain must spell


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is reading and what is known beforehand: the article's outlet, its language, newsrooms named in full already.

    `context` holds ids that the event is known to hold: a short name that several outlets share may mean one of them.
    `credit` is true where the text is a place that holds nothing but credits (a byline, a dateline, a tail).
    """

    own: str = ""
    language: str = ""
    named: tuple[str, ...] = ()
    context: frozenset[str] = frozenset()
    credit: bool = False


def find_mentions(
    index: MentionIndex, text: str, *, own: str = "", context: Iterable[str] = (), credit: bool = False
) -> tuple[Mention, ...]:
    """Return the newsrooms named in `text`, not overlapping, in reading order.

    `own` is the id of the article's outlet, `context` ids that the event is known to hold: both may resolve a short
    name that several outlets share. `credit` says that `text` is a place where only credits stand.
    """
    return read_mentions(index, scan(text), Reader(own, context=frozenset(context), credit=credit))


def read_mentions(index: MentionIndex, scanned: Scan, reader: Reader) -> tuple[Mention, ...]:
    """Return the newsrooms named in a text that was cut into words before; see `find_mentions`."""
    return tuple(_Finder(index, scanned, reader).run())


def interviewers(text: str, known: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return one-word names that stand where an interviewer does ("in an interview with Xyz") and are nobody's.

    No list can hold every programme and site; the grammar leaves little else than a newsroom in that place, unless
    the text uses the word as a surname.
    """
    if "interview" not in text:
        return ()
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

    def __init__(self, index: MentionIndex, scanned: Scan, reader: Reader) -> None:
        self.index, self.scan, self.reader = index, scanned, reader
        self.words = scanned.words
        self.folded = list(map(fold_word, self.words))
        self.named = list(reader.named)  # ids named in full so far, latest last
        self.full = set(reader.named)  # the same, but for names that were only taken to be one
        self.unregistered: list[str] = []  # names found by form so far
        outlet = index.outlets.get(reader.own)
        self.country = outlet.country if outlet else ""
        self.own_labels = {label(d) for d in outlet.domains} if outlet else set()
        marked = [(i, flag) for i, flag in enumerate(map(index.flags.__getitem__, self.words)) if flag]
        self.able = [i for i, flag in marked if flag & 1]
        self.telling = [i for i, flag in marked if flag & 2]
        self.near = Surroundings(scanned)

    def run(self) -> list[Mention]:
        found: list[Mention] = []
        starts, squeezed = self.index.starts, self.index.beginnings
        after = 0
        for i in self.able:
            if i < after:
                continue
            word = self.words[i]
            first = self.folded[i].partition(" ")[0]
            named = first != "the" and (
                first in starts or "." in word or first in squeezed or self.folded[i] in squeezed
            )
            own = self.own_labels and self.folded[i] in self.own_labels
            at = bisect_left(self.telling, i)
            formed = at < len(self.telling) and self.telling[at] < i + LONGEST
            if not (named or formed or own or word == "The"):
                continue
            mention, last = self._at(i, named=bool(named or own), formed=formed)
            if mention is not None:
                if found and found[-1].end > mention.start:
                    continue
                found.append(self._home(mention))
                if mention.full:
                    self.full.add(mention.outlet_id)
                after = last + 1
        return found

    def _at(self, i: int, *, named: bool, formed: bool) -> tuple[Mention | None, int]:
        """The newsroom that begins at word `i` (its article before it), and the place of its last word."""
        form = form_at(self.scan, self.near.from_article(i)) if formed and not self.near.is_article(i) else None
        if named:
            for n in range(min(self._reach(i), len(self.words) - i), 0, -1):
                mention = self._lookup(i, n)
                if mention is not None:
                    # "the Examiner" inside "the Larkfield Examiner" must not win over the longer name.
                    if form is not None and form[0] >= i + n and mention.weak:
                        break
                    return mention, i + n - 1
        if form is not None:
            return self._by_form(self.near.from_article(i), form)
        if self.words[i] == "The":
            title = None if self._has_noun_after(i) else capital_the(self.scan, i)
            if title is not None and not self._registered_after(i):
                return self._by_form(i, title)
            return None, i
        return self._back_form(i), i

    def _home(self, mention: Mention) -> Mention:
        """A short form that the article's own address spells is the outlet itself: "told The News" on a Daily News page.

        Not where the short form was resolved by another newsroom that the article names in full.
        """
        own = self.reader.own
        if not self.own_labels or mention.outlet_id == own or (mention.outlet_id and not mention.weak):
            return mention
        written = normal(self.scan.text[mention.start : mention.end])
        squeezed = compress(written)
        if any(spelled.removeprefix("the") == squeezed for spelled in self.own_labels):
            return self._mention(mention.start, mention.end, own, weak=True)
        longer = [name for name in self.unregistered if normal(name).endswith(f" {written}")]
        if (
            mention.outlet_id in self.full
            or not self._ends_own(squeezed)
            or not all(self._ends_own(compress(name)) for name in longer)
        ):
            return mention
        return self._mention(mention.start, mention.end, own, weak=True)

    def _ends_own(self, squeezed: str) -> bool:
        return len(squeezed) >= _SHORT_FORM and any(spelled.endswith(squeezed) for spelled in self.own_labels)

    def _reach(self, i: int) -> int:
        first = self.folded[i].partition(" ")[0]
        return max(self.index.starts.get(first, 1), 4 if self.folded[i] in self.index.beginnings else 1)

    def _has_noun_after(self, i: int) -> bool:
        """Whether one newsroom's noun follows "The" alone: then it refers back ("The Post")."""
        return bare(self.words[i + 1]) in MEDIA_NOUNS if i + 1 < len(self.words) else False

    def _registered_after(self, i: int) -> bool:
        """Whether the words after "The" are a name of the registry: then they are read by it."""
        if i + 1 >= len(self.words) or self.folded[i + 1].partition(" ")[0] not in self.index.starts:
            return False
        limit = min(self._reach(i + 1), len(self.words) - i - 1)
        return any(" ".join(self.folded[i + 1 : i + 1 + n]) in self.index.entries for n in range(limit, 0, -1))

    def _lookup(self, i: int, n: int) -> Mention | None:
        key = " ".join(self.folded[i : i + n])
        entry = self.index.entries.get(key)
        start, end = self.scan.starts[i], self.scan.ends[i + n - 1]
        written = bare(self.scan.text[start:end])
        if entry is not None and not self.near.plain_gaps(i, n):
            written = max((f for f in entry.written if self.scan.text.startswith(f, start)), key=len, default="")
        if entry is None or not written:
            return self._unlisted(i, n, bare(self.scan.text[start:end]))
        end = start + len(written)
        the = self.near.has_the(i)
        ambiguous = self.index.ambiguous.get(key, article=the)
        if ambiguous is not None:
            written_so = self.scan.text[self.scan.starts[i - 1] : end] if the else written
            return self._ambiguous(i, n, key, written_so)
        if not capitals_fit(written, entry.written) or self.near.is_surname(i, n, written):
            return None
        if the:
            start = self.scan.starts[i - 1]
        if entry.agency:
            weak = written in ONLY_AS_WIRE
            outlet_id = self.index.agency_ids.get(entry.agency, "")
            if outlet_id:
                self.named.append(outlet_id)
            return Mention(start, end, entry.agency, outlet_id, True, weak, not weak)
        return self._of_entry(i, n, entry, start, end)

    def _of_entry(self, i: int, n: int, entry: Entry, start: int, end: int) -> Mention | None:
        single = n == 1 and " " not in self.folded[i]
        written = self.scan.text[start:end]
        own = self.reader.own
        ids = entry.ids
        if ids and entry.article and single and not self._article_given(i, ids):
            return None
        if ids and not entry.shared and self.index.parent_of(ids):
            outlet_id = own if own in ids else self.index.parent_of(ids)
            self.named.append(outlet_id)
            weak = single and not written.removeprefix("The ").isupper()
            if weak and not self.reader.credit and self.near.goes_on(i + n - 1):
                return None
            return self._mention(start, end, outlet_id, weak=weak, full=True)
        if ids:
            outlet_id = self._shared(ids)
            return self._mention(start, end, outlet_id, weak=True) if outlet_id else self._nobody(start, end)
        if entry.short:
            known = {own, *self.named} & entry.short
            if entry.acronym and written.isupper() and len(entry.short) == 1:
                known = set(entry.short)
            if len(known) == 1 and not self.near.in_place_of(i):
                return self._mention(start, end, known.pop(), weak=True)
        return self._declined(i, entry, start, end)

    def _article_given(self, i: int, ids: frozenset[str]) -> bool:
        """Whether "The Xyz" is written with an article, or is known from before.

        A word that newsrooms' names do not end in ("The Narwhal") needs the capital of the article as well, where that
        says something.
        """
        if self.reader.credit or ids & {self.reader.own, *self.named}:
            return True
        if bare(self.words[i]) in MEDIA_NOUNS:
            return self.near.has_the(i) or (i > 0 and self.words[i - 1].lower() in {"a", "an"})
        if not self.near.has_the(i) or self.words[i - 1] == "the":
            return False
        return not self.near.opens(i - 1) or publishes(self.scan.text, self.scan.ends[i])

    def _declined(self, i: int, entry: Entry, start: int, end: int) -> Mention | None:
        """A name without its article, where the text's language melts the article into another word."""
        language = self.reader.language
        ids = {outlet for code, outlet in entry.declined if code == language}
        if len(ids) == 1 and i and declines(self.words[i - 1], language):
            return self._mention(start, end, ids.pop(), weak=True)
        return None

    def _mention(self, start: int, end: int, outlet_id: str, *, weak: bool, full: bool = False) -> Mention:
        name = self.index.outlets[outlet_id].name
        return Mention(start, end, name, outlet_id, self.index.is_agency(outlet_id), weak, full)

    def _nobody(self, start: int, end: int) -> Mention:
        return Mention(start, end, self.scan.text[start:end], "", False, True)

    def _shared(self, candidates: frozenset[str]) -> str:
        """Choose among outlets that share a short name, or return ""."""
        if self.reader.own in candidates:
            return self.reader.own
        named = [i for i in self.named if i in candidates]
        if named:
            return named[-1]
        near = sorted(candidates & self.reader.context)
        return near[0] if len(near) == 1 else self.index.parent_of(candidates)

    def _ambiguous(self, i: int, n: int, key: str, written: str) -> Mention | None:
        """A name that the registry leaves to a rule: the outlet that the rule gives, else a name that nobody has."""
        the = len(written) > self.scan.ends[i + n - 1] - self.scan.starts[i]
        name = self.index.ambiguous.get(key, article=the)
        start = self.scan.starts[i - 1] if the else self.scan.starts[i]
        end = start + len(written)
        if name is None or not capitals_fit(bare(self.scan.text[self.scan.starts[i] : end]), frozenset({name.name})):
            return None
        if self.near.is_surname(i, n, written):
            return None
        opens = self.near.opens(i - 1 if the else i)
        place = Place(
            self.reader.own,
            self.country,
            self.named,
            written,
            opens,
            self.reader.credit,
            self.scan.text[end : end + 60],
        )
        candidates = set(name.candidates)
        known = self.reader.own in candidates or not candidates.isdisjoint(self.named)
        longer = "" if known else self._longer(key)
        if longer:
            return Mention(start, end, longer, "", False, True)
        outlet_id = resolve(name, place)
        if outlet_id:
            found = self._mention(start, end, outlet_id, weak=True)
            return Mention(
                start, end, found.name, outlet_id, found.agency, weak=True, everyday=name.rule is NameRule.CAPITALS
            )
        return self._unresolved(i, name, start, end, known=known)

    def _longer(self, key: str) -> str:
        """Return the last name by form before this place that ends in a short name, or ""."""
        words = key.split()
        return next((n for n in reversed(self.unregistered) if normal(n).split()[-len(words) :] == words), "")

    def _unresolved(self, i: int, name: AmbiguousName, start: int, end: int, *, known: bool) -> Mention | None:
        """Nobody in particular: another newsroom before it whose name ends so, an agency in a credit, or a bare name."""
        words = normal(name.name).split()
        ends = {o for o in self.named if normal(self.index.outlets[o].name).split()[-len(words) :] == words}
        if len(ends) == 1 and not known:
            return self._mention(start, end, ends.pop(), weak=True)
        agency = self.index.agencies.get(" ".join(words), "")
        if agency and self.reader.credit:
            return Mention(start, end, agency, "", True, True)
        noun = bare(self.words[i]) in MEDIA_NOUNS or len(words) > 1
        if not noun or name.rule is NameRule.CAPITALS or self.scan.text[start:end].isupper():
            return None
        the = start < self.scan.starts[i]
        return self._nobody(start, end) if the or len(words) > 1 or self.reader.credit else None

    def _unlisted(self, i: int, n: int, written: str) -> Mention | None:
        """A name in one word, a domain, or the label of the article's own domain."""
        start, end = self.scan.starts[i], self.scan.starts[i] + len(written)
        if n == 1 and "." in written and is_domain(written) and not self.near.in_address(start, end):
            outlet_id = self.index.by_domain(written)
            return self._mention(start, end, outlet_id, weak=True, full=True) if outlet_id else None
        if not written[0].isupper() or n > 4 or not self.near.plain_gaps(i, n):
            return None
        squeezed = compress(written)
        if n == 1 and written[1:].islower() and not self._is_label(i, squeezed):
            return None  # "Newsletter" is no News Letter; FoxNews and FOXNEWS are Fox News
        outlet_id = self.index.squeezed.get(squeezed, "") or self.index.squeezed.get(f"the{squeezed}", "")
        if n == 1 and squeezed in self.own_labels and (written.isupper() or outlet_id == self.reader.own):
            outlet_id = self.reader.own
        if not outlet_id or not capitals_fit(written, frozenset()) or self.near.is_surname(i, n, written):
            return None
        if n == 1 and self.near.in_place_of(i):
            return None
        if squeezed not in self.index.labels:
            self.named.append(outlet_id)
        return self._mention(self.scan.starts[i - 1] if self.near.has_the(i) else start, end, outlet_id, weak=True)

    def _by_form(self, i: int, form: tuple[int, str]) -> tuple[Mention, int]:
        last, written = form
        name = written.removeprefix("the ")
        self.unregistered.append(name)
        start = self.scan.starts[i]
        own = self._own_by_name(written)
        return Mention(start, start + len(written), name, own, not own and is_wire_name(name), True), last

    def _back_form(self, i: int) -> Mention | None:
        """Read "the Times" alone: the newsroom named before whose name has that word, or the article's own."""
        word = bare(self.words[i])
        if word not in MEDIA_NOUNS or not self.near.has_the(i):
            return None
        start, end = self.scan.starts[i - 1], self.scan.starts[i] + len(word)
        for outlet_id in reversed(self.named):
            if word.lower() in normal(self.index.outlets[outlet_id].name).split():
                return self._mention(start, end, outlet_id, weak=True)
        for name in reversed(self.unregistered):
            if word in name.split():
                return Mention(start, end, name, "", False, True)
        own = self._own_by_name(word)
        return self._mention(start, end, own, weak=True) if own else self._nobody(start, end)

    def _is_label(self, i: int, squeezed: str) -> bool:
        """Whether a plain word is how a registry that names outlets by their domains calls one, and stands alone."""
        if squeezed not in self.index.labels or self.near.goes_on(i):
            return False
        return not self.near.opens(i) or publishes(self.scan.text, self.scan.ends[i])

    def _own_by_name(self, written: str) -> str:
        """Return the article's own outlet where a short form of its name is used on its own page."""
        outlet = self.index.outlets.get(self.reader.own)
        words = set(normal(written).split())
        if outlet is None or not words:
            return ""
        mine = set(normal(outlet.name).split())
        return self.reader.own if words <= mine and words - {"news", "the", "daily"} else ""
