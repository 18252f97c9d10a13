"""The tables of docs/benchmarks.md: what each part of a run measured, or why it did not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench.curves import number
from bench.kept import Result, Status

PICTURED = {
    "Crawl": ("crawl",),
    "Matching": ("match", "archive", "stored"),
    "Desk": ("desk",),
    "Export of ratings": ("ratings",),
}
"""The tasks whose curves stand below a section."""

Cells = Callable[[Result], list[str]]


def sections(results: Sequence[Result]) -> Iterator[tuple[str, str]]:
    """Titles and bodies, in the order of the page."""
    yield "Crawl", _crawl(results)
    yield (
        "Extraction",
        _table(
            ("program", "pages", "body F1", "title", "day", "pages/s of a core"), results, "extraction", _extraction
        ),
    )
    yield "Matching", _matching(results)
    yield "Verdicts", _verdicts(results)
    yield "Desk", _desk(results)
    yield (
        "Export of ratings",
        _table(
            ("changes", "MB", "s", "lines/s", "poll, library ms (99 in 100)", "poll, HTTP ms (99 in 100)"),
            results,
            "ratings",
            _ratings,
        ),
    )
    yield (
        "Registry",
        _table(
            ("rows", "loaded in s of a core", "the TOML parser alone", "ratio", "index"), results, "registry", _registry
        ),
    )
    yield "Memory", _memory(results)
    yield "Quality", _quality(results)


def missing(result: Result) -> str:
    """Why a part has no figures."""
    return f"*{result.status.value}: {result.said}*" if result.said else f"*{result.status.value}*"


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows])


def _table(head: Sequence[str], results: Sequence[Result], task: str, cells: Cells) -> str:
    """A table of a task: a row for each part; one without figures says why."""
    rows = []
    for one in results:
        if one.task == task:
            done = one.status is Status.DONE
            rows.append(cells(one) if done else [_asked(one), missing(one), *[""] * (len(head) - 2)])
    return _rows(head, rows) if rows else f"{head[0].capitalize()}: not measured in this run."


def _asked(result: Result) -> str:
    """What a part was asked for, in a word or number."""
    for key in (
        "program",
        "peer",
        "pages",
        "window",
        "archive",
        "stored",
        "articles",
        "changes",
        "rows",
        "part",
        "hosts",
    ):
        if key in result.sizes:
            asked = result.sizes[key]
            return number(asked) if isinstance(asked, int) else str(asked)
    return result.name


def _of(result: Result, *keys: str) -> list[str]:
    return [number(float(str(result.figures[key]))) for key in keys]


def _crawl(results: Sequence[Result]) -> str:
    saved = any(one.sizes.get("saved") for one in results if one.task == "crawl")
    kind = "saved real pages" if saved else "small pages of the benchmark's own"
    return "\n\n".join(
        [
            f"Fetching, reading and storing {kind} from hosts on the loopback, against `trafilatura.bare_extraction` on the same "
            "pages in two processes that do nothing else ([crawling](crawling.md) says what each figure means).",
            _table(
                ("pages", "ours, pages/s", "extraction alone", "ratio", "by CPU time", "event loop p95 ms", "MiB"),
                results, "crawl", lambda one: _of(one, "pages", "rate", "limit", "ratio", "cpu_ratio", "lag_p95_ms", "mib"),
            ),
            _table(
                ("what else there is", "version", "pages/s", "articles", "of pages"), results, "crawl_peer",
                lambda one: [str(one.figures["name"]), str(one.figures["version"]), *_of(one, "rate", "articles", "pages")],
            ),
            _table(
                ("polite: hosts", "requests", "delay s", "smallest gap s", "gaps under the delay", "share of the possible rate"),
                results, "polite", lambda one: _of(one, "hosts", "requests", "delay", "smallest_gap", "too_soon", "share"),
            ),
        ]
    )  # fmt: skip


def _extraction(one: Result) -> list[str]:
    return [
        str(one.figures["name"]),
        *_of(one, "pages"),
        *_shares(one.figures, "body_f1", "title_exact", "day_exact"),
        *_of(one, "rate"),
    ]


def _shares(figures: dict[str, Any], *keys: str) -> list[str]:
    return [f"{float(figures[key]):.3f}" if key in figures else "" for key in keys]


def _matching(results: Sequence[Result]) -> str:
    def window(one: Result) -> list[str]:
        wanted = (
            "window",
            "new",
            "batch",
            "rate",
            "processors",
            "each",
            "full_mebibytes",
            "mebibytes",
            "reading_mebibytes",
        )
        return [*_of(one, *wanted), *_shares(one.figures, "b_cubed")]

    def peer(one: Result) -> list[str]:
        return [str(one.figures["name"]), *_of(one, "articles", "rate"), *_shares(one.figures, "b_cubed")]

    return "\n\n".join(
        [
            "A synthetic stream without follow-ups, so that B³ says only that the groups make sense ([matching](matching.md)).",
            "The next batch is read in another process while one is matched; seconds of the clock, and milliseconds of all processes "
            "for an article:",
            _table(
                ("window", "new", "in batches of", "articles/s", "on cores", "CPU ms an article", "MiB, full", "MiB at the end",
                 "MiB for reading", "B³ F1"),
                results, "match", window,
            ),
            _table(("what else there is", "articles in its time", "articles/s of a core", "B³ F1"), results, "match_peer", peer),
            "A whole match of new articles in an archive, 200 articles a day; seconds of one core:",
            _table(
                ("archive", "new", "whole", "reading the window", "its work", "keeping it"), results, "archive",
                lambda one: _of(one, "archive", "new", "whole", "load", "update", "keep"),
            ),
            "A new article where most of the file has left the window, matched with its day; milliseconds of one core:",
            _table(
                ("articles in the file", "in the window", "new in a match", "a new article, ms", "times the first", "MiB at most"),
                results, "stored", lambda one: [*_of(one, "stored", "live", "new", "each"), _times(one, results), *_of(one, "mebibytes")],
            ),
        ]
    )  # fmt: skip


def _times(one: Result, results: Sequence[Result]) -> str:
    """What a new article costs, over what it costs in the smallest file."""
    first = next(other for other in results if other.task == one.task and other.status is Status.DONE)
    return number(float(str(one.figures["each"])) / float(str(first.figures["each"])))


def _verdicts(results: Sequence[Result]) -> str:
    rows = []
    for one in results:
        if one.task == "verdicts" and one.status is Status.DONE:
            rows += [_held_out(figures) for figures in one.figures.values()]
        elif one.task == "verdicts":
            rows.append(["all", missing(one), "", "", ""])
    head = ("corpus", "articles", "B³ F1", "single reports called corroborated", "articles with company called so")
    costs = ("articles of one event", "first judgement s", "with all kept", "one more article", "plain tokenizer alone")
    return "\n\n".join(
        [
            "By models that never saw the event that they judge (cross-validation by event), real articles; half of the events are "
            "cut to one report, in nine ways, whose counts are added up:",
            _rows(head, rows) if rows else "Not measured in this run.",
            "What judging a large event costs, seconds of one core:",
            _table(
                costs, results, "judging", lambda one: [_asked(one), *_of(one, "cold", "warm", "one_more", "plain")]
            ),
        ]
    )


def _held_out(figures: Any) -> list[str]:
    false = f"{figures['false']} of {figures['singles']}" if figures["singles"] else "no dates"
    kept = f"{figures['corroborated']} of {figures['accompanied']}" if figures["accompanied"] else "no dates"
    return [figures["corpus"], number(figures["articles"]), *_shares(figures, "b_cubed"), false, kept]


def _desk(results: Sequence[Result]) -> str:
    done = [one for one in results if one.task == "desk" and one.status is Status.DONE]
    words = "Pages on one core while a crawl writes to the file: milliseconds until the answer, p50 / p95."
    rows = []
    for kind in done[-1].figures["pages"] if done else ():  # type: ignore[attr-defined]
        pages: list[Any] = [one.figures["pages"] for one in done]
        rows.append([kind, *(f"{number(page[kind]['median'])} / {number(page[kind]['p95'])}" for page in pages)])
    failed = [f"{_asked(one)} articles: {missing(one)}" for one in results if one.task == "desk" and one not in done]
    table = _rows(("page", *(f"{_asked(one)} articles" for one in done)), rows) if rows else "Not measured in this run."
    return "\n\n".join([words, table, *failed])


def _ratings(one: Result) -> list[str]:
    figures: Any = one.figures
    polls = [f"{number(middle)} ({number(most)})" for middle, most in (figures["library"], figures["http"])]
    return [*_of(one, "lines", "megabytes", "seconds"), number(figures["lines"] / figures["seconds"]), *polls]


def _registry(one: Result) -> list[str]:
    return _of(one, "rows", "load", "tomllib", "ratio", "index")


def _memory(results: Sequence[Result]) -> str:
    keys = {"crawl": ("a crawl of {} pages, all processes", "mib"), "match": ("a window of {} articles", "full_mebibytes"),
            "desk": ("the desk's server on {} articles", "mib")}  # fmt: skip
    rows = []
    for one in results:
        if one.task in keys:
            words, key = keys[one.task]
            rows.append([words.format(_asked(one)), *(_of(one, key) if one.status is Status.DONE else [missing(one)])])
    return _rows(("what", "MiB at most"), rows) if rows else "Not measured in this run."


def _quality(results: Sequence[Result]) -> str:
    rows: list[list[str]] = []
    for one in results:
        if one.task == "quality":
            rows += _quality_rows(one)
    head = "What the evaluation from outside, through the command line, says of the models that are shipped:"
    return f"{head}\n\n{_rows(('part', 'figures'), rows)}" if rows else f"{head} not measured in this run."


def _quality_rows(one: Result) -> Iterator[list[str]]:
    part = str(one.sizes["part"])
    if one.status is not Status.DONE:
        yield [part, missing(one)]
        return
    plain = {key: figure for key, figure in one.figures.items() if not isinstance(figure, dict)}
    if plain:
        yield [part, _words(plain)]
    for name, figures in one.figures.items():
        if isinstance(figures, dict):
            yield [f"{part}: {name}", _words(figures)]


def _words(figures: dict[str, Any]) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {figure}" for key, figure in figures.items())


def parts(results: Sequence[Result]) -> str:
    """Every part of a run: what became of it, how long it took, and the machine's load before it."""
    rows = [
        [f"`{one.name}`", one.status.value if not one.said else missing(one), number(one.seconds), f"{one.load:.1f}"]
        for one in results
    ]
    return _rows(("part", "outcome", "s", "load before"), rows)
