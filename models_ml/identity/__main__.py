"""Runs identity on a warehouse file: `python -m models_ml.identity WAREHOUSE [--full]`."""

import argparse
import sys

import duckdb

from models_ml.identity import ensure_identity, link_customers, normalise_phones


def main(arguments: list[str]) -> int:
    """Normalises new phone numbers and links new records; prints what changed."""
    parser = argparse.ArgumentParser(prog="python -m models_ml.identity", description=__doc__)
    parser.add_argument("warehouse", help="the DuckDB file; nothing else may have it open")
    parser.add_argument("--full", action="store_true", help="link every record anew")
    options = parser.parse_args(arguments)
    with duckdb.connect(options.warehouse) as connection:
        ensure_identity(connection)
        phones = normalise_phones(connection)
        newest = connection.execute(
            "select coalesce(max(last_batch_id), -1) from intermediate.int_contacts__unioned"
        ).fetchone()
        report = link_customers(
            connection, as_of_batch=newest[0] if newest else -1, full=options.full
        )
    sys.stdout.write(f"{phones} new phone numbers; {report}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
