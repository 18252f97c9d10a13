"""The schema, as ordered migrations. A migration that was released is never edited: a change is a new one below it.

Times are ISO 8601 text in UTC, lists and evidence are JSON text, bodies of raw pages are gzip. The names of columns are
the contract's words, so that an editor who reads CONTRACT's formats can read the file.
"""

import json

from sqlite_utils import Database, Migrations

from matching.types import Part
from store.evidence import pack_all
from store.pairs import kept_parts

migrations = Migrations("news-corroborator")


@migrations()
def m001_first_schema(db: Database) -> None:
    """Outlets, sources, frontier, fetches, raw pages, articles with revisions, events, origins, verdicts, runs."""
    db.execute("""create table outlets (
        id text primary key, name text not null, kind text not null, family text not null, country text not null,
        language text not null, notable integer not null, notability_basis text not null, row text not null,
        registry_version text not null, in_registry integer not null default 1)""")
    db.execute("""create table outlet_domains (
        domain text primary key, outlet_id text not null references outlets(id))""")
    db.execute("""create table registry_versions (
        id integer primary key, version text not null, since text not null, outlets integer not null,
        notable integer not null, families integer not null, ambiguous text not null, overlays text not null,
        changes text not null, judged text)""")
    db.execute("""create table runs (
        id integer primary key, kind text not null, started text not null, finished text, pid integer not null,
        host text not null, counts text not null default '{}', exit_code integer, message text not null default '')""")
    db.execute("""create table locks (
        name text primary key, holder text not null, pid integer not null, host text not null, since text not null)""")
    db.execute("""create table sources (
        id integer primary key, outlet_id text not null references outlets(id), url text not null,
        kind text not null, configured integer not null default 1, state text not null default 'active',
        etag text not null default '', last_modified text not null default '', body_hash text not null default '',
        period_seconds integer not null default 3600, next_due text not null, last_fetch text, last_success text,
        last_full text, failures integer not null default 0, last_outcome text not null default '',
        entries integer not null default 0, new_entries integer not null default 0, note text not null default '',
        unique (outlet_id, url))""")
    db.execute("""create table frontier (
        url_key text primary key, url text not null, host text not null,
        outlet_id text not null references outlets(id), source_id integer references sources(id),
        state text not null default 'queued', lease_owner text, lease_until text, attempts integer not null default 0,
        visits integer not null default 0, next_try text not null, discovered text not null, published_hint text,
        title_hint text not null default '', evidence text not null default '{}', outcome text not null default '',
        detail text not null default '', article_id text, raw_page_id integer references raw_pages(id),
        fetch_id integer references fetches(id))""")
    db.execute("create index frontier_due on frontier(state, next_try)")
    db.execute("create index frontier_host on frontier(host, state, next_try)")
    db.execute("create index frontier_lease on frontier(lease_owner) where lease_owner is not null")
    db.execute("""create table hosts (
        host text primary key, not_before text not null, failures integer not null default 0,
        reason text not null default '')""")
    db.execute("""create table robots (
        origin text primary key, fetched text not null, expires text not null, status integer not null,
        body text not null default '', note text not null default '')""")
    db.execute("create index frontier_outlet on frontier(outlet_id, state)")
    db.execute("""create table raw_pages (
        id integer primary key, url text not null, url_key text not null, fetched text not null,
        status integer not null, headers text not null, encoding text not null default '',
        sha256 text not null, body blob not null)""")
    db.execute("create index raw_pages_key on raw_pages(url_key)")
    db.execute("""create table fetches (
        id integer primary key, run_id integer references runs(id), outlet_id text references outlets(id),
        kind text not null, url text not null, url_key text not null default '', fetched text not null,
        status integer, outcome text not null, detail text not null default '', bytes integer not null default 0,
        elapsed_ms integer not null default 0, raw_page_id integer references raw_pages(id))""")
    db.execute("create index fetches_run on fetches(run_id, outcome)")
    db.execute("create index fetches_outlet on fetches(outlet_id, fetched)")
    db.execute("create index fetches_key on fetches(url_key)")
    db.execute("""create table articles (
        number integer primary key, id text not null unique, url text not null, url_key text not null unique,
        outlet_id text not null references outlets(id),
        title text not null, text text not null, published text, first_seen text not null, updated text not null,
        retrieved text, byline text not null default '', authors text not null default '[]',
        language text not null default '', section text not null default '', keywords text not null default '[]',
        canonical_url text not null default '', is_based_on text not null default '[]',
        metadata_credits text not null default '[]', links text not null default '[]', media text not null default '[]',
        body text not null, live integer not null default 0, correction text not null default '',
        revision integer not null default 1, text_hash text not null, provenance text not null default '{}',
        extra text not null default '{}', raw_page_id integer references raw_pages(id), changed_seq integer not null)""")
    db.execute("create index articles_published on articles(published)")
    db.execute("create index articles_outlet on articles(outlet_id, published)")
    db.execute("create index articles_text_hash on articles(outlet_id, text_hash)")
    db.execute("create index articles_changed on articles(changed_seq)")
    db.execute("""create table article_urls (
        url_key text primary key, url text not null, article_id text not null references articles(id))""")
    db.execute("create index article_urls_article on article_urls(article_id)")
    db.execute("""create table revisions (
        article_id text not null references articles(id), revision integer not null, title text not null,
        text text not null, recorded text not null, cause text not null, raw_page_id integer references raw_pages(id),
        primary key (article_id, revision))""")
    db.execute("""create table events (
        id text primary key, title text not null, first_seen text, last_seen text, current integer not null default 1)""")
    db.execute("create index events_last_seen on events(current, last_seen)")
    db.execute("""create table event_aliases (
        old_id text primary key, event_id text not null, since text not null)""")
    db.execute("""create table event_articles (
        article_id text primary key references articles(id), event_id text not null references events(id))""")
    db.execute("create index event_articles_event on event_articles(event_id)")
    db.execute("""create table pairs (
        a text not null references articles(id), b text not null references articles(id), same_event real not null,
        same_claim real not null, parts text not null, primary key (a, b)) without rowid""")
    db.execute("create index pairs_b on pairs(b)")
    db.execute("""create table origins (
        id text not null, event_id text not null references events(id), kind text not null, name text not null,
        outlet_id text not null, family text not null, notable integer not null, notability_basis text not null,
        phantom integer not null, counts integer not null, first_article_id text not null, url text not null,
        published text, span text not null default '', articles text not null, primary key (event_id, id))""")
    db.execute("""create table findings (
        article_id text primary key references articles(id), event_id text not null references events(id),
        origin_id text, origin_kind text not null, counted integer not null, reason text not null,
        credited text not null, credits text not null, spans text not null, score real)""")
    db.execute("create index findings_event on findings(event_id)")
    db.execute("""create table edges (
        event_id text not null references events(id), article_id text not null references articles(id),
        target text not null, kind text not null, probability real not null, spans text not null,
        note text not null default '', primary key (event_id, article_id, target, kind))""")
    db.execute("""create table verdicts (
        id integer primary key, event_id text not null references events(id), at text not null, cause text not null,
        state text not null, provisional integer not null, disputed integer not null, outlets integer not null,
        origins integer not null, notable_origins integer not null, because text not null, evidence text not null,
        ruleset text not null, registry_version text not null, digest text not null,
        cause_detail text not null default '')""")
    db.execute("create index verdicts_event on verdicts(event_id, id)")
    db.execute(
        "create trigger verdicts_append_only before update on verdicts begin "
        "select raise(abort, 'verdicts are append-only'); end"
    )
    db.execute(
        "create trigger verdicts_no_delete before delete on verdicts begin "
        "select raise(abort, 'verdicts are append-only'); end"
    )
    db.execute("""create table ratings (
        article_id text primary key references articles(id), seq integer not null unique, as_of text not null,
        ruleset text not null, criteria text not null)""")
    db.execute("create table counters (name text primary key, value integer not null)")
    db.execute("insert into counters values ('article_change', 0), ('rating_change', 0)")
    db.execute("create table identity (id text not null)")
    db.execute("insert into identity values (lower(hex(randomblob(6))))")
    db.table("articles").enable_fts(["title", "text"], create_triggers=True, tokenize="unicode61 remove_diacritics 2")
    _create_views(db)


def _create_views(db: Database) -> None:
    """The views an editor reads without a join: verdicts_now, coverage, why."""
    db.execute("""create view verdicts_now as
        select e.id as event_id, v.state, e.title, v.because, v.outlets, v.origins, v.notable_origins, v.provisional,
               v.disputed, e.first_seen, e.last_seen, v.at as judged, v.cause, v.ruleset, v.registry_version
        from events e join verdicts v on v.id = (select max(id) from verdicts where event_id = e.id)
        where e.current = 1""")
    db.execute("""create view coverage as
        select ea.event_id, e.title as event, a.id as article_id, a.title, o.name as outlet, o.family, o.notable,
               a.published, a.url, a.body, f.origin_kind, f.origin_id, f.counted, f.reason
        from event_articles ea join events e on e.id = ea.event_id join articles a on a.id = ea.article_id
             join outlets o on o.id = a.outlet_id left join findings f on f.article_id = a.id""")
    db.execute("""create view why as
        select v.event_id, v.title, v.state, v.because, og.name as origin, og.kind as origin_kind, og.family,
               og.notable, og.notability_basis, og.counts, og.phantom, og.published, og.url,
               json_extract(nullif(og.span, ''), '$.text') as quoted, json_array_length(og.articles) as articles
        from verdicts_now v join origins og on og.event_id = v.event_id""")


@migrations()
def m002_extractions_and_fields(db: Database) -> None:
    """Which extractor read each stored page last; what else than title and text changed with a revision."""
    db.execute("""create table extractions (
        raw_page_id integer primary key references raw_pages(id), extractor text not null, at text not null,
        outcome text not null)""")
    db.execute("alter table revisions add column fields text not null default '{}'")


@migrations()
def m003_readings(db: Database) -> None:
    """The sources and statements that were read out of each article, so that an unchanged one is not read again."""
    db.execute("""create table readings (
        article_id text primary key references articles(id), key text not null, found text not null)""")


@migrations()
def m004_withdrawn_articles(db: Database) -> None:
    """Whether an article's note withdraws it or puts it right, and since when its page is gone.

    Notes that are kept already were all recognised as notes on their own article; which of them withdraw it is told here
    by the verbs of withdrawing. The next reading of their pages decides it by the whole rule.
    """
    db.execute("alter table articles add column correction_kind text not null default ''")
    db.execute("alter table articles add column gone text")
    verbs = (
        "retract",
        "withdrawn",
        "zurückgezogen",
        "widerruf",
        "rétract",
        "retiré",
        "retractad",
        "retirad",
        "ritirat",
    )
    says = " or ".join(f"lower(correction) like '%{verb}%'" for verb in verbs)
    db.execute(
        f"update articles set correction_kind = case when {says} then 'retraction' else 'correction' end "  # noqa: S608 - words of ours
        "where correction <> ''"
    )


@migrations()
def m005_memberships(db: Database) -> None:
    """Which event each article was of from which verdict on, so that an answer of any day can be given again.

    Kept by triggers, whoever writes. A row holds for the verdicts above `after_verdict`, until the article's next row.
    """
    db.execute("""create table memberships (
        id integer primary key, article_id text not null references articles(id), event_id text not null,
        after_verdict integer not null)""")
    db.execute("create index memberships_article on memberships(article_id, id)")
    db.execute("create index verdicts_at on verdicts(at)")
    db.execute("""insert into memberships (article_id, event_id, after_verdict)
        select article_id, event_id, id - 1 from (
            select v.id, v.event_id, f.value ->> '$.article_id' as article_id,
                   lag(v.event_id) over (partition by f.value ->> '$.article_id' order by v.id) as before
            from verdicts v, json_each(v.evidence, '$.findings') f)
        where before is not event_id order by id, article_id""")
    note = """begin insert into memberships (article_id, event_id, after_verdict)
        values (new.article_id, new.event_id, (select ifnull(max(id), 0) from verdicts)); end"""
    db.execute("create trigger memberships_insert after insert on event_articles " + note)
    db.execute(
        "create trigger memberships_update after update of event_id on event_articles "
        "when new.event_id <> old.event_id " + note
    )


@migrations()
def m006_announcements_and_webhooks(db: Database) -> None:
    """Stories that became corroborated or are so no more, in the order in which it was noticed; who is told of it."""
    db.execute("""create table announcements (
        seq integer primary key autoincrement, at text not null, event_id text not null references events(id),
        change text not null, leads_to text not null default '', state text not null, provisional integer not null,
        disputed integer not null, notable_origins integer not null, title text not null, because text not null,
        articles text not null)""")
    db.execute("create index announcements_event on announcements(event_id, seq)")
    db.execute("""create table webhooks (
        id text primary key, url text not null, topics text not null, allow_loopback integer not null default 0,
        state text not null default 'active', note text not null default '', created text not null)""")
    db.execute("""create table webhook_messages (
        seq integer primary key autoincrement, id text not null unique, webhook_id text not null references webhooks(id),
        type text not null, created text not null, body text not null, state text not null default 'queued',
        attempts integer not null default 0, next_try text not null, last_try text, last_status integer,
        last_error text not null default '', settled text)""")
    db.execute("create index webhook_messages_due on webhook_messages(state, next_try)")
    db.execute("create index webhook_messages_of on webhook_messages(webhook_id, seq)")
    db.execute("""create view dead_letters as
        select m.id as message, w.url as endpoint, m.type, m.created, m.attempts, m.last_try, m.last_status, m.last_error
        from webhook_messages m join webhooks w on w.id = m.webhook_id where m.state = 'dead' order by m.seq""")


@migrations()
def m007_operations(db: Database) -> None:
    """Locks that tell one process from another of its number; what is at work and how it does; pages that were let go."""
    db.execute("alter table locks add column started text not null default ''")
    db.execute("alter table locks add column beat text")
    db.execute("alter table raw_pages add column pruned text")
    db.execute("""create table heartbeats (
        name text primary key, pid integer not null, host text not null, started text not null default '',
        since text not null, at text not null, doing text not null, doing_since text not null, next_cycle text,
        cycles integer not null default 0, missed integer not null default 0, failures integer not null default 0,
        detail text not null default '')""")
    db.execute("create index raw_pages_fetched on raw_pages(fetched) where pruned is null")
    db.execute("create index fetches_fetched on fetches(fetched)")


@migrations()
def m008_newest_verdict_beside_its_event(db: Database) -> None:
    """The head of the newest verdict in the event's row, kept by a trigger, and indexes for the pages of the desk.

    A list of the newest events, whatever their state, is then one walk along an index instead of a look at every verdict.
    """
    for name in ("verdict_id integer", "state text not null default ''", "provisional integer not null default 0",
                 "disputed integer not null default 0", "outlets integer not null default 0",
                 "origins integer not null default 0", "notable_origins integer not null default 0"):  # fmt: skip
        db.execute(f"alter table events add column {name}")
    db.execute("""update events set (verdict_id, state, provisional, disputed, outlets, origins, notable_origins) =
        (select id, state, provisional, disputed, outlets, origins, notable_origins from verdicts
         where event_id = events.id order by id desc limit 1)
        where exists (select 1 from verdicts where event_id = events.id)""")
    db.execute("""create trigger verdicts_newest after insert on verdicts begin
        update events set verdict_id = new.id, state = new.state, provisional = new.provisional,
               disputed = new.disputed, outlets = new.outlets, origins = new.origins,
               notable_origins = new.notable_origins where id = new.event_id; end""")
    db.execute("create index events_newest on events(current, coalesce(last_seen, ''), id)")
    db.execute("create index events_state on events(current, state, coalesce(last_seen, ''), id)")
    db.execute("create index events_outlets on events(current, state, outlets)")
    db.execute("create index articles_brief on articles(id, outlet_id, published, first_seen, language, body)")
    db.execute("create index articles_language on articles(language, published)")
    db.execute("create index origins_outlet on origins(outlet_id)")
    db.execute("drop view why")
    db.execute("drop view verdicts_now")
    db.execute("""create view verdicts_now as
        select e.id as event_id, v.state, e.title, v.because, v.outlets, v.origins, v.notable_origins, v.provisional,
               v.disputed, e.first_seen, e.last_seen, v.at as judged, v.cause, v.ruleset, v.registry_version
        from events e join verdicts v on v.id = e.verdict_id where e.current = 1""")
    db.execute("""create view why as
        select v.event_id, v.title, v.state, v.because, og.name as origin, og.kind as origin_kind, og.family,
               og.notable, og.notability_basis, og.counts, og.phantom, og.published, og.url,
               json_extract(nullif(og.span, ''), '$.text') as quoted, json_array_length(og.articles) as articles
        from verdicts_now v join origins og on og.event_id = v.event_id""")


@migrations()
def m009_match_state(db: Database) -> None:
    """What the last match had seen and worked with, so that the next one looks only at what is new."""
    db.execute("create table match_state (name text primary key, value text not null)")


@migrations()
def m010_decisions(db: Database) -> None:
    """What editors decided, append-only: who, when, why, about which articles; an undo is a row of its own."""
    db.execute("""create table decisions (
        id integer primary key, at text not null, author text not null check (author <> ''), kind text not null,
        subject text not null, reason text not null check (reason <> ''), undoes integer unique references decisions(id))""")
    db.execute("""create table decision_articles (
        decision_id integer not null references decisions(id), article_id text not null references articles(id),
        primary key (decision_id, article_id)) without rowid""")
    db.execute("create index decision_articles_article on decision_articles(article_id)")
    for table in ("decisions", "decision_articles"):
        for verb in ("update", "delete"):
            db.execute(
                f"create trigger {table}_no_{verb} before {verb} on {table} begin "
                "select raise(abort, 'decisions are append-only'); end"
            )


@migrations()
def m011_outlets_by_country(db: Database) -> None:
    """The outlets of a country, for the filter of the desk's front page."""
    db.execute("create index outlets_country on outlets(country, id)")


@migrations()
def m012_window_state(db: Database) -> None:
    """The matcher's window between two matches."""
    db.execute("create table window_state (name text primary key, value blob not null)")


@migrations()
def m013_packed_evidence(db: Database) -> None:
    """The evidence of verdicts packed, letter by letter the same when it is read; of a pair's parts only the strongest."""
    db.execute("drop trigger verdicts_append_only")
    pack_all(db.conn)
    db.execute(
        "create trigger verdicts_append_only before update on verdicts begin "
        "select raise(abort, 'verdicts are append-only'); end"
    )
    db.conn.create_function("strongest_of", 1, lambda parts: kept_parts([Part(**part) for part in json.loads(parts)]))
    # written anew, not in place: a row that shrinks leaves its page half empty
    db.execute("""create temp table shortened as
        select a, b, same_event, same_claim, strongest_of(parts) as parts from pairs""")
    db.execute("delete from pairs")
    db.execute("insert into pairs select * from shortened order by a, b")
    db.execute("drop table temp.shortened")


@migrations()
def m014_matched(db: Database) -> None:
    """What the matcher last read of each article, where it found it if an editor decided otherwise, and articles by time."""
    db.execute("""create table matched (
        article_id text primary key references articles(id), time text not null, told integer not null, found text)
        without rowid""")
    db.execute("create index matched_found on matched(found) where found is not null")
    db.execute("create index articles_time on articles(coalesce(published, first_seen), id)")
