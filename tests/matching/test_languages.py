"""What is reached in other languages and across two: pairs of reports of one happening against their neighbours.

Each happening is told twice in a language, by two reporters, and once in English; a second happening of the same place and
day stands beside it. The floors are what the shipped models reach on these texts; they go down by an explicit act only.
"""

from __future__ import annotations

import math

import pytest

from matching.events import find_events
from matching.types import Article, PairScore
from tests.matching.samples import article, resources

ONE = {
    "es": (
        (
            "Un incendio destruye el mercado de Ostrevia y deja tres heridos",
            "Un incendio destruyó en la madrugada del martes el mercado central de Ostrevia. Tres bomberos resultaron heridos y "
            "46 puestos quedaron reducidos a cenizas, informó la jefa de bomberos, Lidia Forcanell. El fuego empezó en una "
            "pescadería, según los primeros datos. El alcalde Tomás Urrieta prometió ayudas a los comerciantes.",
        ),
        (
            "Arden 46 puestos en el mercado central de Ostrevia",
            "Los comerciantes de Ostrevia lo perdieron todo el martes: el mercado central ardió por completo y solo queda la "
            "torre del reloj. Tres bomberos fueron hospitalizados. «Llegamos en cuatro minutos y ya no había techo», dijo la "
            "jefa Lidia Forcanell. El alcalde Urrieta visitó el lugar y anunció ayudas para los 46 vendedores.",
        ),
        (
            "El alcalde de Ostrevia presenta el presupuesto de 2025",
            "El alcalde de Ostrevia, Tomás Urrieta, presentó el martes un presupuesto de 84 millones, un 3% más que este año. La "
            "oposición pidió más dinero para las escuelas. El pleno lo votará el 28 de marzo.",
        ),
    ),
    "fr": (
        (
            "Un incendie détruit le marché d'Ostrevie et fait trois blessés",
            "Un incendie a détruit mardi avant l'aube le marché central d'Ostrevie. Trois pompiers ont été blessés et 46 étals "
            "ont brûlé, a indiqué la commandante des pompiers, Lydie Forcanel. Le feu serait parti d'une poissonnerie. Le maire, "
            "Thomas Urriet, a promis une aide aux commerçants.",
        ),
        (
            "À Ostrevie, le marché central en cendres",
            "Il ne reste que la tour de l'horloge : le marché central d'Ostrevie a brûlé mardi avec ses 46 étals. Trois pompiers "
            "sont à l'hôpital. « Nous étions là en quatre minutes, il n'y avait plus de toit », raconte la commandante Lydie "
            "Forcanel. Le maire Urriet, venu sur place, annonce une aide pour les vendeurs.",
        ),
        (
            "Le maire d'Ostrevie présente son budget pour 2025",
            "Le maire d'Ostrevie, Thomas Urriet, a présenté mardi un budget de 84 millions, en hausse de 3 %. L'opposition "
            "réclame davantage pour les écoles. Le conseil votera le 28 mars.",
        ),
    ),
    "de": (
        (
            "Feuer zerstört Markthalle in Ostrewitz, drei Verletzte",
            "Ein Feuer hat am Dienstag vor Tagesanbruch die Markthalle von Ostrewitz zerstört. Drei Feuerwehrleute wurden "
            "verletzt, 46 Stände brannten nieder, sagte Feuerwehrchefin Lydia Forkanell. Der Brand brach nach ersten "
            "Erkenntnissen an einem Fischstand aus. Bürgermeister Thomas Urriet versprach den Händlern Hilfe.",
        ),
        (
            "Ostrewitz: Markthalle bis auf den Uhrturm niedergebrannt",
            "Nur der Uhrturm steht noch: In Ostrewitz ist am Dienstag die Markthalle mit allen 46 Ständen abgebrannt. Drei "
            "Feuerwehrleute liegen im Krankenhaus. „Nach vier Minuten waren wir da, da war kein Dach mehr“, sagte "
            "Feuerwehrchefin Lydia Forkanell. Bürgermeister Urriet kam zum Brandort und kündigte Geld für die Händler an.",
        ),
        (
            "Bürgermeister von Ostrewitz stellt Haushalt für 2025 vor",
            "Der Bürgermeister von Ostrewitz, Thomas Urriet, hat am Dienstag einen Haushalt von 84 Millionen vorgelegt, drei "
            "Prozent mehr als in diesem Jahr. Die Opposition verlangt mehr für die Schulen. Der Rat stimmt am 28. März ab.",
        ),
    ),
    "pt": (
        (
            "Incêndio destrói o mercado de Ostrévia e fere três bombeiros",
            "Um incêndio destruiu na madrugada de terça-feira o mercado central de Ostrévia. Três bombeiros ficaram feridos e 46 "
            "bancas arderam, informou a comandante dos bombeiros, Lídia Forcanel. O fogo começou numa peixaria, segundo os "
            "primeiros dados. O presidente da câmara, Tomás Urrieta, prometeu apoio aos comerciantes.",
        ),
        (
            "Ostrévia perde o seu mercado central para as chamas",
            "Só ficou de pé a torre do relógio: o mercado central de Ostrévia ardeu na terça-feira com as suas 46 bancas. Três "
            "bombeiros estão no hospital. “Chegámos em quatro minutos e já não havia telhado”, disse a comandante Lídia "
            "Forcanel. O presidente da câmara, Tomás Urrieta, esteve no local e anunciou apoio aos vendedores.",
        ),
        (
            "Câmara de Ostrévia apresenta orçamento para 2025",
            "O presidente da câmara de Ostrévia, Tomás Urrieta, apresentou na terça-feira um orçamento de 84 milhões, mais 3% do "
            "que este ano. A oposição quer mais dinheiro para as escolas. A votação é a 28 de março.",
        ),
    ),
    "it": (
        (
            "Incendio distrugge il mercato di Ostrevia, tre feriti",
            "Un incendio ha distrutto martedì prima dell'alba il mercato centrale di Ostrevia. Tre vigili del fuoco sono rimasti "
            "feriti e 46 banchi sono bruciati, ha detto la comandante Lidia Forcanelli. Le fiamme sarebbero partite da una "
            "pescheria. Il sindaco Tommaso Urrieta ha promesso aiuti ai commercianti.",
        ),
        (
            "Ostrevia, in cenere il mercato centrale con 46 banchi",
            "È rimasta in piedi solo la torre dell'orologio: il mercato centrale di Ostrevia è bruciato martedì con tutti i suoi "
            "46 banchi. Tre vigili del fuoco sono in ospedale. «Eravamo lì in quattro minuti e il tetto non c'era più», racconta "
            "la comandante Lidia Forcanelli. Il sindaco Urrieta, sul posto, annuncia aiuti ai venditori.",
        ),
        (
            "Il sindaco di Ostrevia presenta il bilancio 2025",
            "Il sindaco di Ostrevia, Tommaso Urrieta, ha presentato martedì un bilancio di 84 milioni, il 3% in più di "
            "quest'anno. L'opposizione chiede più soldi per le scuole. Il consiglio vota il 28 marzo.",
        ),
    ),
}
ENGLISH = (
    "Fire destroys {place} market hall, three firefighters hurt",
    "A fire destroyed the market hall of {place} before dawn on Tuesday. Three firefighters were hurt and 46 stalls burned, fire "
    "chief {chief} said. It is thought to have begun at a fish stall. Mayor {mayor} promised the traders help.",
)
NAMES = {
    "es": ("Ostrevia", "Lidia Forcanell", "Tomás Urrieta"),
    "fr": ("Ostrevie", "Lydie Forcanel", "Thomas Urriet"),
    "de": ("Ostrewitz", "Lydia Forkanell", "Thomas Urriet"),
    "pt": ("Ostrévia", "Lídia Forcanel", "Tomás Urrieta"),
    "it": ("Ostrevia", "Lidia Forcanelli", "Tommaso Urrieta"),
}


def reports(language: str) -> list[Article]:
    """Two reports of the fire, one of the budget, one of the fire in English."""
    place, chief, mayor = NAMES[language]
    told = [article(f"{language}-{n}", *text, hour=9 + n) for n, text in enumerate(ONE[language])]
    title, text = (part.format(place=place, chief=chief, mayor=mayor) for part in ENGLISH)
    return [*told, article(f"{language}-en", title, text, 12)]


def pair_of(language: str, one: str, other: str) -> PairScore | None:
    """The score of two of the reports, None where it is too small to be kept."""
    _, pairs = find_events(reports(language), resources())
    wanted = {f"{language}-{one}", f"{language}-{other}"}
    return next((pair for pair in pairs if {pair.a, pair.b} == wanted), None)


def score(language: str, one: str, other: str) -> float:
    """The probability of one event, 0 where it is too small to be kept."""
    pair = pair_of(language, one, other)
    return pair.same_event if pair else 0.0


def evidence(language: str, one: str, other: str) -> float:
    """All that speaks for one event less all that speaks against it; a probability near 1 tells no two apart."""
    pair = pair_of(language, one, other)
    return sum(part.contribution for part in pair.parts) if pair else -math.inf


@pytest.mark.parametrize("language", sorted(ONE))
def test_two_reports_in_one_language_are_nearer_than_the_towns_other_news(language: str) -> None:
    assert evidence(language, "0", "1") > evidence(language, "0", "2")
    assert score(language, "0", "1") >= 0.5


@pytest.mark.parametrize("language", sorted(ONE))
def test_a_report_in_english_is_nearer_to_its_own_happening(language: str) -> None:
    assert score(language, "0", "en") >= score(language, "2", "en")
