"""When things run: jobs, schedules, and sensors for what happened."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from pipelines.run_state import is_run_due, listing
from pipelines.translators import PUBLISHED
from records.audit import latest_events
from records.database import ensure_records
from records.permissions.rules import SYSTEM
from records.settings import Settings

REFRESH = "refresh_warehouse"
PUBLISH = "publish"


def build_jobs(mart_checks: dg.AssetChecksDefinition) -> list[UnresolvedAssetJobDefinition]:
    """The two things that are run: everything, or only the check and publication of what stands."""
    return [
        dg.define_asset_job(
            REFRESH,
            selection=dg.AssetSelection.all(),
            description="Land what is new, match people, build, check, publish.",
        ),
        dg.define_asset_job(
            PUBLISH,
            selection=dg.AssetSelection.assets(PUBLISHED) | dg.AssetSelection.checks(mart_checks),
            description="Check the marts as they stand and publish them.",
        ),
    ]


SCHEDULES = [
    dg.ScheduleDefinition(
        name="refresh_warehouse_daily",
        job_name=REFRESH,
        cron_schedule="0 5 * * *",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Every day at 05:00 UTC.",
    ),
    dg.ScheduleDefinition(
        name="refresh_warehouse_hourly",
        job_name=REFRESH,
        cron_schedule="15 * * * *",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Every hour, for workspaces that deliver all day; off until switched on.",
    ),
]


def build_sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """Sensors over the files and the records of one home."""

    @dg.sensor(
        job_name=REFRESH,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def files_changed(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        """A file of a registered source came, went or changed in size or time."""
        seen = listing(settings)
        if context.cursor == seen:
            return dg.SkipReason("No file changed.")
        if not is_run_due(settings):  # somebody ran it by hand
            return dg.SensorResult(skip_reason="What changed is published.", cursor=seen)
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=seen)], cursor=seen)

    @dg.sensor(
        job_name=REFRESH,
        minimum_interval_seconds=300,
        default_status=dg.DefaultSensorStatus.STOPPED,
    )
    def records_changed(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        """People changed records; off until records feed the warehouse."""
        ensure_records(settings)
        newest = ",".join(str(event.event_id) for event in latest_events(settings, SYSTEM, limit=1))
        if context.cursor in {None, newest}:
            return dg.SensorResult(skip_reason="No record changed.", cursor=newest)
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=newest)], cursor=newest)

    return [files_changed, records_changed]
