"""What `kith demo` does before it serves: inputs and sources."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.failures import PermanentFailure
from pipelines.landing.registry import list_sources, save_sources, shipped_sources
from records.settings import Settings


@dataclass(frozen=True, slots=True)
class Choice:
    """What a demo home is made of; a home keeps the choice it was made with."""

    data: str
    customers: int
    seed: int


def require_same_choice(settings: Settings, choice: Choice) -> None:
    """Refuse to pour other data into a home: its figures would be of neither company.

    Raises:
        PermanentFailure: the home was made with other data, or holds sources that people added.
    """
    made = _read(settings).get("choice")
    if made is not None and made != asdict(choice):
        raise PermanentFailure(
            f"The home {settings.home} was made with {_describe(made)}: use another one for "
            f"{_describe(asdict(choice))}, for example --home {settings.home}-{choice.data}."
        )


def note_choice(settings: Settings, choice: Choice) -> None:
    """Remember what this home is for, before the first run."""
    _write(settings, {**_read(settings), "choice": asdict(choice)})


def make_inputs(settings: Settings, choice: Choice, *, say: Callable[[str], None]) -> Path | None:
    """Make the files of the sample company; data sets that ship as packages need nothing."""
    if choice.data != "sample":
        return None
    from seeds import generate

    directory = settings.data_dir / "sample"
    stamp = directory / ".made.json"
    wanted = json.dumps(asdict(choice), sort_keys=True)
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"Making the sample company: {choice.customers:,} people, two years, seven systems")
        generate(directory, customers=choice.customers, seed=choice.seed)
        stamp.write_text(wanted)
    return directory


def register_sources(settings: Settings, choice: Choice, directory: Path | None) -> None:
    """Register what the demo reads; sources that people added to this home stay."""
    wanted = shipped_sources(choice.data, directory)
    names = {source.name for source in wanted}
    known = list_sources(settings.home)
    kept = [source for source in known if source.name not in names]
    if known != [*wanted, *kept]:
        save_sources(settings.home, [*wanted, *kept])


def _describe(choice: dict[str, object]) -> str:
    if choice["data"] != "sample":
        return f"--data {choice['data']}"
    return f"--data sample --customers {choice['customers']} --seed {choice['seed']}"


def _state_path(settings: Settings) -> Path:
    return settings.home / "demo.json"


def _read(settings: Settings) -> dict:
    try:
        return json.loads(_state_path(settings).read_text())
    except (FileNotFoundError, ValueError):
        return {}


def _write(settings: Settings, state: dict) -> None:
    path = _state_path(settings)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(state, indent=2))
    temporary.replace(path)
