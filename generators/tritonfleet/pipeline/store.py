"""Results kept between runs, by content key, in the user's cache. Losing it costs time, nothing else."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tritonfleet.digests import digest
from tritonfleet.paths import cache_dir

VALID, EXAMINED, BUILT, SHARED = "valid", "examined", "built", "shared"
CHECKED, LINTED = "checked", "linted"
"""Kinds of results: parts of a fleet found valid, services examined, units built, files about all of them; units
checked, charts linted."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS result (kind TEXT, key TEXT, meta TEXT, body BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS disk (path TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID;
"""


class Store:
    """Stored results of one fleet. ``meta`` is small and read at once; ``body`` is read when it is needed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # Files of one body are asked for one after the other.
        self._last: tuple[tuple[str, str], Any] = (("", ""), None)

    def commit(self) -> None:
        """Let other processes see what was put."""
        self._connection.commit()

    def metas(self, kind: str) -> dict[str, Any]:
        """Every stored meta of a kind, by key."""
        rows = self._connection.execute("SELECT key, meta FROM result WHERE kind = ?", (kind,))
        return {key: json.loads(meta) for key, meta in rows}

    def body(self, kind: str, key: str) -> Any:
        """One stored body. Raises KeyError when it is gone."""
        if self._last[0] == (kind, key):
            return self._last[1]
        query = "SELECT body FROM result WHERE kind = ? AND key = ?"
        row = self._connection.execute(query, (kind, key)).fetchone()
        if row is None:
            raise KeyError(key)
        self._last = ((kind, key), json.loads(zlib.decompress(row[0])))
        return self._last[1]

    def put(self, kind: str, key: str, meta: Any, packed: bytes | None = None) -> None:
        """Keep a result. ``packed`` is its body, see ``pack``."""
        query = "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?)"
        self._connection.execute(query, (kind, key, json.dumps(meta), packed))

    def keep_only(self, kind: str, keys: Iterable[str]) -> None:
        """Forget what the last run did not use."""
        stale = self.metas_keys(kind) - set(keys)
        self._connection.executemany(
            "DELETE FROM result WHERE kind = ? AND key = ?", [(kind, key) for key in stale]
        )

    def metas_keys(self, kind: str) -> set[str]:
        return {key for (key,) in self._connection.execute("SELECT key FROM result WHERE kind = ?", (kind,))}

    def disk(self) -> dict[str, str]:
        """What is known of the files on disk: path → state (see ``emit.tree``)."""
        return dict(self._connection.execute("SELECT path, state FROM disk"))

    def put_disk(self, states: Mapping[str, str], gone: Iterable[str]) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO disk VALUES (?, ?)", states.items())
        self._connection.executemany("DELETE FROM disk WHERE path = ?", [(path,) for path in gone])


def pack(body: Any) -> bytes:
    """A body as it is stored."""
    return zlib.compress(json.dumps(body).encode(), 1)


@contextmanager
def open_store(fleet: Path) -> Iterator[Store]:
    """The store of a fleet file; a damaged or locked one is replaced by an empty one in memory."""
    connection = _connect(_file(fleet))
    try:
        yield Store(connection)
        connection.commit()
    finally:
        connection.close()


def _file(fleet: Path) -> Path:
    return cache_dir() / "results" / f"{digest(str(fleet.resolve()))}.sqlite"


def _connect(file: Path) -> sqlite3.Connection:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=20)
        connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {SCHEMA}")
    except (OSError, sqlite3.Error):
        connection = sqlite3.connect(":memory:")
        connection.executescript(SCHEMA)
    return connection
