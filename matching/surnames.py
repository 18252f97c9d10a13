"""Persons whom a text calls by their surname alone, told by how the name is used.

A surname that a text never joins to a given name or a title is a person's where the text treats it so: it says something, and
has an age, an office in apposition or a relative; or it is one of the most frequent surnames and speaks in quotation marks.

Source of the list: U.S. Census Bureau, "Frequently Occurring Surnames" (1990), public domain; names that are as well known
as firms or are everyday words are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from matching.nameruns import ROLES, SAYING, Run
from matching.notpersons import NOT_PERSONS, OPENERS
from matching.speechtokens import Line, Token
from matching.wordlists import word_set

FREQUENT = word_set("""smith johnson williams brown jones davis miller wilson moore taylor anderson thomas jackson harris martin
    thompson garcia martinez robinson clark rodriguez lewis walker allen wright lopez scott adams baker gonzalez nelson carter
    mitchell perez roberts turner phillips campbell parker evans edwards collins stewart sanchez morris rogers reed cook bell
    murphy bailey rivera cooper richardson cox howard torres peterson ramirez watson brooks sanders bennett barnes ross
    henderson coleman jenkins perry powell patterson hughes flores butler simmons foster gonzales bryant alexander
    griffin diaz hayes myers hamilton graham sullivan wallace cole owens reynolds fisher ellis harrison gibson mcdonald cruz
    marshall ortiz gomez murray freeman webb simpson stevens tucker porter hunter hicks crawford henry boyd kennedy warren
    dixon ramos reyes burns gordon shaw holmes robertson hunt daniels palmer mills nichols grant ferguson stone hawkins dunn
    perkins hudson spencer gardner stephens payne pierce berry matthews arnold wagner willis watkins olson carroll duncan snyder
    cunningham bradley andrews ruiz harper riley armstrong carpenter weaver greene lawrence elliott chavez sims austin peters
    kelley franklin lawson fields gutierrez schmidt carr vasquez castillo wheeler chapman montgomery richards williamson johnston
    meyer bishop mccoy howell alvarez morrison hansen fernandez garza harvey burton nguyen lynch fuller reid welch larson
    frazier burke hanson mendoza moreno bowman medina fowler brewer hoffman carlson silva pearson holland fleming jensen vargas
    byrd davidson hopkins herrera wade soto walters neal caldwell lowe jennings barnett graves jimenez horton shelton barrett
    obrien castro sutton gregory mckinney craig rodriquez chambers lyons schwartz cohen goldberg levy kaplan shapiro
    patel singh kim chen bush sharma gupta khan ahmed ali hussain""")
_KIN = word_set("""wife husband mother father son daughter brother sister parents family widow attorney lawyer spokesman
    spokeswoman spokesperson voice aide mentor neighbor neighbour fiancé fiancée girlfriend boyfriend""")
_APPOSITION = 10  # tokens between a name and its verb
_SPEAKS = SAYING & word_set(
    "said says told tells asked added recalled explained argued insisted joked admitted wrote tweeted"
)


def called_by_surname(lines: Sequence[Line], runs: Sequence[Sequence[Run]], small: Collection[str]) -> frozenset[str]:
    """Return the words, in lower case, that a text uses as the surnames of persons whom it never names in full.

    `runs` are the capitalised words of each line, `small` the words that the text writes small. The time is linear.
    """
    speaking: set[str] = set()
    human: set[str] = set()
    for line, of_line in zip(lines, runs, strict=True):
        quoted = any(token.kind == "quote" for token in line.tokens)
        for word, run in _alone(line, of_line, small):
            if _says(line.tokens, run):
                speaking.add(word)
                human |= {word} if quoted and word in FREQUENT else set()
            if _is_human(line.tokens, run):
                human.add(word)
    return frozenset(speaking & human)


def _alone(line: Line, runs: Sequence[Run], small: Collection[str]) -> Iterator[tuple[str, Run]]:
    for run in runs:
        token = line.tokens[run.last]
        before = line.tokens[run.first - 1].text.lower() if run.first else ""
        word = token.text.lower()
        named = run.first == run.last == run.name and token.text not in NOT_PERSONS and word not in OPENERS
        if named and word not in small and before != "the" and not token.text.isupper() and len(word) > 1:
            yield word, run


def _says(tokens: Sequence[Token], run: Run) -> bool:
    at = run.last + 1
    if at < len(tokens) and tokens[at].text == ",":  # "Pell, a retired clerk, said"
        at = next((k + 1 for k in range(at + 1, min(len(tokens) - 1, at + _APPOSITION)) if tokens[k].text == ","), at)
    after = tokens[at].text if at < len(tokens) else ""
    inverted = (
        run.first > 1 and tokens[run.first - 1].text in _SPEAKS and tokens[run.first - 2].kind in {"quote", "mark"}
    )
    return (after in _SPEAKS and not tokens[run.last].possessive) or inverted


def _is_human(tokens: Sequence[Token], run: Run) -> bool:
    """Whether an age, an office in apposition or a relative stands after a name."""
    after = [token.text for token in tokens[run.last + 1 : run.last + 5]]
    if tokens[run.last].possessive:
        return after[:1] != [] and after[0] in _KIN
    if after[:1] != [","] or len(after) < 3:
        return False
    return (after[1].isdigit() and after[2] == ",") or (
        after[1] in {"a", "an", "the"} and bool(ROLES & set(after[2:4]))
    )
