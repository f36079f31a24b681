"""Make a text file what DuckDB reads natively: plain, on disk, UTF-8."""

from __future__ import annotations

import bz2
import codecs
import gzip
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from pipelines.failures import PermanentFailure
from pipelines.landing.files import CHUNK, SourceFile

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, OSError, RuntimeError)


class Readable(Protocol):
    """Something that gives bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        ...


@dataclass(frozen=True)
class PlainFile:
    """A decompressed file and, for text, the encoding it was found in."""

    path: Path
    encoding: str | None = None


def unpack(file: SourceFile, workdir: Path) -> Path:
    """Return the path of the decompressed bytes; what is not compressed stays where it is."""
    opener = _opener(file)
    if opener is None:
        return file.path
    unpacked = workdir / "unpacked"
    try:
        with opener() as packed, unpacked.open("wb") as plain:
            shutil.copyfileobj(packed, plain, CHUNK)
    except DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise PermanentFailure(
            f"{file.name} is damaged: it cannot be decompressed to the end ({error})",
            todo="Fetch the file again.",
        ) from error
    return unpacked


def as_utf8(name: str, path: Path, workdir: Path, *, encoding: str | None = None) -> PlainFile:
    """Find the encoding of a text file and, unless it is UTF-8 already, write it as UTF-8."""
    found = encoding or detect_encoding(name, path)
    try:
        canonical = codecs.lookup(found).name
    except LookupError as error:
        raise PermanentFailure(
            f'The encoding "{found}" of {name} is not known',
            todo="Write one like utf-8, gbk or latin-1 in the map.",
        ) from error
    if canonical in {"utf-8", "ascii"}:
        return PlainFile(path, "utf-8")
    target = workdir / "utf8"
    try:
        with (
            path.open("r", encoding=canonical, newline="") as source,
            target.open("w", encoding="utf-8", newline="") as plain,
        ):
            shutil.copyfileobj(source, plain, CHUNK)
    except UnicodeError as error:
        raise PermanentFailure(
            f"{name} is not {found} text: {error}",
            todo="Remove `encoding` from the map to have it detected, or name the right one.",
        ) from error
    return PlainFile(target, canonical)


def even_line_ends(path: Path, workdir: Path) -> Path:
    """DuckDB wants one kind of line end in a file: rewrite a file that mixes them."""
    if not any(b"\r" in chunk for chunk in _chunks(path)):
        return path
    pairs = ends = 0
    previous = b""
    for chunk in _chunks(path):
        pairs += chunk.count(b"\r\n") + (previous == b"\r" and chunk.startswith(b"\n"))
        ends += chunk.count(b"\n")
        previous = chunk[-1:]
    if pairs in {0, ends}:
        return path
    even = workdir / "even"
    with even.open("wb") as plain:
        held = b""
        for chunk in _chunks(path):
            joined = held + chunk
            held = b"\r" if joined.endswith(b"\r") else b""
            plain.write(joined[: len(joined) - len(held)].replace(b"\r\n", b"\n"))
        plain.write(held)
    return even


def detect_encoding(name: str, path: Path) -> str:
    """UTF-8 (strictly), else GBK when it reads as Chinese, else Latin-1 as Windows writes it."""
    with path.open("rb") as stream:
        head = stream.read(64 * 1024)
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return encoding
    _refuse_binary(name, head)
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _mostly_utf8(path):
        return "utf-8"
    if _decodes(path, "gb18030") and _looks_chinese(path):
        return "gb18030"
    return "cp1252" if _decodes(path, "cp1252") else "latin-1"


def _refuse_binary(name: str, head: bytes) -> None:
    strange = sum(byte < 32 and byte not in b"\t\n\r\f\x1a\x1b" for byte in head)
    if not head.strip():
        raise PermanentFailure(f"{name} is empty", todo="Fetch the file again, or remove it.")
    if b"\0" in head or strange > len(head) / 50:
        raise PermanentFailure(
            f"{name} is not a text file", todo="Check what was exported, or name its `format`."
        )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    pending = False
    try:
        for chunk in _chunks(path):
            if chunk.isascii() and not pending:
                continue
            decoder.decode(chunk)
            pending = bool(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(path: Path) -> bool:
    """A UTF-8 file with a few broken bytes: those lines are refused, the rest is right."""
    good = broken = 0
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for chunk in _chunks(path):
        text = decoder.decode(chunk)
        foreign = [character for character in text if character > "\x7f"]
        lost = sum("\udc80" <= character <= "\udcff" for character in foreign)
        broken += lost
        good += len(foreign) - lost
    return good >= 10 * broken


def _looks_chinese(path: Path) -> bool:
    """In Chinese text the second byte of a pair is nearly always high, in Western text rarely."""
    high = low = 0
    for chunk in _chunks(path):
        position, end = 0, len(chunk) - 1
        while position < end:
            if chunk[position] < 0x80:
                position += 1
                continue
            if chunk[position + 1] >= 0xA1 and chunk[position] >= 0xA1:
                high += 1
            else:
                low += 1
            position += 2
        if high + low > 10_000:
            break
    return high > low


def _opener(file: SourceFile) -> Callable[[], AbstractContextManager[Readable]] | None:
    if file.member is not None:
        return lambda: _zip_member(file.path, file.member or "")
    if file.suffix == "xlsx":
        return None
    with file.path.open("rb") as stream:
        head = stream.read(4)
    if head.startswith(b"\x1f\x8b"):
        return lambda: gzip.open(file.path, "rb")
    if head.startswith(b"BZh"):
        return lambda: bz2.open(file.path, "rb")
    if head.startswith(b"PK\x03\x04") or file.path.suffix.lower() == ".zip":
        return lambda: _zip_member(file.path, None)
    if file.path.suffix.lower() in {".gz", ".bz2"}:
        raise PermanentFailure(
            f"{file.name} is damaged: it is not a {file.path.suffix[1:]} file",
            todo="Fetch the file again.",
        )
    return None


@contextmanager
def _zip_member(path: Path, member: str | None) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(path) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        with archive.open(member or names[0]) as stream:
            yield stream
