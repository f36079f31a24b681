"""A dry run of one source: everything a run would do, into a file that is thrown away."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pipelines.landing.load import land_source
from pipelines.landing.mapping import load_map
from pipelines.landing.registry import RegisteredSource


def check_one(source: RegisteredSource, *, say: Callable[[str], None]) -> bool:
    """Say per file and target what would land; False when a file cannot be read."""
    import duckdb

    say(f"{source.name}: {source.path}")
    with tempfile.TemporaryDirectory(prefix="kith-check-") as scratch:
        connection = duckdb.connect(str(Path(scratch) / "check.duckdb"))
        try:
            batches = land_source(
                connection,
                load_map(source.map),
                Path(source.path),
                run_id="check",
                now=datetime.now(UTC),
            )
            reasons = connection.execute(
                "select target, file, reason, count(*) as n from ops.quarantine"
                " group by target, file, reason order by n desc, target, file, reason limit 20"
            ).fetchall()
        finally:
            connection.close()
    for batch in batches:
        if batch.status == "landed":
            say(
                f"  {batch.file} -> {batch.target}: {batch.rows_in:,} rows in, "
                f"{batch.rows_landed:,} would land, {batch.rows_known:,} known, "
                f"{batch.rows_quarantined:,} to quarantine, {batch.rows_unselected:,} not selected"
            )
        else:
            say(f"  {batch.file}: {batch.status}. {batch.message}".rstrip())
        for finding in batch.findings:
            say(f"    {finding.severity}: {finding.message}")
    for target, file, reason, count in reasons:
        say(f"  quarantine: {count:,} of {target} in {file}: {reason}")
    if not batches:
        say("  no files")
    return not any(batch.status == "failed" for batch in batches)
