"""Keys and groups of assets, in one place: a key is the path in the warehouse."""

from collections.abc import Mapping
from typing import Any

from dagster import AssetKey
from dagster_dbt import DagsterDbtTranslator

IDENTITY_TABLES = ("phone_numbers", "customer_links", "customer_redirects", "customer_changes")
CONTACTS = AssetKey(["intermediate", "int_contacts__unioned"])
PUBLISHED = AssetKey(["published", "warehouse"])


def raw_key(source: str, target: str) -> AssetKey:
    """Key of what one source landed for one target."""
    return AssetKey([f"raw_{source}", target])


def landing_key(target: str) -> AssetKey:
    """Key of one target over all sources."""
    return AssetKey(["landing", target])


def mart_key(name: str) -> AssetKey:
    """Key of one mart."""
    return AssetKey(["marts", name])


def dbt_key(properties: Mapping[str, Any]) -> AssetKey:
    """Key of a dbt model, seed or source: schema (or source) and name."""
    if properties["resource_type"] == "source":
        return AssetKey([properties["source_name"], properties["name"]])
    return AssetKey([properties["schema"], properties["name"]])


def dbt_group(properties: Mapping[str, Any]) -> str:
    """Group by layer; marts by their business area as well."""
    folders = properties["fqn"][1:-1]
    layer = folders[0] if folders else "seeds"
    return "_".join(folders[:2]) if layer == "marts" else layer


class KithTranslator(DagsterDbtTranslator):
    """dbt's names in Dagster."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> AssetKey:
        """The path in the warehouse."""
        return dbt_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layer."""
        return dbt_group(dbt_resource_props)
