#!/usr/bin/env python3
"""Simulates the API that a console in front of a million tokens would need: pages after a cursor, search and order on the server,
counts, and what has changed since. docs/performance.md tells what follows from it.

usage: python3 benches/million.py [TOKENS]...      by default 10000 100000 1000000

Each number of tokens gets a SQLite database of its own in a temporary folder, with made-up tokens of the size that the demo's
have. Times are those of SQLite with a warm cache, in one process: what a server adds to them is the same for every row here.
"""

import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time

PAGE = 50
RUNS = 31
WHERE = "telegraf grafana backup billing deploy nightly edge gateway ingest alerting forecast archive".split()
WHAT = "reader writer agent collector pipeline job console exporter bridge mirror".split()
SCHEMA = """
CREATE TABLE permission_sets (id INTEGER PRIMARY KEY, permissions TEXT NOT NULL);
CREATE TABLE authorizations (
    id INTEGER PRIMARY KEY, active INTEGER NOT NULL, description TEXT NOT NULL, user TEXT NOT NULL,
    permission_set INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
"""
# What the simulated API needs and today's has no use for.
INDEXES = """
CREATE INDEX by_description ON authorizations (description, id);
CREATE INDEX by_status ON authorizations (active, id);
CREATE INDEX by_created ON authorizations (created_at, id);
CREATE INDEX by_updated ON authorizations (updated_at, id);
"""
SEARCH = """
CREATE VIRTUAL TABLE words USING fts5 (description, content=authorizations, content_rowid=id, tokenize=trigram);
INSERT INTO words (words) VALUES ('rebuild');
"""


def permission_set(rng):
    """The permissions of one token as JSON, of the length that the demo's tokens have on average."""
    return json.dumps([
        {"action": action, "resource": {"type": "buckets", "id": f"{rng.getrandbits(64):016x}", "orgID": "e220a8397b1dcdaf"}}
        for _ in range(rng.randint(1, 10)) for action in ("read", "write")])


def fill(db, tokens):
    """Writes that many tokens; most share one of a few hundred sets of permissions."""
    rng = random.Random(tokens)
    db.executescript(SCHEMA)
    db.executemany("INSERT INTO permission_sets VALUES (?, ?)", ((at, permission_set(rng)) for at in range(400)))
    start = 1_600_000_000_000_000_000

    def rows():
        for at in range(tokens):
            created = start + at * 150_000_000_000
            # Twenty that a rare word finds, however many there are.
            rare = " needle" if at % (tokens // 20) == tokens // 40 else ""
            description = f"{rng.choice(WHERE)} {rng.choice(WHAT)} {rng.randrange(tokens)} (plant {rng.randrange(40)}){rare}"
            yield at, int(rng.random() > 0.07), description, "admin", rng.randrange(400), created, created + rng.randrange(10**16)

    db.executemany("INSERT INTO authorizations VALUES (?, ?, ?, ?, ?, ?, ?)", rows())
    db.commit()


def listed(row, permissions):
    """One token as the API's JSON, or, without permissions, with a summary of them in their place."""
    id_, active, description, user, set_, created, updated = row
    told = {"permissions": json.loads(permissions[set_])} if permissions else {"access": "custom", "buckets": 4}
    return {"id": f"{id_:016x}", "status": "active" if active else "inactive", "description": description, "orgID": "e220a8397b1dcdaf",
            "org": "acme-observability", "userID": "0c1f2e3d4b5a6978", "user": user, "createdAt": created, "updatedAt": updated, **told}


def timed(db, sql, *arguments):
    """The median time of a query in ms, and its rows."""
    times = []
    for run in range(RUNS):
        begin = time.perf_counter()
        rows = db.execute(sql, arguments).fetchall()
        times.append((time.perf_counter() - begin) * 1000)
        if run >= 4 and sum(times) > 4000:
            break
    return statistics.median(times), rows


def size(db):
    """The bytes of the whole database."""
    return db.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]


def simulate(tokens, folder):
    """The figures for one number of tokens, by name."""
    path = os.path.join(folder, f"{tokens}.sqlite")
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;")
    figures = {}
    fill(db, tokens)
    plain = size(db)
    db.executescript(INDEXES)
    indexed = size(db)
    db.executescript(SEARCH)
    figures["bytes of index a token: orders, changes"] = (indexed - plain) / tokens
    figures["bytes of index a token: search"] = (size(db) - indexed) / tokens

    columns = "id, active, description, user, permission_set, created_at, updated_at"
    by_description = f"SELECT {columns} FROM authorizations WHERE (description, id) > (?, ?) ORDER BY description, id LIMIT {PAGE}"
    figures["first page by description, ms"], rows = timed(db, by_description, "", -1)
    last = db.execute("SELECT description, id FROM authorizations ORDER BY description DESC, id DESC LIMIT 1 OFFSET 60").fetchone()
    figures["last page by description, after a cursor, ms"], _ = timed(db, by_description, *last)
    figures["the same by OFFSET, ms"], _ = timed(
        db, f"SELECT {columns} FROM authorizations ORDER BY description, id LIMIT {PAGE} OFFSET ?", tokens - 60)
    for kind, word in [("rare", "needle"), ("common", "collector")]:
        figures[f"a {kind} word, scanned: first page, ms"], _ = timed(
            db, f"SELECT {columns} FROM authorizations WHERE description LIKE ? ORDER BY description, id LIMIT {PAGE}", f"%{word}%")
        figures[f"a {kind} word, indexed: first page, ms"], _ = timed(
            db, f"SELECT {columns} FROM authorizations WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?)"
            f" ORDER BY description, id LIMIT {PAGE}", word)
        figures[f"a {kind} word, indexed: how many, ms"], found = timed(db, "SELECT count(*) FROM words WHERE words MATCH ?", word)
        figures[f"a {kind} word: how many"] = found[0][0]
    figures["count of all, ms"], _ = timed(db, "SELECT count(*) FROM authorizations")
    since = db.execute("SELECT updated_at FROM authorizations ORDER BY updated_at DESC LIMIT 1 OFFSET 20").fetchone()[0]
    figures["the 20 that have changed since, ms"], _ = timed(
        db, f"SELECT {columns} FROM authorizations WHERE updated_at > ? ORDER BY updated_at", since)

    permissions = dict(db.execute("SELECT id, permissions FROM permission_sets"))
    figures["bytes of a page, permissions in full"] = len(json.dumps([listed(row, permissions) for row in rows]))
    figures["bytes of a page, with a summary of them"] = len(json.dumps([listed(row, None) for row in rows]))
    sample = db.execute(f"SELECT {columns} FROM authorizations ORDER BY random() LIMIT 2000").fetchall()
    figures["MB of the whole list, as the API has it"] = len(json.dumps([listed(row, permissions) for row in sample])) / 2000 * tokens / 1e6
    db.close()
    os.remove(path)
    return figures


def main():
    sizes = [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    with tempfile.TemporaryDirectory(prefix="latchkey-million-") as folder:
        columns = [simulate(tokens, folder) for tokens in sizes]
    print(f"{'tokens':52}" + "".join(f"{tokens:>14,}" for tokens in sizes))
    for name in columns[0]:
        print(f"{name:52}" + "".join(f"{figures[name]:>14,.{2 if figures[name] < 100 else 0}f}" for figures in columns))


if __name__ == "__main__":
    main()
