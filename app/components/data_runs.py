"""The Data page's parts on runs: what ran, how long each step took, which checks failed."""

from __future__ import annotations

import json

import polars as pl
import streamlit as st

from app import formats, session
from app.components.empty import nothing_yet
from app.components.tables import Column, data_table
from app.components.url_state import url_choice
from app.components.vocabulary import RUN_STATES, readable, word, words_of
from app.data.cache import CachedWarehouse
from app.plain import plain
from app.strings import _
from records import runs
from records.models.runs import Check, Run

_COLOURS = {"succeeded": "green", "failed": "red", "running": "blue", "cancelled": "gray"}
_SHOWN_RUNS = 30


def _run_name(run: Run, zone: str) -> str:
    return f"{formats.moment(run.started_at, zone)} · {word(run.status, RUN_STATES)}"


def _seconds(run: Run) -> float | None:
    return (run.finished_at - run.started_at).total_seconds() if run.finished_at else None


def _no_run() -> None:
    nothing_yet(
        _("No run yet"),
        _("Runs show here with their steps, times and checks."),
        icon="play_circle",
        command="./kith run",
    )


def runs_part(page: str, reader: CachedWarehouse) -> None:
    """The latest runs, and the steps of one of them."""
    st.subheader(_("Runs"), anchor=False)
    latest = runs.latest_runs(session.settings(), limit=_SHOWN_RUNS)
    if not latest:
        _no_run()
        return
    zone = reader.publication.workspace_timezone
    frame = pl.DataFrame(
        {
            "started_at": [run.started_at.replace(tzinfo=None) for run in latest],
            "kind": [readable(run.kind) for run in latest],
            "status": [run.status for run in latest],
            "seconds": [_seconds(run) for run in latest],
            "message": [run.message for run in latest],
            "run_id": [run.run_id for run in latest],
        },
        schema_overrides={"seconds": pl.Float64, "message": pl.String},
    )
    data_table(
        frame,
        [
            Column("started_at", _("Started"), "moment", width=140),
            Column("kind", _("What"), width=140),
            Column("status", _("State"), labels=words_of(RUN_STATES), width=100),
            Column("seconds", _("Seconds"), "decimal"),
            Column("message", _("Message"), width=380),
        ],
        key=f"{page}.runs",
        phone=("started_at", "status", "seconds"),
        zone=zone,
        height=min(390, 35 * (frame.height + 1) + 3),
    )
    by_id = {run.run_id: run for run in latest}
    chosen = url_choice(
        page,
        "run",
        label=_("Steps of"),
        options=list(by_id),
        labels=lambda run_id: _run_name(by_id[run_id], zone),
        default=latest[0].run_id,
        width=300,
    )
    _steps(page, by_id[chosen])


def _steps(page: str, run: Run) -> None:
    colour = _COLOURS.get(run.status, "gray")
    st.markdown(f":{colour}[**{word(run.status, RUN_STATES)}**] {plain(run.message or '')}")
    steps = runs.run_steps(session.settings(), run.run_id)
    if not steps:
        st.caption(_("This run has not reported a step."))
        return
    frame = pl.DataFrame(
        {
            "step": [step.step for step in steps],
            "status": [step.status for step in steps],
            "row_count": [step.row_count for step in steps],
            "seconds": [step.seconds for step in steps],
            "message": [step.message for step in steps],
        },
        schema_overrides={"row_count": pl.Int64, "seconds": pl.Float64, "message": pl.String},
    )
    data_table(
        frame,
        [
            Column("step", _("Step"), width=240),
            Column("status", _("State"), labels=words_of(RUN_STATES), width=100),
            Column("row_count", _("Rows"), "integer"),
            Column("seconds", _("Seconds"), "decimal"),
            Column("message", _("Message"), width=380),
        ],
        key=f"{page}.steps",
        phone=("step", "seconds"),
    )


def checks_part(page: str, reader: CachedWarehouse) -> None:  # noqa: ARG001 (all parts alike)
    """The checks of the last run, failures first, each with samples."""
    st.subheader(_("Checks"), anchor=False)
    checks = runs.latest_checks(session.settings())
    if not checks:
        _no_run()
        return
    failed = [check for check in checks if not check.passed]
    blocking = [check for check in failed if check.severity == "error"]
    if blocking:
        st.error(
            _(
                "{count} checks of severity error failed: nothing new was published, and the "
                "version before is still served."
            ).format(count=formats.integer(len(blocking))),
            icon=":material/block:",
        )
    elif not failed:
        text = _(":green[**All {count} checks passed.**]")
        st.markdown(text.format(count=formats.integer(len(checks))))
    for check in failed[:20]:
        _failed_check(check)
    _check_table(page, checks)


def _failed_check(check: Check) -> None:
    colour = "red" if check.severity == "error" else "orange"
    severity = _("error") if check.severity == "error" else _("warning")
    title = _("{name} on {asset}: {count} rows").format(
        name=plain(check.name), asset=plain(check.asset), count=formats.integer(check.failed_count)
    )
    with st.expander(f":{colour}[**{severity}**] {title}"):
        if check.description:
            st.markdown(plain(check.description))
        if not check.sample:
            st.caption(_("No sample was kept."))
        elif not session.verdict("quarantine.view"):
            st.caption(_("Samples are shown to those who may see quarantined rows."))
        else:
            lines = [json.dumps(row, ensure_ascii=False, default=str) for row in check.sample[:10]]
            st.code("\n".join(lines), language="json", wrap_lines=True)


def _check_table(page: str, checks: list[Check]) -> None:
    frame = pl.DataFrame(
        {
            "name": [check.name for check in checks],
            "outcome": [_("Passed") if check.passed else _("Failed") for check in checks],
            "severity": [
                _("error") if check.severity == "error" else _("warning") for check in checks
            ],
            "failed_count": [check.failed_count for check in checks],
            "asset": [check.asset for check in checks],
            "description": [check.description for check in checks],
        }
    )
    data_table(
        frame,
        [
            Column("name", _("Check"), width=280),
            Column("outcome", _("Outcome"), width=90),
            Column("severity", _("Severity"), width=90),
            Column("failed_count", _("Rows failing"), "integer"),
            Column("asset", _("On"), width=170),
            Column("description", _("What it says"), width=360),
        ],
        key=f"{page}.checks",
        phone=("name", "failed_count"),
        height=min(530, 35 * (frame.height + 1) + 3),
    )
