"""Which version is served: names of the files, the pointer, and a safe way to ask it questions."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.failures import NothingPublished
from records.settings import Settings

if TYPE_CHECKING:
    import duckdb

VERSION_FORMAT = "%Y%m%dT%H%M%S%f"
_FILE_NAME = re.compile(r"^serving_(\d{8}T\d{12})\.duckdb$")


def list_versions(settings: Settings) -> list[str]:
    """Finished versions, oldest first."""
    names = (entry.name for entry in settings.serving_dir.glob("serving_*.duckdb"))
    return sorted(match.group(1) for name in names if (match := _FILE_NAME.match(name)))


def current_version(settings: Settings) -> str | None:
    """The version that readers should open, or None before the first one."""
    try:
        version = settings.current_path.read_text().strip()
    except FileNotFoundError:
        return None
    return version if settings.serving_path(version).exists() else None


def switch_to(settings: Settings, version: str) -> None:
    """Point readers to a version, all at once: nobody ever reads half a name."""
    pointer = settings.serving_dir / ".current"
    with pointer.open("w") as file:
        file.write(version + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(settings.current_path)
    sync_directory(settings.serving_dir)


def sync_directory(directory: Path) -> None:
    """Make renames in a directory survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def connect_current(settings: Settings) -> "duckdb.DuckDBPyConnection":
    """Open the served version read-only, unable to reach files, network or its own settings."""
    import duckdb

    version = current_version(settings)
    if version is None:
        raise NothingPublished(
            f"Nothing is published in {settings.home} yet: run `./kith demo` or `./kith run` first."
        )
    return duckdb.connect(
        str(settings.serving_path(version)),
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "lock_configuration": "true",
        },
    )
