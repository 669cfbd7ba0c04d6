"""The steps make exactly the tables that the models describe, on both databases, forwards and backwards."""

import threading

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from app.domain.tables import metadata
from app.migrations.running import bring_up_to_date, configuration, is_up_to_date, take_back
from tests.databases import engine_on

pytestmark = pytest.mark.parametrize("backend", ["sqlite", "postgres"])
HINT = 'the models changed: python -m app.migrations.drafting "what changed" (and look at CHECKs by hand)'


def described(engine: sa.Engine) -> dict[str, dict[str, list[str]]]:
    """All that a database knows about each of our tables, as words that can be compared."""
    look = sa.inspect(engine)
    return {
        table: {
            "columns": sorted(
                f"{column['name']} {column['type']!r} null={column['nullable']} default={column['default']}"
                for column in look.get_columns(table)
            ),
            "key": [str(look.get_pk_constraint(table))],
            "foreign": sorted(str(sorted(key.items(), key=str)) for key in look.get_foreign_keys(table)),
            "unique": sorted(f"{u['name']} {u['column_names']}" for u in look.get_unique_constraints(table)),
            "checks": sorted(f"{check['name']} {check['sqltext']}" for check in look.get_check_constraints(table)),
            "indexes": sorted(index_in_words(index) for index in look.get_indexes(table)),
        }
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def index_in_words(index) -> str:
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return f"{index['name']} {index['column_names']} unique={bool(index['unique'])} {sorted(options.items())}"


@pytest.fixture
def bare_engine(databases):
    with databases.bare() as url, engine_on(url) as engine:
        yield engine


def test_the_steps_make_what_the_models_describe(databases, bare_engine):
    metadata.create_all(bare_engine)
    with databases.fresh() as url, engine_on(url) as migrated:
        made, wanted = described(migrated), described(bare_engine)
        assert set(made) == set(wanted), HINT
        for table, parts in wanted.items():
            assert made[table] == parts, f"{table}: {HINT}"


def test_the_comparison_sees_partial_indexes_and_checks(databases):
    with databases.fresh() as url, engine_on(url) as engine:
        everything = described(engine)
    assert any("_where" in words and "queued" in words for words in everything["message"]["indexes"])
    assert any("uq_stop_standing" in words and "unique=True" in words for words in everything["stop"]["indexes"])
    checks = " ".join(everything["message"]["checks"])
    for part in ("ck_message_outbound_has_author", "ck_message_direction", "withdrawn", "staff_note"):
        assert part in checks


def test_all_steps_can_be_taken_back_and_done_again(bare_engine):
    bring_up_to_date(bare_engine)
    first = described(bare_engine)
    assert is_up_to_date(bare_engine)
    take_back(bare_engine)
    assert described(bare_engine) == {}
    assert not is_up_to_date(bare_engine)
    bring_up_to_date(bare_engine)
    assert described(bare_engine) == first


def test_each_step_can_be_taken_back_alone(bare_engine):
    bring_up_to_date(bare_engine)
    for step in ScriptDirectory.from_config(configuration()).walk_revisions():
        take_back(bare_engine, step.down_revision or "base")
        assert not is_up_to_date(bare_engine)


def test_bringing_up_to_date_twice_changes_nothing(bare_engine):
    bring_up_to_date(bare_engine)
    first = described(bare_engine)
    bring_up_to_date(bare_engine)
    assert described(bare_engine) == first


def test_a_step_that_fails_leaves_the_database_as_it_was(bare_engine):
    with bare_engine.connect().execution_options(kettle_writes=True) as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE message (id INTEGER)")  # in the way of a late part of the first step
    with pytest.raises(sa.exc.DBAPIError):
        bring_up_to_date(bare_engine)
    assert set(described(bare_engine)) == {"message"}


def test_two_processes_that_start_at_once_do_not_disturb_each_other(databases):
    faults: list[BaseException] = []

    def start(url: str) -> None:
        try:
            with engine_on(url) as engine:
                bring_up_to_date(engine)
                assert is_up_to_date(engine)
        except BaseException as fault:
            faults.append(fault)

    with databases.bare() as url:
        threads = [threading.Thread(target=start, args=(url,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []


def test_foreign_keys_hold_again_after_migrating(bare_engine):
    bring_up_to_date(bare_engine)
    with pytest.raises(sa.exc.IntegrityError), bare_engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO household (id, organisation_id, created_at) VALUES "
            "('0195a3c012347abc8def446655440000', '0195a3c012347abc8def446655440001', '2027-03-10 10:00:00')"
        )
