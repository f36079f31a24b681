"""`python -m seeds DIR --customers N --seed S`: write the sample company's exports."""

import argparse
from datetime import date
from pathlib import Path

from seeds.company import UNTIL, generate


def main() -> None:
    """Read the command line and write the exports."""
    parser = argparse.ArgumentParser(prog="python -m seeds", description=__doc__)
    parser.add_argument("directory", type=Path, help="where the exports are written")
    parser.add_argument("--customers", type=int, default=2000, help="how many real people")
    parser.add_argument("--seed", type=int, default=7, help="same seed, same bytes")
    parser.add_argument("--until", type=date.fromisoformat, default=UNTIL, help="last day")
    chosen = parser.parse_args()
    totals = generate(
        chosen.directory, customers=chosen.customers, seed=chosen.seed, until=chosen.until
    )
    for name, value in totals.items():
        print(f"{name:<32} {value:>14,}")


if __name__ == "__main__":
    main()
