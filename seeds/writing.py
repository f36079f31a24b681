"""How rows become files: JSON lines, paged JSON, CSV and gzip whose bytes depend on rows alone."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

HOUR = 3600
DAY = 86400


def dump(value: Any) -> str:
    """JSON text as an API sends it: no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def money(cents: int) -> str:
    """Cents as the string of an amount: 1990 -> "19.90"."""
    sign = "-" if cents < 0 else ""
    whole, part = divmod(abs(int(cents)), 100)
    return f"{sign}{whole}.{part:02d}"


def write_jsonl(path: Path, rows: Iterable[Any]) -> int:
    """Write one JSON object a line; how many were written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(dump(row))
            file.write("\n")
            count += 1
    return count


def write_pages(
    directory: Path, stem: str, rows: Iterable[Any], *, size: int, key: str = ""
) -> int:
    """Write pages of `size` records: bare arrays, or objects with the array under `key`."""
    directory.mkdir(parents=True, exist_ok=True)
    count = 0
    for page, batch in enumerate(batches(rows, size), start=1):
        count += len(batch)
        body: Any = batch
        if key:
            body = {key: batch, "next_page": None, "previous_page": None, "count": len(batch)}
        (directory / f"{stem}-{page:03d}.json").write_text(dump(body) + "\n", encoding="utf-8")
    return count


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Cut a stream of rows into lists of at most `size`; one empty list when there are none."""
    batch: list[Any] = []
    given = False
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch, given = [], True
    if batch or not given:
        yield batch


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> int:
    """Write a CSV file with a header; how many rows were written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


@contextmanager
def gzip_lines(path: Path) -> Iterator[io.TextIOWrapper]:
    """A gzip text file without name or time in its header, so equal rows give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=4, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as file,
    ):
        yield file


@lru_cache(maxsize=32)
def _hourly_offsets(zone: str, first_hour: int, hours: int) -> Ints:
    """UTC offset in seconds of every hour of a span, for looking offsets up by the million."""
    clock = ZoneInfo(zone)
    starts = (np.arange(hours) + first_hour) * HOUR
    return np.array([_offset(int(start), clock) for start in starts], dtype=np.int64)


def _offset(epoch: int, clock: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(epoch, tz=clock).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def offsets(epochs: Ints, zone: str) -> Ints:
    """UTC offset in seconds of each moment in a time zone."""
    if len(epochs) == 0:
        return np.zeros(0, dtype=np.int64)
    first = int(epochs.min()) // HOUR // 24 * 24
    table = _hourly_offsets(zone, first, int(epochs.max()) // HOUR - first + 1)
    return table[epochs // HOUR - first]


def stamps(epochs: Ints) -> list[str]:
    """UTC moments as text without a zone: 2025-03-04T05:06:07."""
    return np.datetime_as_string(epochs.astype("datetime64[s]"), unit="s").tolist()


def local_stamps(epochs: Ints, zone: str) -> list[str]:
    """Moments as a clock on the wall of a zone shows them."""
    return stamps(epochs + offsets(epochs, zone))


def offset_stamps(epochs: Ints, zone: str) -> list[str]:
    """Moments with the zone's offset: 2025-03-04T00:06:07-05:00."""
    shifts = offsets(epochs, zone)
    walls = stamps(epochs + shifts)
    tails = {int(s): _tail(int(s)) for s in np.unique(shifts)}
    return [wall + tails[int(shift)] for wall, shift in zip(walls, shifts, strict=True)]


def _tail(shift: int) -> str:
    sign = "-" if shift < 0 else "+"
    hours, minutes = divmod(abs(shift) // 60, 60)
    return f"{sign}{hours:02d}:{minutes:02d}"
