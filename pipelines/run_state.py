"""What the served version was made of, so that a run with nothing to do is not started."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.home import PROJECT_ROOT
from pipelines.landing.registry import list_sources
from pipelines.serving import current_version
from records.settings import Settings

_CODE = ("dbt_project", "pipelines", "models_ml", "expectations")
_SUFFIXES = {".py", ".sql", ".yml", ".yaml", ".csv"}


def is_run_due(settings: Settings) -> bool:
    """Whether files, maps or code changed since the run whose result is served."""
    version = current_version(settings)
    state = _read(settings)
    if version is None or state.get("version") != version:
        return True
    if state.get("inputs") != inputs_hash(settings):
        return True
    # a calendar that was cut off at the day of the run moves with the day
    today = datetime.now(UTC).date().isoformat()
    return state.get("as_of") == state.get("ran_on") != today


def note_run(settings: Settings, *, version: str, inputs: str, as_of: date | None) -> None:
    """Remember what a published version was made of; `inputs` as they were before the run."""
    state = {
        "version": version,
        "inputs": inputs,
        "as_of": as_of.isoformat() if as_of else None,
        "ran_on": datetime.now(UTC).date().isoformat(),
    }
    path = _path(settings)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(state, indent=2))
    temporary.replace(path)


def forget_run(settings: Settings) -> None:
    """Something was changed by hand: the next run is due whatever the files say."""
    _path(settings).unlink(missing_ok=True)


def inputs_hash(settings: Settings) -> str:
    """Everything a run's result follows from: files, maps and the code itself."""
    digest = hashlib.sha256(listing(settings).encode())
    for folder in _CODE:
        for path in sorted((PROJECT_ROOT / folder).rglob("*")):
            if path.suffix in _SUFFIXES and "target" not in path.parts and path.is_file():
                digest.update(str(path.relative_to(PROJECT_ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def listing(settings: Settings) -> str:
    """A short name for the state of all files of all sources: path, size and time of each."""
    digest = hashlib.sha256()
    for source in list_sources(settings.home):
        digest.update(f"{source.name} {source.map}\n".encode())
        for path in sorted(_files(Path(source.path), Path(source.map))):
            try:
                found = path.stat()
            except FileNotFoundError:
                continue
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _path(settings: Settings) -> Path:
    return settings.home / "run_state.json"


def _read(settings: Settings) -> dict:
    try:
        return json.loads(_path(settings).read_text())
    except (FileNotFoundError, ValueError):
        return {}


def _files(directory: Path, source_map: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()] + [source_map]
