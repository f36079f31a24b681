"""How old things may get: one policy for everything, and one a source that promises more."""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from pipelines.landing.registry import RegisteredSource

# The daily schedule and a night's grace; the hourly one stays well inside.
EVERYTHING = dg.FreshnessPolicy.time_window(
    warn_window=timedelta(hours=26), fail_window=timedelta(hours=50)
)


def with_freshness(
    assets: Sequence[dg.AssetsDefinition], sources: Sequence[RegisteredSource]
) -> list[dg.AssetsDefinition]:
    """Give every asset its policy: that of its source, or the one of everything."""
    policies = {f"raw_{source.name}": _of_source(source) for source in sources}

    def give(spec: dg.AssetSpec) -> dg.AssetSpec:
        policy = policies.get(spec.key.path[0], EVERYTHING)
        return dg.apply_freshness_policy(spec, policy, overwrite_existing=True)

    return [asset.map_asset_specs(give) for asset in assets]


def _of_source(source: RegisteredSource) -> dg.FreshnessPolicy:
    hours = getattr(source, "max_age_hours", None)
    if not hours:
        return EVERYTHING
    return dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=hours))
