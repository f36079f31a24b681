"""Alembic migrations, applied by `records.database.ensure_records`."""
