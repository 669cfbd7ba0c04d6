"""Every table is known in one place, and made so that both databases keep our promises."""

import importlib
from enum import Enum

import pytest
import sqlalchemy as sa

from app.domain import tables
from app.foundation.database import Table
from tests.architecture.source import sources

MODELS = [
    source.name.removesuffix(".py").replace("/", ".") for source in sources() if source.name.endswith("/models.py")
]


@pytest.mark.parametrize("module", MODELS)
def test_every_table_can_be_had_from_the_one_list(module):
    models = importlib.import_module(module)
    own = {
        name
        for name, found in vars(models).items()
        if isinstance(found, type) and issubclass(found, Table) and found.__module__ == module and found is not Table
    }
    assert own
    assert own <= set(tables.__all__)


def columns():
    return [column for table in tables.metadata.sorted_tables for column in table.columns]


def test_no_database_decides_what_time_it_is_or_what_a_value_is():
    assert [str(column) for column in columns() if column.server_default is not None] == []


def test_every_time_is_kept_in_utc():
    plain = [str(c) for c in columns() if type(c.type) is sa.DateTime]
    assert plain == []


def test_closed_sets_keep_values_under_a_check():
    enums = [column for column in columns() if isinstance(column.type, sa.Enum)]
    assert enums
    for column in enums:
        kind = column.type.enum_class
        assert issubclass(kind, Enum)
        assert column.type.enums == [member.value for member in kind], column
        assert column.type.create_constraint, column
        assert not column.type.native_enum, column
        assert max(len(value) for value in column.type.enums) <= column.type.length, column


def test_every_constraint_has_a_name_so_that_a_later_step_can_find_it():
    nameless = [
        f"{table.name}: {constraint}"
        for table in tables.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []
    names = [i.name for table in tables.metadata.sorted_tables for i in table.indexes]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 63  # PostgreSQL cuts longer ones
