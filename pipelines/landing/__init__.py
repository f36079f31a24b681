"""From a file to a raw table: maps, readers, contracts, quarantine. Knows nothing of Dagster."""
