"""Answers already given for a version.

The key is version, SQL and parameters. What a person may see is decided in the SQL itself (contact
fields are masked there), so two people share an answer only when they asked the same and may see
the same. A new version empties the cache.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import polars as pl

from app.data.warehouse import Publication, ServedVersion

_LIMIT_BYTES = 128 * 1024 * 1024
_Key = tuple[str, str, tuple[Any, ...]]


class FrameCache:
    """Frames by key, the least recently used leaving first."""

    def __init__(self, limit_bytes: int = _LIMIT_BYTES) -> None:
        self._limit = limit_bytes
        self._lock = threading.Lock()
        self._frames: OrderedDict[_Key, pl.DataFrame] = OrderedDict()
        self._bytes = 0
        self._version: str | None = None

    def get(self, key: _Key) -> pl.DataFrame | None:
        """The frame of a key, if it is still here."""
        with self._lock:
            found = self._frames.get(key)
            if found is not None:
                self._frames.move_to_end(key)
            return found

    def put(self, key: _Key, frame: pl.DataFrame) -> None:
        """Keep a frame; what is too large to be worth it is not kept."""
        size = int(frame.estimated_size())
        if size > self._limit // 4:
            return
        with self._lock:
            if key[0] != self._version:
                self._frames.clear()
                self._bytes, self._version = 0, key[0]
            if key in self._frames:
                return
            self._frames[key] = frame
            self._bytes += size
            while self._bytes > self._limit:
                _, dropped = self._frames.popitem(last=False)
                self._bytes -= int(dropped.estimated_size())


_CACHE = FrameCache()


class CachedWarehouse:
    """A version read through the cache; what pages hand to queries."""

    def __init__(self, served: ServedVersion, cache: FrameCache = _CACHE) -> None:
        self.served = served
        self._cache = cache

    @property
    def version(self) -> str:
        """The version's name."""
        return self.served.version

    @property
    def publication(self) -> Publication:
        """Facts about the version."""
        return self.served.publication

    def frame(self, sql: str, params: Sequence[Any] = ()) -> pl.DataFrame:
        """Rows of a query, from the cache when it was asked before."""
        key = (str(self.served.path), sql, tuple(params))
        found = self._cache.get(key)
        if found is None:
            found = self.served.frame(sql, params)
            self._cache.put(key, found)
        return found

    def has_table(self, name: str) -> bool:
        """Is there a table of this name?"""
        return self.served.has_table(name)
