"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="KITH_HOME",
        help="Where all state lives: warehouse, published versions, records, settings.",
        show_default=True,
    ),
]
DEFAULT_HOME = Path(".kith")
