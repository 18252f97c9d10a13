"""Invented news for the matching tests: places, people and outlets that do not exist."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from matching.resources import Resources, load_resources
from matching.types import Article, Body


@cache
def resources() -> Resources:
    """The shipped resources."""
    folder = files("matching") / "data"
    return load_resources({entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.is_file()})


def article(key: str, title: str, text: str, hour: int | None = 9, **more: object) -> Article:
    """An article of an outlet of its own, published on 5 March 2024 (or `hour` hours into that day)."""
    published = None if hour is None else datetime.fromtimestamp(1_709_596_800 + hour * 3_600, UTC)
    body = Body.FULL if text else Body.MISSING
    values: dict[str, object] = {"published": published, "body": body} | more
    return Article(key, f"https://{key}.example/story", key, title, text, **values)  # type: ignore[arg-type]


BRIDGE = article(
    "bridge-1",
    "Two hurt as footbridge over the Ormel collapses in Castrund",
    "A footbridge over the river Ormel in Castrund gave way on Tuesday morning, throwing nine walkers into the water. "
    "Two of them were taken to St Brannoc hospital with broken bones, the fire brigade said. Fire chief Odile Marrant "
    "said the timber deck had been closed twice last year for repairs. The city's engineer, Pavel Stroun, has ordered "
    "the other four footbridges shut until they are inspected.",
)
BRIDGE_TOO = article(
    "bridge-2",
    "Castrund walkers plunge into Ormel when bridge gives way",
    "Nine people fell into the Ormel on Tuesday when the wooden footbridge at Castrund broke in the middle. "
    "“I heard a crack like a rifle and then there was nothing under me,” said Jolanda Fenwright, 34, who was walking "
    "her dog. Two walkers were treated in hospital for fractures. Castrund's city engineer Pavel Stroun closed every "
    "other footbridge in the city. The bridge had been repaired twice in 2023.",
    11,
)
MINE = article(
    "mine-1",
    "Union at Tolvaddon zinc mine votes to strike over night shifts",
    "Miners at the Tolvaddon zinc mine voted by 412 to 96 on Tuesday to walk out from Monday, in a row over night "
    "shifts. Their union, the Amalgamated Metal Workers, said talks with the owner, Carrack Minerals, broke down over "
    "plans to lengthen shifts to twelve hours. Carrack Minerals called the vote regrettable and said the mine would "
    "stay open. Union secretary Denzil Trewhella said members were exhausted.",
)
MINE_TOO = article(
    "mine-2",
    "Zinc miners in Tolvaddon to walk out on Monday",
    "Workers at Tolvaddon, the region's largest zinc mine, will strike from Monday after 412 of 508 backed a stoppage. "
    "Denzil Trewhella of the Amalgamated Metal Workers said twelve-hour night shifts proposed by Carrack Minerals were "
    "dangerous. The company said it would keep the mine running with contractors. No further talks are planned.",
    13,
)
COMET = article(
    "comet-1",
    "Amateur astronomer finds comet from her balcony",
    "A retired music teacher has discovered a comet with a telescope on her balcony in Velsanne. Ines Carduque saw a "
    "smudge near the star Alphard in February and reported it; observatories on three continents have now confirmed "
    "the find, which will bear her name. The comet passes closest to the sun in November.",
)
RIVER_ES = article(
    "rio-1",
    "Se hunde el puente de Valdoria y nueve personas caen al río Sarve",
    "Un puente peatonal sobre el río Sarve se hundió en la mañana del martes en Valdoria y nueve personas cayeron al "
    "agua, según los bomberos. Dos de ellas fueron trasladadas al hospital San Telmo con fracturas. El ingeniero "
    "municipal, Anselmo Quirrel, ordenó cerrar los otros cuatro puentes de madera de la ciudad hasta que sean revisados.",
)
RIVER_ES_TOO = article(
    "rio-2",
    "Nueve heridos leves y dos graves al ceder una pasarela en Valdoria",
    "La pasarela de madera de Valdoria cedió el martes cuando la cruzaban nueve paseantes, que cayeron al Sarve. Dos "
    "están ingresados en el San Telmo. «Oí un crujido y me vi en el agua», cuenta Remedios Altolar, vecina del barrio. "
    "El ingeniero Anselmo Quirrel ha cerrado las demás pasarelas. El alcalde promete una investigación.",
    12,
)
EVERYTHING = (BRIDGE, BRIDGE_TOO, MINE, MINE_TOO, COMET, RIVER_ES, RIVER_ES_TOO)
