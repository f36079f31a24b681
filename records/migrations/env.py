"""How Alembic reaches the database: on the engine it is handed, one process at a time."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Engine

from records.models import Base

_ADVISORY_LOCK = 0x4B697468


def run() -> None:
    """Apply migrations under a lock, so two processes starting together do not collide."""
    engine: Engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("begin immediate")
        elif engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({_ADVISORY_LOCK})")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transactional_ddl=True,
        )
        context.run_migrations()
        connection.commit()


run()
