"""Names in places that hold nothing but credits: whose a whole string is, and the credit that it makes."""

from __future__ import annotations

import re

from matching import thresholds as limits
from matching.agencies import ONLY_AS_WIRE
from matching.finder import find_mentions
from matching.mentions import Mention, MentionIndex
from matching.names import normal
from matching.types import Article, Credit, Role, Span
from matching.wordlists import word_set

# Codes of countries, as sport writes them behind places: "MONTERA (ESP)" is no agency's dateline. Those of the Olympic
# committees, and some others in use.
COUNTRY_CODES = word_set(
    """AFG ALB ALG AND ANG ARG ARM ARU ASA AUS AUT AZE BAH BAN BAR BDI BEL BEN BER BHU BIH BIZ BLR BOL BOT BRA BRN BRU BUL BUR
    CAF CAM CAN CAY CGO CHA CHI CHN CIV CMR COD COK COL COM CPV CRC CRO CUB CYP CZE DEN DEU DJI DMA DOM ECU EGY ERI ESA ESP EST
    ETH FIJ FIN FRA FSM GAB GAM GBR GBS GEO GEQ GER GHA GRE GRN GUA GUI GUM GUY HAI HKG HON HUN INA IND IRI IRL IRQ ISL ISR ISV
    ITA IVB JAM JOR JPN KAZ KEN KGZ KIR KOR KOS KSA KUW LAO LAT LBA LBN LBR LCA LES LIE LTU LUX MAD MAR MAS MAW MDA MDV MEX MGL
    MHL MKD MLI MLT MNE MON MOZ MRI MTN MYA NAM NCA NED NEP NGR NIG NOR NRU NZL OMA PAK PAN PAR PER PHI PLE PLW PNG POL POR PRK
    PUR QAT ROU RSA RUS RWA SAM SEN SEY SGP SIN SKN SLE SLO SMR SOL SOM SRB SRI SSD STP SUD SUI SUR SVK SVN SWE SWZ SYR TAN TGA
    THA TJK TKM TLS TOG TPE TTO TUN TUR TUV UAE UGA UKR URU USA UZB VAN VEN VIE VIN YEM ZAM ZIM DRC DPRK PRC NSW ROC GDR FRG USSR"""
)


def resolve_whole(name: str, article: Article, index: MentionIndex, *, wire: bool) -> Mention | None:
    """Return the newsroom that a whole string names, or None; initials that mean other things count only as wire."""
    bare = name.strip(" .()[]")
    bare = re.sub(r"(?i)^(?:the|from|by|via)\s+", "", bare)
    mentions = find_mentions(index, bare, own=article.outlet_id, credit=True)
    if len(mentions) != 1 or mentions[0].start > 4 or mentions[0].end < len(bare):
        squeezed = bare.upper().replace(".", "")
        return _by_initials(squeezed, index) if bare.isupper() and 2 <= len(bare) <= 6 else None
    mention = mentions[0]
    if mention.agency and mention.weak and not wire and mention.name in ONLY_AS_WIRE:
        return None
    return mention


def _by_initials(initials: str, index: MentionIndex) -> Mention | None:
    """The one agency of the registry whose name (or alias) has these initials."""
    outlet_id = index.initials.get(initials, "")
    return Mention(0, len(initials), index.outlets[outlet_id].name, outlet_id, True) if outlet_id else None


def leading_agency(part: str, article: Article, index: MentionIndex) -> Mention | None:
    """An agency's name followed by a post: "XNA Business Writer", "Example Press staff"."""
    words = part.split()
    for n in range(min(4, len(words) - 1), 0, -1):
        mention = resolve_whole(" ".join(words[:n]), article, index, wire=True)
        if mention is not None and mention.agency and not is_own_name(mention.name, article, index):
            return mention
    return None


def is_own_name(name: str, article: Article, index: MentionIndex) -> bool:
    """Whether a name is one of the article's own outlet."""
    outlet = index.outlets.get(article.outlet_id)
    if outlet is None:
        return False
    return normal(name) in {normal(n) for n in (outlet.name, *outlet.aliases)}


def wire_credit(mention: Mention, span: Span, weight: float, rule: str) -> Credit:
    """Return the credit of a newsroom on the text; it is central where its weight decides alone."""
    return Credit(mention.name, mention.outlet_id, Role.WIRE, weight >= limits.WIRE_CREDIT, weight, span, rule)
