"""dbt's manifest: prepared when the project has changed, kept in the home, read for names."""

import hashlib
import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.failures import PermanentFailure
from pipelines.home import DBT_PROJECT
from pipelines.resources.warehouse import dbt_variables
from records.settings import Settings

_SUFFIXES = {".sql", ".yml", ".yaml", ".csv", ".md"}


def dbt_executable() -> str:
    """The dbt of this environment, as a child that dies with us (pipelines/dbt_process.py)."""
    return str(Path(sys.executable).with_name("kith-dbt"))


def target_path(settings: Settings) -> Path:
    """Where dbt writes; one run at a time uses it, so parsed files are found again."""
    return settings.dbt_dir / "target"


def project_hash() -> str:
    """A hash over every file of the dbt project."""
    digest = hashlib.sha256()
    files = (path for path in DBT_PROJECT.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    for path in sorted(files):
        if "target" not in path.parts and "logs" not in path.parts:
            digest.update(str(path.relative_to(DBT_PROJECT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def prepare_manifest(settings: Settings) -> Path:
    """The manifest of the project as it is now; parsed again only when a file changed.

    Raises:
        PermanentFailure: dbt cannot parse the project.
    """
    kept = settings.dbt_dir / "manifest.json"
    stamp = settings.dbt_dir / "manifest.hash"
    wanted = project_hash()
    if kept.exists() and stamp.exists() and stamp.read_text() == wanted:
        return kept
    settings.dbt_dir.mkdir(parents=True, exist_ok=True)
    _parse(settings)
    parsed = target_path(settings) / "manifest.json"
    temporary = settings.dbt_dir / f"manifest.json.{os.getpid()}"
    temporary.write_bytes(parsed.read_bytes())
    temporary.replace(kept)
    stamp.write_text(wanted)
    return kept


def _parse(settings: Settings) -> None:
    done = subprocess.run(
        [
            dbt_executable(),
            "--no-use-colors",
            "parse",
            "--project-dir",
            str(DBT_PROJECT),
            "--profiles-dir",
            str(DBT_PROJECT),
            "--target-path",
            str(target_path(settings)),
            "--log-path",
            str(settings.dbt_dir / "logs"),
        ],
        # the same variables as a build has, or dbt would not trust what it parsed here
        env={**os.environ, **dbt_variables(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = [line.strip() for line in done.stdout.splitlines() if "rror" in line]
        why = " ".join(lines[-3:]) or done.stderr.strip()[-300:] or "no reason was given"
        raise PermanentFailure(f"dbt cannot read its project ({DBT_PROJECT}): {why}")


@lru_cache(maxsize=4)
def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest as data."""
    return json.loads(path.read_text())


def mart_names(manifest: dict[str, Any]) -> list[str]:
    """Names of the marts: what is published."""
    return sorted(
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1:2] == ["marts"]
    )


def source_tables(manifest: dict[str, Any]) -> dict[str, list[str]]:
    """Tables that dbt reads from outside, by schema."""
    tables: dict[str, list[str]] = {}
    for source in manifest["sources"].values():
        tables.setdefault(source["source_name"], []).append(source["name"])
    return {name: sorted(found) for name, found in tables.items()}
