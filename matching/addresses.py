"""What a page's own address says of whose text it is: papers file their agencies' copy in folders of its own.

A folder for wire copy that names the agency (`/wires/afp/`, `/aponline/`) is as good as a byline; one that does not
(`/wireStory/`) says that it is some agency's. An agency's name alone as a folder decides only where it cannot be a
region or a word ("reuters", not "ap").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from matching.agencies import AGENCIES
from matching.mentions import MentionIndex
from matching.names import compress
from matching.types import Article, Credit, OutletKind, Role, Span

NAMED = 0.9  # /wires/afp/, /aponline/, /reuters/
UNNAMED_FOLDER = 0.75  # /wireStory/
UNNAMED = "unnamed agency"

_FOLDERS = re.compile(
    r"(?:news-?)?wires?|wire-?(?:stor(?:y|ies)|news|feed|services?)|agenc(?:y|ies)(?:-news)?|agencias|agences"
)
_BY_FORM = {compress(form): agency.name for agency in AGENCIES for form in agency.forms}
_LEAST = 5  # letters of a name that stands alone as a folder and is meant


def address_credits(article: Article, index: MentionIndex) -> Iterator[Credit]:
    """Yield the agency that the folders of the article's URL name, or an unnamed one; nothing on an agency's own page."""
    outlet = index.outlets.get(article.outlet_id)
    if outlet is not None and outlet.kind is OutletKind.AGENCY:
        return
    folders = [part.lower() for part in urlsplit(article.url).path.split("/") if part][:-1]
    span = Span(0, len(article.url), article.url, "metadata")
    wire = any(_FOLDERS.fullmatch(folder) for folder in folders)
    for folder in folders:
        spelled = folder.replace("-", "")
        online = spelled.removesuffix("online") if spelled.endswith("online") else ""
        name = _BY_FORM.get(online) or (_BY_FORM.get(spelled) if wire or len(spelled) >= _LEAST else None)
        if name is not None:
            yield Credit(name, index.agency_ids.get(name, ""), Role.WIRE, True, NAMED, span, "address")
            return
    if wire:
        yield Credit(UNNAMED, "", Role.WIRE, True, UNNAMED_FOLDER, span, "address")
