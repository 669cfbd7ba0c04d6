"""Fresh, migrated, empty databases in a few milliseconds: each worker migrates one template a backend and copies it."""

import shutil
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from app.foundation.database import engine_for
from app.migrations.running import bring_up_to_date


class Backend(ABC):
    """Somewhere to make databases."""

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of a new database with every table and no row, for one test."""
        url = self.make(from_template=True)
        try:
            yield url
        finally:
            self.remove(url)

    @contextmanager
    def bare(self) -> Iterator[str]:
        """The address of a new database without any table."""
        url = self.make(from_template=False)
        try:
            yield url
        finally:
            self.remove(url)

    @contextmanager
    def copy_of(self, url: str) -> Iterator[str]:
        """The address of a copy of another database, to which nobody may be connected, for one test."""
        copy = self.copy(url)
        try:
            yield copy
        finally:
            self.remove(copy)

    @abstractmethod
    def make(self, *, from_template: bool) -> str:
        """Make a database and say where it is."""

    @abstractmethod
    def copy(self, url: str) -> str:
        """Copy a database and say where the copy is."""

    @abstractmethod
    def remove(self, url: str) -> None:
        """Take it away, whoever is still connected."""


class SqliteFiles(Backend):
    """Databases as files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite3"
        _migrate(f"sqlite:///{self._template}")

    def make(self, *, from_template: bool) -> str:
        """Copy the template's file, or name a file that does not exist yet."""
        file = self._folder / f"{uuid.uuid4().hex}.sqlite3"
        if from_template:
            shutil.copyfile(self._template, file)
        return f"sqlite:///{file}"

    def copy(self, url: str) -> str:
        """Copy its file."""
        file = self._folder / f"{uuid.uuid4().hex}.sqlite3"
        shutil.copyfile(self._folder / Path(url).name, file)
        return f"sqlite:///{file}"

    def remove(self, url: str) -> None:
        """Delete the file and what SQLite keeps beside it."""
        for file in self._folder.glob(f"{Path(url).stem}.sqlite3*"):
            file.unlink()


class PostgresServer(Backend):
    """Databases on one server."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._names = f"kettle_{uuid.uuid4().hex[:12]}"
        self._count = 0
        self._admin = sa.create_engine(self._url, isolation_level="AUTOCOMMIT", pool_size=1)
        self._template = ""
        template = self.make(from_template=False)
        _migrate(template)
        self._template = str(make_url(template).database)

    def make(self, *, from_template: bool) -> str:
        """CREATE DATABASE, from the template or from PostgreSQL's own empty one."""
        return self._copied(self._template if from_template else "template0")

    def copy(self, url: str) -> str:
        """CREATE DATABASE from that one."""
        return self._copied(str(make_url(url).database))

    def _copied(self, template: str) -> str:
        self._count += 1
        name = f"{self._names}_{self._count}"
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{self._by_files(connection)}')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _by_files(self, connection: sa.Connection) -> str:
        """Twice as quick for a database as small as ours; before 15 it was the only way."""
        version = connection.dialect.server_version_info or ()
        return " STRATEGY FILE_COPY" if version >= (15,) else ""

    def remove(self, url: str) -> None:
        """DROP DATABASE, with everybody's connections."""
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def end(self) -> None:
        """Remove the template and let go of the server."""
        self.remove(self._url.set(database=self._template).render_as_string(hide_password=False))
        self._admin.dispose()


@contextmanager
def engine_on(url: str) -> Iterator[Engine]:
    """An engine like the service's own, ended afterwards; but that it need not survive a power cut."""
    engine = engine_for(url)
    compile_once(engine)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    try:
        yield engine
    finally:
        engine.dispose()


def compile_once(engine: Engine) -> None:
    """Let this engine use the statements that were compiled for earlier databases of its kind: to compile them anew for
    each test would take a quarter of its time. Only for engines without settings of their own."""
    first = _first.setdefault(engine.dialect.name, engine)  # made by _migrate, so it knows its server
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


_first: dict[str, Engine] = {}


def _migrate(url: str) -> None:
    with engine_on(url) as engine:
        bring_up_to_date(engine)
