"""`corroborate status --metrics`: the figures of a store in the Prometheus text format 0.0.4, for a textfile collector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.alarms import AlarmKind, read_alarms
from desk.silence import silence_of_outlet
from store.connection import Store
from store.deliveries import Delivery, read_deliveries
from store.health import read_queue, read_runs
from store.heartbeats import read_heartbeats
from store.times import from_text


@dataclass(frozen=True, slots=True)
class Sample:
    """One value under its labels."""

    value: float
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Metric:
    """A gauge with its help and its samples."""

    name: str
    help: str
    samples: tuple[Sample, ...]


def metrics_text(store: Store, now: datetime) -> str:
    """All figures; each metric with HELP and TYPE, labels escaped, times in seconds since 1970."""
    deliveries = read_deliveries(store, now)
    metrics = [*_of_store(store), *_of_work(store, now), *_of_outlets(deliveries, now)]
    return "".join(_printed(metric) for metric in metrics if metric.samples)


def _of_store(store: Store) -> Iterator[Metric]:
    def counted(query: str, *names: str) -> tuple[Sample, ...]:
        rows = store.conn.execute(query).fetchall()
        return tuple(Sample(row[-1], dict(zip(names, map(str, row), strict=False))) for row in rows)

    yield Metric("corroborate_articles", "Articles stored.", counted("select count(*) from articles"))
    yield Metric("corroborate_events", "Events at present.", counted("select count(*) from events where current = 1"))
    yield Metric(
        "corroborate_verdicts",
        "Events by verdict state.",
        counted("select state, count(*) from verdicts_now group by state order by state", "state"),
    )
    yield Metric(
        "corroborate_frontier_urls",
        "URLs known, by what is to be done with them.",
        counted("select state, count(*) from frontier group by state order by state", "state"),
    )
    ended = "select kind, exit_code, finished from runs where id in (select max(id) from runs where finished is not null group by kind) order by kind"
    runs = store.conn.execute(ended).fetchall()
    yield Metric(
        "corroborate_run_exit_code",
        "Exit code of the last finished run of a kind.",
        tuple(Sample(code, {"kind": kind}) for kind, code, _ in runs if code is not None),
    )
    yield Metric(
        "corroborate_run_finished_timestamp_seconds",
        "When the last run of a kind finished.",
        tuple(Sample(when.timestamp(), {"kind": kind}) for kind, _, text in runs if (when := from_text(text))),
    )


def _of_work(store: Store, now: datetime) -> Iterator[Metric]:
    """Alarms by kind (each kind has a sample, so that a rule can tell "none" from "not asked"), queue, heartbeats, sizes."""
    counts = Counter(alarm.kind for alarm in read_alarms(store, now))
    alarms = tuple(Sample(counts[kind], {"kind": kind.value}) for kind in AlarmKind)
    yield Metric("corroborate_alarms", "Alarms of a kind; status says which.", alarms)
    queue = read_queue(store, now)
    age = max(0.0, (now - queue.oldest_due).total_seconds()) if queue.oldest_due else 0.0
    yield Metric("corroborate_queue_age_seconds", "For how long the oldest URL has been due.", (Sample(age, {}),))
    hearts = read_heartbeats(store)
    for name, help_, values in (
        ("timestamp_seconds", "The last sign of life of a watch.", [heart.at.timestamp() for heart in hearts]),
        ("cycles", "Cycles since the watch began.", [heart.cycles for heart in hearts]),
        ("missed_cycles", "Cycles that were left out.", [heart.missed for heart in hearts]),
        ("failures_in_a_row", "Cycles in a row that failed.", [heart.failures for heart in hearts]),
    ):
        samples = tuple(Sample(value, {"name": heart.name}) for heart, value in zip(hearts, values, strict=True))
        yield Metric(f"corroborate_heartbeat_{name}", help_, samples)
    last = read_runs(store, "crawl", 1)
    if last and last[0].finished:
        took = (last[0].finished - last[0].started).total_seconds()
        yield Metric("corroborate_crawl_seconds", "How long the last crawl took.", (Sample(took, {}),))
    parts = (("file", ""), ("write_ahead_log", "-wal"))
    sizes = [(name, store.path.with_name(store.path.name + end)) for name, end in parts]
    taken = tuple(Sample(path.stat().st_size, {"part": name}) for name, path in sizes if path.exists())
    yield Metric("corroborate_store_bytes", "Bytes of the store on the disk.", taken)


def _of_outlets(deliveries: Iterable[Delivery], now: datetime) -> Iterator[Metric]:
    outlets = list(deliveries)

    def each(name: str, help_: str, values: Iterable[tuple[Delivery, float | None]]) -> Metric:
        samples = (Sample(value, {"outlet": outlet.outlet_id}) for outlet, value in values if value is not None)
        return Metric(f"corroborate_outlet_{name}", help_, tuple(samples))

    yield each("articles", "Articles of an outlet.", ((o, o.articles) for o in outlets))
    yield each("new_articles_day", "Articles that came in within a day.", ((o, o.new_day) for o in outlets))
    yield each("waiting_urls", "URLs of an outlet that wait for a fetch.", ((o, o.waiting) for o in outlets))
    yield each(
        "silent",
        "1 where an outlet that used to deliver has fallen silent.",
        ((o, float(silence_of_outlet(o, now) is not None)) for o in outlets),
    )
    for name, help_, times in (
        ("last_article", "When the newest article came in.", [o.last_article for o in outlets]),
        ("last_success", "When a source could last be read.", [o.last_success for o in outlets]),
        ("last_asked", "When the outlet was last asked for anything.", [o.last_asked for o in outlets]),
    ):
        stamps = ((o, when.timestamp() if when else None) for o, when in zip(outlets, times, strict=True))
        yield each(f"{name}_timestamp_seconds", help_, stamps)
    yield Metric(
        "corroborate_outlet_pages",
        "URLs of an outlet by the outcome that they have now.",
        tuple(
            Sample(number, {"outlet": outlet.outlet_id, "outcome": outcome})
            for outlet in outlets
            for outcome, number in sorted(outlet.outcomes.items())
        ),
    )
    yield Metric("corroborate_outlet_sources", "Sources of an outlet by state.", tuple(_sources(outlets)))


def _sources(outlets: Iterable[Delivery]) -> Iterator[Sample]:
    for outlet in outlets:
        states = [source.state for source in outlet.sources]
        for state in sorted(set(states)):
            yield Sample(states.count(state), {"outlet": outlet.outlet_id, "state": state})


def _printed(metric: Metric) -> str:
    lines = [f"# HELP {metric.name} {_escaped(metric.help)}", f"# TYPE {metric.name} gauge"]
    for sample in metric.samples:
        labels = ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels.items())
        lines.append(
            f"{metric.name}{{{labels}}} {sample.value:.15g}" if labels else f"{metric.name} {sample.value:.15g}"
        )
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    r"""As the format asks for: backslash, line feed and quotation mark.

    >>> _escaped('a "b"')
    'a \\"b\\"'
    """
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
