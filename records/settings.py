"""Where everything lives: the only module that reads the environment.

Every other module takes a `Settings` and asks it for paths. `load_settings()` is called once, at
the edge (command line, app start, Dagster definitions).
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Addresses and workspace facts; each field is read from `KITH_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix="KITH_", extra="ignore", frozen=True)

    home: Path = Field(default=Path(".kith"), description="directory that holds all state")
    records_url: str | None = Field(
        default=None, description="database of records; default SQLite in the home directory"
    )
    workspace_name: str = "Kith"
    locale: str = Field(default="en", description="language before a person has chosen one")
    session_days: int = Field(default=14, ge=1, le=365, description="a sign-in lasts this long")
    serving_memory: str = Field(default="1GB", description="DuckDB memory of the app")
    serving_threads: int = Field(default=2, ge=1, description="DuckDB threads of the app")
    memory_limit: str = Field(default="2500MB", description="DuckDB memory of pipeline and dbt")
    export_rows: int = Field(default=5_000_000, ge=1, description="largest export in rows")

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def warehouse_path(self) -> Path:
        """The warehouse that pipelines write; nothing else opens it."""
        return self.home / "warehouse.duckdb"

    @property
    def records_path(self) -> Path:
        """The SQLite file of records, when no other database is named."""
        return self.home / "records.sqlite"

    @property
    def records_database_url(self) -> str:
        """SQLAlchemy address of the records database."""
        return self.records_url or f"sqlite:///{self.records_path}"

    @property
    def serving_dir(self) -> Path:
        """Published versions and the pointer to the current one."""
        return self.home / "serving"

    @property
    def current_path(self) -> Path:
        """The pointer: a text file that holds the served version."""
        return self.serving_dir / "CURRENT"

    def serving_path(self, version: str) -> Path:
        """The file of one published version."""
        return self.serving_dir / f"serving_{version}.duckdb"

    @property
    def sources_path(self) -> Path:
        """Registry of sources."""
        return self.home / "sources.yaml"

    @property
    def data_dir(self) -> Path:
        """Input files that Kith made itself."""
        return self.home / "data"

    @property
    def dagster_home(self) -> Path:
        """DAGSTER_HOME."""
        return self.home / "dagster"

    @property
    def dbt_dir(self) -> Path:
        """Target and logs of dbt."""
        return self.home / "dbt"

    @property
    def extensions_dir(self) -> Path:
        """DuckDB extensions, copied from Python packages."""
        return self.home / "ext"

    @property
    def temporary_dir(self) -> Path:
        """Scratch space; may be emptied when nothing runs."""
        return self.home / "tmp"

    @property
    def logs_dir(self) -> Path:
        """Log files of the services."""
        return self.home / "logs"

    @property
    def demo_logins_path(self) -> Path:
        """Accounts made for a demo, readable by the owner alone."""
        return self.home / "demo_logins.txt"


def load_settings(home: Path | str | None = None) -> Settings:
    """Settings from the environment; `home` given by a caller wins."""
    if home is None:
        return Settings()
    return Settings(home=Path(home))
