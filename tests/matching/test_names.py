"""Names that lead astray: everyday words, places, names that many bear. A false resolution makes a false verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.finder import Reader, find_mentions, read_mentions
from matching.mentions import MentionIndex, build_index
from matching.scan import scan
from matching.standing import Context
from matching.types import AmbiguousName, NameRule, Outlet, OutletKind, Registry
from tests.matching.newsroom import FERRY, article, judge, outlet


def index_of(*outlets: Outlet, ambiguous: tuple[AmbiguousName, ...] = ()) -> MentionIndex:
    return build_index(Registry(outlets, "names", ambiguous))


def ids(index: MentionIndex, text: str, own: str = "", *, credit: bool = False) -> list[str]:
    return [m.outlet_id for m in find_mentions(index, text, own=own, credit=credit)]


SHORE = replace(outlet("lc-times", "Lamport City Times", aliases=("LC Times", "LA Times")), country="US")
ORLE = replace(outlet("orle-times", "The Times of Orle"), country="NL")
PRESS = (SHORE, ORLE)
THE_TIMES = AmbiguousName(
    "The Times", ("lc-times", "orle-times"), NameRule.COUNTRY, (("NL", "orle-times"),), "lc-times"
)
TIMES = AmbiguousName("Times", ("lc-times", "orle-times"), NameRule.CONTEXT)


def test_initials_that_look_like_an_article_are_none() -> None:
    index = index_of(*PRESS)
    assert ids(index, "told the LA Times on Monday") == ["lc-times"]
    assert ids(index, "told the L.A. Times on Monday") == ["lc-times"]
    assert ids(index, "The Times reported on Monday") == [""]


def test_articles_of_other_languages_belong_to_the_name() -> None:
    ribera = replace(outlet("la-ribera", "La Ribera"), language="es")
    index = index_of(ribera)
    assert ids(index, "según La Ribera") == ["la-ribera"]
    assert ids(index, "people in Ribera said") == []
    spanish = read_mentions(index, scan("según informó el editor del Ribera"), Reader(language="es"))
    english = read_mentions(index, scan("said del Ribera"), Reader(language="en"))
    assert [m.outlet_id for m in spanish] == ["la-ribera"]
    assert english == ()


@pytest.mark.parametrize(
    ("name", "domain", "text"),
    [
        ("The Pell Eagle", "kansas.example", "told reporters in Kansas on Monday"),
        ("The Pell Eagle", "kansas.example", "Kansas reported 40 new cases"),
        ("Orle Herald-Leader", "kentucky.example", "according to Kentucky, it was so"),
        ("Greystrand Gazette", "gazette.example", "The Gazette reported on Monday"),
        ("Pell Dispatch", "dispatch.example", "told The Dispatch"),
        ("News Letter", "newsletter.example", "she told the Newsletter"),
    ],
)
def test_a_domain_gives_no_name(name: str, domain: str, text: str) -> None:
    index = index_of(replace(outlet("x", name), domains=(domain,)))
    assert "x" not in ids(index, text)


def test_a_domain_that_spells_the_name_does() -> None:
    index = index_of(replace(outlet("x", "Fen News"), domains=("fennews.example",)))
    assert ids(index, "told FenNews on Monday") == ["x"]
    assert ids(index, "he wrote on fennews.example that") == ["x"]
    assert ids(index, "write to desk@fennews.example now") == []


def test_a_registry_may_name_its_outlets_by_their_domains() -> None:
    rows = (outlet("a", "qxtv.com"), outlet("b", "fenherald.com"), outlet("c", "meadowist.com"))
    index = index_of(*(replace(row, domains=(row.name,)) for row in rows))
    assert ids(index, "told QXTV on Monday") == ["a"]
    assert ids(index, "the Fen Herald reported") == ["b"]
    assert ids(index, "it was first reported by Meadowist on Monday") == ["c"]
    assert ids(index, "a farmer in Meadowist said") == []


def test_a_tail_is_left_out_only_of_initials_or_after_the_full_name() -> None:
    index = index_of(outlet("journal", "The Journal News"), outlet("apple", "Apple News"), outlet("qbn", "QBN News"))
    assert ids(index, "The Journal reported on Monday") == [""]
    assert ids(index, "according to Apple, it was so") == []
    assert ids(index, "according to Apple News. She told Apple later") == ["apple", "apple"]
    assert ids(index, "told QBN on Monday") == ["qbn"]


def test_an_ambiguous_name_is_asked_first() -> None:
    index = index_of(*PRESS, replace(outlet("the-times", "The Times"), country="GB"), ambiguous=(THE_TIMES, TIMES))
    assert ids(index, "The Times reported") == ["lc-times"]
    assert ids(index, "The Times reported", own="orle-times") == ["orle-times"]
    assert ids(index, "told the Times of Orle. The Times said") == ["orle-times", "orle-times"]
    assert ids(index, "Times reporters were told") == []


def test_country_of_the_article_decides() -> None:
    dutch = replace(outlet("pell", "Pell Nieuws"), country="NL")
    index = index_of(*PRESS, dutch, ambiguous=(THE_TIMES,))
    assert ids(index, "told The Times", own="pell") == ["orle-times"]


def test_context_several_or_none_stay_open() -> None:
    name = replace(THE_TIMES, rule=NameRule.CONTEXT, countries=(), otherwise="")
    index = index_of(*PRESS, ambiguous=(name,))
    assert ids(index, "told The Times") == [""]
    text = "The Lamport City Times and The Times of Orle reported. The Times said"
    assert ids(index, text) == ["lc-times", "orle-times", ""]


def test_a_longer_unregistered_name_is_what_its_short_form_means() -> None:
    index = index_of(*PRESS, ambiguous=(THE_TIMES,))
    found = find_mentions(index, "The Pellworth Times reported it. The Times said")
    assert [(m.name, m.outlet_id) for m in found] == [("The Pellworth Times", ""), ("The Pellworth Times", "")]


HILL = AmbiguousName("The Knoll", ("knoll",), NameRule.CAPITALS)
FOLK = AmbiguousName("Folk", ("folk",), NameRule.CAPITALS)
WORDS = index_of(outlet("knoll", "The Knoll"), outlet("folk", "Folk (magazine)"), ambiguous=(HILL, FOLK))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("he told The Knoll on Monday", ["knoll"]),
        ("he told the Knoll on Monday", []),
        ("the knoll said", []),
        ("according to Folk, she left", ["folk"]),
        ("Folk told reporters that she left", []),
        ("Folk reported that she left", ["folk"]),
        ("The Knoll said he would retire", []),
        ("The Knoll reported on Monday", ["knoll"]),
        ("Folk Told To Stay Home As Storm Nears Coast", []),
        ("according to FOLK", []),
    ],
)
def test_an_everyday_word_needs_its_capitals(text: str, found: list[str]) -> None:
    assert ids(WORDS, text) == found


def test_initials_of_many_are_an_agency_only_in_a_credit() -> None:
    aap = replace(outlet("aap-x", "Auster Press", OutletKind.AGENCY, aliases=("AAP",)), country="AU")
    rule = AmbiguousName("AAP", ("aap-x",), NameRule.COUNTRY, (("AU", "aap-x"),))
    index = index_of(aap, outlet("pell", "Pell Post"), ambiguous=(rule,))
    assert ids(index, "according to the AAP, children should", own="pell") == []
    (credit,) = find_mentions(index, "AAP", own="pell", credit=True)
    assert (credit.outlet_id, credit.agency) == ("", True)


def test_short_capitals_are_no_everyday_word() -> None:
    index = index_of(outlet("who", "WHO Radio", aliases=("WHO",)))
    assert ids(index, "Who told you?") == []
    assert ids(index, "he told WHO on Monday") == ["who"]


def test_a_one_word_name_may_begin_a_longer_one() -> None:
    index = index_of(outlet("vice", "Vivid Media", aliases=("Vivid",)), outlet("fen", "Fennel"))
    assert ids(index, "Fennel Roe said on Monday") == []
    assert ids(index, "Fennel reported on Monday") == ["fen"]


def test_an_unresolved_name_is_an_origin_that_is_not_notable() -> None:
    name = replace(THE_TIMES, rule=NameRule.CONTEXT, countries=(), otherwise="")
    registry = Registry((*PRESS, outlet("pell", "Pell Post"), outlet("fen", "Fen Observer")), "names", (name,))
    text = FERRY.replace("the harbor office said.", "The Times reported on Tuesday.")
    verdict = judge([article("a", "pell", "Ferry drifts for two hours, The Times reports", text)], registry=registry)
    (origin,) = verdict.origin_list
    assert (origin.outlet_id, origin.notable, origin.phantom) == ("", False, True)


def test_a_title_may_shorten_what_the_text_spells_out() -> None:
    index_registry = Registry((*PRESS, outlet("pell", "Pell Post")), "names", (replace(THE_TIMES, otherwise=""),))
    text = "The ferry broke loose, the Lamport City Times reported.\n\n" + FERRY
    reading = Context(index_registry).read(article("a", "pell", "Ferry drifts, The Times reports", text))
    assert {c.outlet_id for c in reading.credits if c.central} == {"lc-times"}
