"""The bench writes its borough straight into the tables: a new column must not wait for the next `make bench`."""

from datetime import UTC, datetime

from app.domain.tables import metadata
from benchmarks.making_data import tables

WRITTEN = [
    (name, columns.split(", "), list(rows)) for name, columns, rows in tables(20, datetime(2027, 1, 11, tzinfo=UTC))
]


def test_the_bench_fills_every_column_that_must_be_filled():
    assert WRITTEN
    for name, columns, _ in WRITTEN:
        needed = {column.name for column in metadata.tables[name].columns if not column.nullable}
        assert needed <= set(columns), f"{name}: benchmarks/making_data.py does not fill {needed - set(columns)}"


def test_the_bench_writes_only_columns_that_exist_and_a_value_for_each():
    for name, columns, rows in WRITTEN:
        assert set(columns) <= set(metadata.tables[name].columns.keys()), name
        assert rows, name
        assert {len(row) for row in rows} == {len(columns)}, name
