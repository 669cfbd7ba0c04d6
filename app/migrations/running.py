"""Brings a database up to date, or back. Needs no .ini file; never loses a row that a step does not drop by name.

All steps run in one transaction: a database is either where it was or where it should be, never half way.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from app.foundation.errors import CannotDo

ONE_AT_A_TIME = 4_155_382  # any number will do, as long as every Kettle asks PostgreSQL for the same one


def bring_up_to_date(engine: Engine) -> None:
    """Run every step that this database has not had. Safe to call from several processes at once."""
    if not is_up_to_date(engine):
        _go(engine, "head")


def take_back(engine: Engine, step: str = "base") -> None:
    """Undo steps until `step` is the last one; "base" undoes all of them, with everything in the tables."""
    _go(engine, step)


def is_up_to_date(engine: Engine) -> bool:
    """Has this database had every step?"""
    wanted = ScriptDirectory.from_config(configuration()).get_heads()
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(wanted)


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings, made here instead of in a file. Its chatter stays out of our log."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _go(engine: Engine, step: str) -> None:
    with engine.connect().execution_options(kettle_writes=True) as connection:
        with _with_the_house_to_itself(connection):
            config = configuration(connection)
            at_or_after = MigrationContext.configure(connection).get_current_heads()
            is_down = step == "base" or step in _steps_before(config, at_or_after)
            (command.downgrade if is_down else command.upgrade)(config, step)


def _steps_before(config: Config, heads: tuple[str, ...]) -> set[str]:
    steps = ScriptDirectory.from_config(config)
    return {step.revision for head in heads for step in steps.iterate_revisions(head, "base")}


@contextmanager
def _with_the_house_to_itself(connection: Connection) -> Iterator[None]:
    """One transaction that nobody else migrates beside, without the limits that are meant for pages."""
    if connection.dialect.name == "sqlite":
        with _copying_allowed(connection):
            yield
        return
    with connection.begin():
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(sa.text(f"SET LOCAL {limit} = 0"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
        yield


@contextmanager
def _copying_allowed(connection: Connection) -> Iterator[None]:
    # A step that changes a column copies its table and drops the old one. With foreign keys on, the drop would be
    # refused; SQLite can switch them off only outside a transaction, so we check them ourselves before the commit.
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise CannotDo("A migration would leave rows that point nowhere. Nothing was changed.")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
