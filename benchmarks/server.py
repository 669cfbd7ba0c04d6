"""PostgreSQL for the bench: a server of its own in a temporary folder, ended with the bench whatever happens.

Its settings are PostgreSQL's own defaults, with fsync on: what it says is safe would survive a power cut.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from app.foundation.database import engine_for
from app.migrations.running import bring_up_to_date
from tests.postgres import Keeper, ask_for_server

HONEST = ("listen_addresses=",)
SHOWN = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "shared_buffers")


class Server:
    """A running PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["Server"]:
        """Start it, and end it afterwards. RuntimeError when this machine has none."""
        keeper = Keeper(HONEST, on_disk=True)
        try:
            url, problem = ask_for_server(keeper.folder)
            if url is None:
                raise RuntimeError(f"The bench needs PostgreSQL: {problem}")
            yield cls(url)
        finally:
            keeper.end()

    def new_database(self, name: str) -> str:
        """Make an empty database with every table. Gives its address."""
        with self._admin() as engine, engine.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
        url = self._url.set(database=name).render_as_string(hide_password=False)
        engine = engine_for(url, threads=1)
        bring_up_to_date(engine)
        engine.dispose()
        return url

    def facts(self) -> str:
        """Its version and the settings that decide how honest a figure is."""
        with self._admin() as engine, engine.connect() as connection:
            shown = [f"{name}={connection.exec_driver_sql(f'SHOW {name}').scalar_one()}" for name in SHOWN]
            number = connection.exec_driver_sql("SHOW server_version").scalar_one()
        return f"PostgreSQL {number}, " + ", ".join(shown)

    @contextmanager
    def _admin(self) -> Iterator[Engine]:
        engine = sa.create_engine(self._url, isolation_level="AUTOCOMMIT", pool_size=1)
        try:
            yield engine
        finally:
            engine.dispose()
