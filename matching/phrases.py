"""The phrase tables: how a sentence says that something is another newsroom's.

Each rule is a pattern over a sentence in which the names of newsrooms were replaced by the mark `§n§` (n is the number
of the mention). `X` in a pattern stands for such a mark together with what may follow it: a possessive with a programme
or a person ("X's evening programme", "X's Jane Roe"), or a word for what it is ("the X newspaper").

A rule says which role the mention plays and how strongly; see `matching.types.Role`. Rules are tried in order and the
first that fits a mention decides its role, so subjects ("an X poll", "X was sued") stand before what they resemble.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.types import Role
from matching.wordlists import word_set

_X = (
    r"(?:the\s+|el\s+|la\s+|le\s+|l[’'])?(?:(?:newspaper|daily|network|magazine|website|news\s+site|broadcaster|station|"
    r"news\s+agency|agency|outlet|tabloid|diario|periódico|agencia|cadena|quotidien|journal|chaîne|Zeitung|Zeitschrift|Sender|"
    r"Nachrichtenagentur|Magazin|public\s+broadcaster|state\s+news\s+agency|public\s+radio)\s+)?"
    r"(?:\w+\s+(?=§))?(?:§\d+§(?:\s*(?:/|,\s*|,?\s+and\s+|,?\s+y\s+|\s+et\s+|\s+und\s+)\s*(?:the\s+)?)?)*§(?P<n>\d+)§"
)
_AFTER = (
    r"(?:\s+\((?:[A-Z][A-Z&]{1,6}|§\d+§)\))?"
    r"(?:\s+(?:newspaper|news|newspapers|magazine|network|online|website|news agency|agency|radio|television|TV))?"
    r"(?:(?:[’']s?|\s+[’']s)(?:\s+[\"“‘]?(?:[A-ZÀ-Þ][\w’'.\-]*|of|the|this|with|on|at)[,\"”’]*){0,6})?"
)
_ADV = r"(?:\s+(?:has|have|had|also|first|now|later|earlier|separately|exclusively|previously|then|since|recently|is|was))*"
_WHEN = r"(?:\s+(?:on|late|early|earlier|this|last)?\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+\w+)?|\s+\w+ly)?"
_REPORT = (
    r"(?:report(?:s|ed|ing)?|reveal(?:s|ed)?|disclos(?:es|ed)|broke|broken|uncover(?:s|ed)|publish(?:es|ed)|detail(?:s|ed)|"
    r"learn(?:s|ed)|obtain(?:s|ed)|acquired|discovered|found|confirm(?:s|ed)|quot(?:es|ed)|cit(?:es|ed)|announced|wr(?:ites|ote)|"
    r"writing|says?|said|stat(?:es|ed)|claim(?:s|ed)|add(?:s|ed)|not(?:es|ed)|estimates?|estimated|understands|"
    r"identif(?:ies|ied)|describ(?:es|ed)|post(?:s|ed)|air(?:s|ed)|project(?:s|ed)|call(?:s|ed)|alleg(?:es|ed))"
)
_TITLES = (
    r"(?:report|story|article|investigation|account|exclusive|dispatch|profile|piece|scoop|exposé|review|analysis)s?"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase: its name (kept as evidence), the role it gives, its weight, and the pattern.

    `speech` is true where somebody says something to a newsroom: then the speaker decides what is central.
    """

    name: str
    role: Role
    weight: float
    pattern: re.Pattern[str]
    speech: bool = False


def _rule(name: str, role: Role, weight: float, pattern: str, *, speech: bool = False) -> Rule:
    counted = [0]

    def numbered(_: re.Match[str]) -> str:
        counted[0] += 1
        return _X + _AFTER if counted[0] == 1 else _X.replace("?P<n>", "?P<m>") + _AFTER

    body = re.sub(r"\bX\b", numbered, pattern)
    body = body.replace("ADV", _ADV).replace("WHEN", _WHEN).replace("REPORT", _REPORT).replace("TITLES", _TITLES)
    return Rule(name, role, weight, re.compile(body), speech)


_O, _V, _C, _S = Role.ORIGIN, Role.VENUE, Role.CONTRIBUTION, Role.SUBJECT

ENGLISH: tuple[Rule, ...] = (
    _rule("contributed", _C, 0.5, r"X\s+(?:also\s+)?contributed\s+to\s+this\s+(?:report|story|article)"),
    _rule(
        "contributed",
        _C,
        0.5,
        r"(?i:additional\s+reporting|with\s+(?:reporting|files|material|information|agencies|wire reports))(?:\s+\w+){0,2}?\s+(?i:by|from|and)\s+X",
    ),
    _rule("hat-tip", _O, 0.95, r"^\W*(?i:h/t|hat\s+tip(?:\s+to)?|via|source)\s*:?\s*X\W*$"),
    _rule(
        "first-reported-by",
        _O,
        1.0,
        r"(?i:first|originally|previously|initially)\s+(?:\w+ed|broken|told|written)(?:\s+\w+){0,3}?\s+(?:by|in|on|to)\s+X",
    ),
    _rule(
        "x-first-reported",
        _O,
        1.0,
        r"X\s*,?\s*(?:which\s+|who\s+|that\s+)?(?:was\s+)?(?:the\s+)?first(?:\s+(?:outlet|to))?(?:\s+\w+){0,1}?\s+(?:REPORT|report|reveal|disclose|obtain|publish)\b",
    ),
    _rule("x-broke", _O, 1.0, r"X\s+ADV\s*(?:broke|broken|breaks)\s+(?:the\s+|this\s+)?(?:news|story)"),
    _rule(
        "x-broke",
        _O,
        1.0,
        r"X(?:\s+(?:reporter|correspondent|journalist|editor)s?)?(?:\s+[A-Z][\w.’'\-]+){1,3}\s*,\s+who\s+(?:\w+\s+)?broke\s+(?:the\s+|this\s+)?(?:news|story)",
    ),
    _rule(
        "obtained-by",
        _O,
        1.0,
        r"\b(?i:obtained|reviewed|seen|viewed|acquired|leaked|provided|published|revealed|shared|unearthed|uncovered|heard|given|sent|released|handed|passed|supplied|made\s+available|shown|aired|broadcast|screened)(?:\s+\w+ly)?\s+(?:by|to|with)\s+X",
    ),
    _rule(
        "reported-by",
        _O,
        1.0,
        r"\b(?i:reported|revealed|disclosed|broken|exposed|uncovered|cited|carried|interviewed|compiled)(?:\s+\w+){0,3}?\s+(?:by|in|on)\s+X",
    ),
    _rule("quoted-by", _O, 0.9, r"\b(?i:quoted)(?:\s+\w+){0,3}?\s+(?:by|in|on)\s+X", speech=True),
    _rule("as-reported", _O, 0.9, r"(?i:\bas)\s+(?:first\s+)?X\s+ADV\s*REPORT"),
    _rule(
        "reaction",
        _S,
        0.0,
        r"(?i:\b(?:disput|den[iy]|dismiss|reject|slam|blast|criticiz|criticis|push\w*\s+back|respon[ds]|react|defend|refut|rebut|condemn|attack|call)\w*)"
        r"(?:\s+\w+){0,5}?\s+(?:an?|the)\s+(?:recent\s+|new\s+)?(?:TITLES\s+(?:\w+\s+){0,4}?(?:in|by|from|of)\s+X|X\s+TITLES)",
    ),
    _rule(
        "poll",
        _S,
        0.0,
        r"X(?:\s*/\s*\S+)?\s+(?:\w+\s+)?(?:poll|polling|survey|tracking\s+poll|town\s+hall|debate|op-?ed|editorial|column(?:ist)?|anchor|host|pundit|commentator|contributor|employees?|executives?|parent|owner|building|newsroom|headquarters|subscribers?|readers?|viewers?|audience|podcast|documentary)\b",
    ),
    _rule(
        "subject",
        _S,
        0.0,
        r"X\s+(?:(?:Entertainment|Group|Corp|Corporation|Company|Studios|Holdings|Inc|Foundation|Productions|Pictures|Sports\s+Network|Building)\b|(?:was|were|is|has\s+been)\s+(?:sued|fined|bought|sold|acquired|accused|criticized|criticised|founded|owned|banned|hacked|attacked|blocked|suspended))",
    ),
    _rule(
        "subject",
        _S,
        0.0,
        r"\b(?i:sue[ds]?|suing|bought|buys|acquires?|against|owns|owned|criticized|slammed|attacked|blasted|banned|boycott\w*|subscribe(?:rs)?\s+to|follow|read|watch(?:es|ed|ing)?|watched|editor(?:-in-chief)?\s+(?:of|at)|reporter\s+(?:for|at)|columnist\s+(?:for|at)|journalists?\s+(?:for|at|from)|photographer\s+(?:for|at)|contributor\s+(?:to|at)|host\s+(?:of|at|on)|owner\s+of|publisher\s+of)\s+X",
    ),
    _rule(
        "report-in",
        _O,
        0.95,
        r"(?i:according\s+to|in|by|on|from|cit(?:es|ed|ing)|says|said)\s+(?:an?|the|its)?\s*(?:[\w\-]+\s+){0,3}?TITLES\s+(?:\w+\s+){0,4}?(?:in|by|from|on|of|to|with|for)\s+X",
    ),
    _rule(
        "report-by",
        _O,
        0.85,
        r"\b(?i:an?|the|new|recent|following|after|bombshell|this)\s+(?:[\w\-]+\s+){0,2}?TITLES\s+(?:\w+\s+){0,3}?(?:in|by|from|published\s+in)\s+X",
    ),
    _rule(
        "joint",
        _O,
        1.0,
        r"(?i:\b(?:together|jointly|in\s+(?:cooperation|co-operation|collaboration|partnership))\s+with|\bwith\s+(?:its|our|their)\s+(?:media\s+)?partners?\s*,?)\s+(?:at\s+|from\s+)?(?:its\s+partners?\s*,?\s+)?X",
    ),
    _rule(
        "joint",
        _O,
        1.0,
        r"(?i:\bjoint)\s+(?:\w+\s+){1,2}?(?i:by|of|between|with)\s+X",
    ),
    _rule(
        "podcast",
        _O,
        0.9,
        r"(?i:\bon|\bto|\bin)\s+(?:the|his|her|a)\s+(?i:podcast|vodcast|stream)\s+[\"“‘]?X",
        speech=True,
    ),
    _rule(
        "count-by",
        _O,
        0.9,
        r"(?i:according\s+to|on\s+the\s+basis\s+of)\s+(?:an?|the)\s+(?:[\w\-]+\s+){0,2}?(?:projections?|forecast|tally|count|calculations?|estimates?|database|analysis)\s+(?i:by|of|from|for)\s+X",
    ),
    _rule("x-was-told", _O, 0.85, r"X\s+(?:has|have|had|was|were)\s+(?:been\s+)?told\b(?!\s+to\b)"),
    _rule("so-says", _O, 0.9, r"(?i:\bso)\s+(?:says|writes|reports)\s+X"),
    _rule("paper-of-the-day", _O, 0.9, r"(?i:\bin)\s+(?:today|yesterday|this\s+week|\w+day)[’']s\s+X"),
    _rule(
        "came-to-light",
        _O,
        0.9,
        r"(?i:(?:came|come|coming|brought)\s+to\s+light|made\s+public|surfaced)\s+(?:\w+\s+){0,2}?(?:through|in|by|thanks\s+to)\s+X",
    ),
    _rule(
        "research-by",
        _O,
        0.85,
        r"\b(?i:research|probe|inquir(?:y|ies)|enquir(?:y|ies)|findings|revelations|reporting|disclosures)\s+(?:\w+\s+){0,2}?(?:by|of|from|in)\s+X",
    ),
    _rule(
        "issue-of",
        _O,
        0.95,
        r"(?i:\bin)\s+(?:(?:the|this|its|an?)\s+)?(?:[\w’'\-]+\s+){0,3}?(?:issue|edition|number)\s+of\s+X",
        speech=True,
    ),
    _rule(
        "according-to",
        _O,
        0.95,
        r"(?i:according\s+to)\s+(?:\w+\s+(?:given|made|provided|told|sent|obtained|compiled)\s+(?:to|by)\s+)?X(?!\s*(?:poll|survey))",
    ),
    _rule(
        "if-right", _O, 0.9, r"(?i:\bif)\s+X\s+(?:is|are|was|has\s+it)\s*(?:right|correct|accurate|to\s+be\s+believed)?"
    ),
    _rule(
        "citing",
        _O,
        0.8,
        r"\b(?i:citing|cited|quoting|crediting|per|via|h/t|hat\s+tip(?:\s+to)?)\s*:?\s+X",
    ),
    _rule(
        "interview",
        _O,
        0.9,
        r"(?i:interview(?:ed)?|conversation|sit-down|phone call|q\s*&\s*a)s?(?:\s+\w+){0,4}?\s+(?:with|to|for|on|by|from|in)\s+X",
        speech=True,
    ),
    _rule(
        "x-interview",
        _O,
        0.85,
        r"\b(?i:in|during|for|gave|with)\s+(?:an?\s+|his\s+|her\s+|their\s+)?(?:\w+\s+)?X\s+(?:\w+\s+)?interview",
        speech=True,
    ),
    _rule(
        "told",
        _O,
        0.95,
        r"\b(?i:told|tells?|telling|informed|confided\s+(?:in|to)|confirmed\s+to|said\s+to|spoke\s+(?:to|with)|speaking\s+(?:to|with)|spoken\s+(?:to|with)|talked\s+(?:to|with)|admitted\s+to|revealed\s+to|explained\s+to|wrote\s+to|disclosed\s+to|acknowledged\s+to|assured|declined\s+to\s+tell|talking\s+to)\s+X(?!\s+to\b)",
        speech=True,
    ),
    _rule(
        "statement-to",
        _O,
        0.9,
        r"(?i:statements?|emails?|e-mails?|comments?|remarks?|messages?|letters?|texts?|details|documents|copy|copies)\s+(?:\w+\s+){0,3}?(?:to|with|for|by)\s+X",
        speech=True,
    ),
    _rule(
        "op-ed",
        _V,
        0.3,
        r"(?i:\b(?:wrote|writing|op-?ed|column|essay|article|commentary|appear\w*))\s+(?:\w+\s+){0,3}?(?:in|for)\s+X",
        speech=True,
    ),
    _rule(
        "said-on",
        _V,
        0.85,
        r"(?i:said|says|say|saying|told\s+(?:viewers|host)\s*\w*|appear(?:ed|ing|ance|s)|asked|speaking|argued|added|warned|predicted|insisted|claimed|explained|defended|discuss\w+|interviewed|spoke)(?:\s+[\w,’'\-]+){0,6}?\s+(?:on|during|in|to|at|with)\s+X",
        speech=True,
    ),
    _rule(
        "told-on",
        _V,
        0.85,
        r"(?i:told|tells)\s+(?:host\s+|anchor\s+|co-host\s+)?(?:[A-Z][\w.’'\-]+\s+){1,3}on\s+(?:the\s+)?[\"“‘]?X",
        speech=True,
    ),
    _rule("x-programme", _V, 0.6, r"\b(?i:on|during|to)\s+X[’']s?\s", speech=True),
    _rule(
        "x-reports-that",
        _O,
        0.95,
        r"X\s*,?ADV\s+(?:also\s+)?(?:report(?:s|ed|ing)|reveal(?:s|ed)|disclos(?:es|ed)|learned|obtained|published|uncovered|broke)\b",
    ),
    _rule(
        "x-person-reports",
        _O,
        0.9,
        r"X(?:\s+(?:reporter|correspondent|journalist|columnist|editor|staff\s+writer)s?)?(?:\s+[A-Z][\w.’'\-]+){0,4}\s*,?\s+ADV\s*(?:reported|reports|tweeted|wrote|writes|revealed)\b",
    ),
    _rule("x-verb", _O, 0.85, r"X(?:\s*,[^,§]{3,60},)?ADV\s+(?:\w+ly\s+)?REPORT\b"),
    _rule(
        "x-report-noun",
        _O,
        0.8,
        r"X\s+(?:\w+\s+){0,2}?(?:report|story|investigation|exclusive|article|exposé|scoop|analysis|tally|count|review)\b(?!\s*card)",
    ),
    _rule("reported-verb-x", _O, 0.9, r"(?:,|[\"”’])\s*(?:REPORT)\s+X"),
    _rule("parenthesised-source", _O, 0.6, r"\((?i:source|via|h/t|hat\s+tip|from|credit)[:\s]*X\s*\)"),
)

SPANISH: tuple[Rule, ...] = (
    _rule(
        "joint",
        _O,
        1.0,
        r"(?i:en\s+(?:colaboración|cooperación)\s+con|junto\s+(?:con|a)|conjuntamente\s+con|con\s+sus?\s+socios?\s*,?)\s+(?:\w+\s+){0,2}?X",
    ),
    _rule("es-segun", _O, 0.95, r"(?i:según|de\s+acuerdo\s+(?:con|a)|conforme\s+a)\s+(?:\w+\s+){0,4}?X"),
    _rule(
        "es-adelanto",
        _O,
        1.0,
        r"X\s*,?(?:\s+(?:ha|había|que|también))*\s+(?:adelantó|reveló|publicó|informó|reportó|desveló|difundió|señaló|afirma|asegura|revela|informa|publica|cita|recoge|adelantado|revelado|publicado|informado)\b",
    ),
    _rule(
        "es-por",
        _O,
        1.0,
        r"(?i:adelantad|revelad|publicad|informad|obtenid|difundid|citad|recogid|desvelad)[oa]s?\s+(?:\w+\s+){0,3}?(?:por|en)\s+X",
    ),
    _rule(
        "es-verbo-x",
        _O,
        0.95,
        r"(?i:\b(?:adelantó|reveló|publicó|informó|reportó|desveló|señaló|informa|publica|revela|adelanta|avanza|avanzó|desvela|cuenta))\s+(?:\w+\s+){0,2}?X",
    ),
    _rule("es-acceso", _O, 1.0, r"(?i:tuvo|ha\s+tenido)\s+acceso\s+X"),
    _rule(
        "es-dijo-a",
        _O,
        0.95,
        r"(?i:dijo|declaró|contó|explicó|confirmó|aseguró|afirmó|señaló|relató|comentó|confesó)\s+(?:\w+\s+){0,3}?(?:a|al)\s+X",
        speech=True,
    ),
    _rule(
        "es-entrevista",
        _O,
        0.9,
        r"(?i:entrevista|declaraciones|conversación)\s+(?:\w+\s+){0,3}?(?:con|a|al|en|para)\s+X",
        speech=True,
    ),
    _rule(
        "es-micrófonos",
        _O,
        0.9,
        r"(?i:(?:a|ante|en)\s+los\s+micrófonos\s+de|en\s+(?:el\s+programa|la\s+antena)\s+(?:\w+\s+){0,3}?de)\s+X",
        speech=True,
    ),
)
FRENCH: tuple[Rule, ...] = (
    _rule("fr-confrères", _O, 0.95, r"(?i:confrères)\s+(?:de|du|des)\s+(?:\w+\s+){0,2}?X"),
    _rule(
        "joint",
        _O,
        1.0,
        r"(?i:en\s+(?:collaboration|partenariat|coopération)\s+avec|conjointement\s+avec|avec\s+(?:ses|son|nos|notre)\s+partenaires?\s*,?)\s+(?:\w+\s+){0,2}?X",
    ),
    _rule("fr-selon", _O, 0.95, r"(?i:selon|d[’']après|à\s+en\s+croire)\s+(?:\w+\s+){0,4}?X"),
    _rule(
        "fr-verbe",
        _O,
        1.0,
        r"X\s*,?(?:\s+(?:a|avait|qui|également))*\s+(?:révélé|rapporté|annoncé|publié|indiqué|affirmé|écrit|révèle|rapporte|indique|affirme|écrit|annonce|cite|précise)\b",
    ),
    _rule(
        "fr-par",
        _O,
        1.0,
        r"(?i:révélé|rapporté|publié|consulté|obtenu|cité|dévoilé|relayé|annoncé)e?s?\s+(?:\w+\s+){0,3}?(?:par|dans)\s+X",
    ),
    _rule(
        "fr-verbe-x",
        _O,
        0.95,
        r"(?i:rapporte|révèle|indique|écrit|annonce|affirme|rapportait|a\s+rapporté|a\s+révélé|a\s+indiqué)\s+X",
    ),
    _rule(
        "fr-dit-a",
        _O,
        0.95,
        r"(?i:déclaré|confié|expliqué|indiqué|affirmé|confirmé|dit|assuré|raconté|précisé)\s+(?:\w+\s+){0,3}?(?:à|au|auprès\s+de|auprès\s+du)\s*X",
        speech=True,
    ),
    _rule(
        "fr-entretien",
        _O,
        0.9,
        r"(?i:entretien|interview|déclarations?)\s+(?:\w+\s+){0,3}?(?:à|au|avec|dans|sur|accordé[es]*\s+à)\s*X",
        speech=True,
    ),
    _rule(
        "fr-antenne",
        _O,
        0.9,
        r"(?i:(?:au|aux)\s+micros?\s+de|invitée?s?\s+(?:de|sur|du)|(?:à\s+)?l[’']antenne\s+de|(?:dit|déclaré|annoncé|affirmé|assuré|expliqué|confié|révélé)\s+(?:\w+\s+){0,2}?sur)\s*X",
        speech=True,
    ),
)
GERMAN: tuple[Rule, ...] = (
    _rule("de-kollegen", _O, 0.9, r"(?i:den|die)\s+Kollegen\s+(?:der|des|von|vom)\s+(?:\w+\s+){0,1}?[„\"“»]?X"),
    _rule(
        "joint",
        _O,
        1.0,
        r"(?i:gemeinsam\s+mit|zusammen\s+mit|in\s+(?:Kooperation|Zusammenarbeit)\s+mit|mit\s+(?:seinen|ihren|unseren)\s+Partnern\s*,?)\s+(?:\w+\s+){0,2}?[„\"“»]?X",
    ),
    _rule(
        "de-laut",
        _O,
        0.95,
        r"(?i:laut|nach\s+(?:Angaben|Informationen|einem\s+Bericht|Berichten|Recherchen)|zufolge|gemäß|unter\s+Berufung\s+auf)\s+(?:\w+\s+){0,3}?(?i:der|des|die|das|dem|von|vom|in\s+der)?\s*[„\"“»]?X",
    ),
    _rule("de-zufolge", _O, 0.95, r"[„\"“»]?X[“\"”«]?\s+zufolge"),
    _rule(
        "de-wie-berichtet",
        _O,
        0.95,
        r"(?i:wie)\s+(?:\w+\s+){0,3}?[„\"“»]?X[“\"”«]?\s+(?:\w+\s+){0,4}?(?:berichtet|berichtete|meldet|meldete|schreibt|mitteilte|erfuhr)",
    ),
    _rule(
        "de-berichtet",
        _O,
        0.95,
        r"[„\"“»]?X[“\"”«]?\s*,?(?:\s+(?:hat|hatte|am|zuerst|\w+tag))*\s+(?:berichtet|berichtete|meldete|meldet|schreibt|schrieb|enthüllte|veröffentlichte)\b",
    ),
    _rule(
        "de-verb-x",
        _O,
        0.95,
        r"(?i:berichtet|berichtete|meldete|meldet|schreibt|enthüllte)\s+(?:\w+\s+){0,3}?[„\"“»]?X",
    ),
    _rule("de-liegt-vor", _O, 1.0, r"[„\"“»]?X[“\"”«]?\s+(?:\w+\s+){0,2}?(?:liegt|liegen|vorliegt|vorliegen)\b"),
    _rule(
        "de-sagte",
        _O,
        0.95,
        r"(?i:sagte|erklärte|bestätigte|teilte|verriet|berichtete|äußerte)\s+(?:\w+\s+){0,4}?(?i:der|dem|den|zu|gegenüber)\s+(?:\w+\s+){0,1}?[„\"“»]?X",
        speech=True,
    ),
    _rule(
        "de-interview",
        _O,
        0.9,
        r"(?i:interview|gespräch)\s+(?:\w+\s+){0,3}?(?:mit|im|in)\s+(?:\w+\s+){0,2}?[„\"“»]?X",
        speech=True,
    ),
    _rule("de-gegenueber", _O, 0.9, r"(?i:gegenüber)\s+(?:\w+\s+){0,2}?[„\"“»]?X", speech=True),
)
TABLES: dict[str, tuple[Rule, ...]] = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN}

_GUESSED_FROM = 350  # words
_GUESSED_FROM_CHARACTERS = 2_000
_LANGUAGE_WORDS = {
    "en": word_set("the of and to in that was for with on he it by from"),
    "es": word_set("el la los las de que en y una por con se del para"),
    "fr": word_set("le la les des et est dans que pour une sur du au qui"),
    "de": word_set("der die das und ist den von mit für auf dem ein eine zu"),
}


_SMALL_WORDS = frozenset().union(*_LANGUAGE_WORDS.values())


def language_of(text: str, given: str = "") -> str:
    """Return the language whose phrase table fits: the one given, if there is a table, else a guess from small words."""
    return language_of_words(text[:_GUESSED_FROM_CHARACTERS].lower().split(), given)


def language_of_words(lowered: Sequence[str], given: str = "") -> str:
    """Return what `language_of` does, for the words of a text in small letters; the first few hundred decide."""
    short = given.lower()[:2]
    if short in TABLES:
        return short
    first = [word for word in lowered[:_GUESSED_FROM] if word in _SMALL_WORDS]
    counts = {code: sum(map(words.__contains__, first)) for code, words in _LANGUAGE_WORDS.items()}
    return max(sorted(counts), key=lambda code: (counts[code], code == "en"))
