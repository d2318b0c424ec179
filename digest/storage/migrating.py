"""Brings a database to this program's schema, step by step, in the one transaction that it is given.

Each step is a file in ``migrations/versions`` made of named functions; Alembic orders them by ``down_revision`` and
records how far a database is. There is no ``downgrade``: an older program refuses a newer database instead of guessing.
To change the schema: edit ``schema.py``, add the step, raise ``schema.HEAD``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from digest.errors import StorageError
from digest.storage.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(connection: Connection, *, where: str) -> None:
    """Run the steps that the database has not seen; none where it is up to date.

    Raises ``StorageError`` where its schema is not one this program knows: a newer program made it.
    """
    config = Config()
    # The file interpolates "%": a path may hold one.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)

    def steps(revision: Any, _context: Any) -> Any:
        # Alembic types neither its hook nor what it returns.
        return script._upgrade_revs("head", revision)

    with EnvironmentContext(config, script, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        try:
            environment.run_migrations()
        except CommandError as error:
            raise StorageError(
                f"the database was made by a newer digest ({error})",
                where=where,
                fix="upgrade digest, or restore a backup made before the upgrade",
            ) from error
