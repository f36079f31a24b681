"""The files below a directory: found, matched with patterns, fingerprinted."""

from __future__ import annotations

import fnmatch
import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.failures import PermanentFailure

COMPRESSED = (".gz", ".bz2", ".zip")
CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True)
class SourceFile:
    """A file, or a member of a zip archive, as it is named in batches and messages."""

    path: Path
    name: str
    member: str | None = None

    @property
    def plain_name(self) -> str:
        """The name without what compression added to it."""
        return _stripped(self.member or self.name)

    @property
    def suffix(self) -> str:
        """The extension that tells the format, lower case, without the dot."""
        return PurePosixPath(self.plain_name).suffix.lower().lstrip(".")

    def size(self) -> int:
        """Bytes on disk (of the archive, for a member)."""
        return self.path.stat().st_size

    def modified(self) -> int:
        """Time of the last change in nanoseconds."""
        return self.path.stat().st_mtime_ns

    def matches(self, patterns: Iterable[str]) -> bool:
        """True when one of the patterns names this file, its bare name, or its zip archive."""
        names = {self.name, self.plain_name, PurePosixPath(self.plain_name).name}
        names |= {PurePosixPath(self.name).name, _stripped(self.name)}
        if self.member is not None:
            archive = self.name.removesuffix("/" + self.member)
            names |= {archive, _stripped(archive), PurePosixPath(_stripped(archive)).name}
        folded = [name.casefold() for name in names]
        return any(
            fnmatch.fnmatchcase(name, pattern.casefold().removeprefix("./"))
            for pattern in patterns
            for name in folded
        )


def list_files(directory: Path | str) -> list[SourceFile]:
    """All files below a directory in the order of their names; a zip counts as its members."""
    directory = Path(directory)
    if directory.is_file():
        return _members(directory, directory.name)
    if not directory.is_dir():
        raise PermanentFailure(
            f"The directory {directory} does not exist",
            todo="Check the path of the source (`./kith source list` shows it).",
        )
    found: list[SourceFile] = []
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in name.split("/"))
        if path.is_file() and not hidden:
            found.extend(_members(path, name))
    return found


def fingerprint(file: SourceFile) -> str:
    """SHA-256 of the bytes on disk, with the member's name for a zip."""
    digest = hashlib.sha256()
    with file.path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest() + (f":{file.member}" if file.member else "")


def _members(path: Path, name: str) -> list[SourceFile]:
    if path.suffix.lower() != ".zip":
        return [SourceFile(path, name)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(info.filename for info in archive.infolist() if not info.is_dir())
    except (zipfile.BadZipFile, OSError):
        return [SourceFile(path, name)]
    shown = [m for m in members if not m.startswith("__MACOSX/") and not m.endswith(".DS_Store")]
    return [SourceFile(path, f"{name}/{member}", member) for member in shown]


def _stripped(name: str) -> str:
    lowered = name.lower()
    for ending in COMPRESSED:
        if lowered.endswith(ending):
            return name[: -len(ending)]
    return name
