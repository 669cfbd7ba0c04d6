"""Rules of the house that a machine can check. Each failure lists every offender, with its line."""

import ast
import re
import sys

import pytest

from tests.architecture.source import ROOT, Source, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
EMPTY_NAMES = re.compile(r"manager|helper|util|common", re.IGNORECASE)
CLOCK = "app/foundation/clock.py"
NOW = re.compile(
    r"(^|\.)(datetime|date)\.(now|utcnow|today)$|^time\.(time|localtime|gmtime)$|(^|\.)func\.now$|^utcnow$"
)
IMPURE = {"asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket"}
IMPURE |= {"sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid"}
IMPURE_GROUND = {f"app.foundation.{room}" for room in ("work", "clock", "database", "settings", "log")}
IMPURE_GROUND |= {f"app.foundation.identifiers.{dice}" for dice in ("new_id", "new_secret")}


def offenders(found) -> str:
    return "\n".join(sorted(found))


def test_there_is_something_to_check():
    names = {source.name for source in sources()}
    assert CLOCK in names
    assert "app/domain/people/models.py" in names


def test_every_module_says_what_it_is_for():
    silent = [source.name for source in sources() if not ast.get_docstring(source.tree)]
    assert not silent, offenders(silent)


def test_only_the_clock_asks_what_time_it_is():
    found = [
        f"{source.name}:{line} {call}"
        for source in sources()
        for call, line in source.calls()
        if NOW.search(call) and source.name != CLOCK
    ]
    assert not found, offenders(found)


@pytest.mark.parametrize(
    "call", ["datetime.now", "dt.datetime.utcnow", "date.today", "sa.func.now", "func.now", "time.time"]
)
def test_the_search_for_clocks_finds_each_way_of_asking(call):
    assert NOW.search(call)


@pytest.mark.parametrize("call", ["self._now", "clock.now", "work.now.date", "time.monotonic", "time.time_ns"])
def test_the_search_for_clocks_lets_go_of_what_is_no_clock(call):
    assert not NOW.search(call)


def test_nothing_is_printed():
    found = [f"{source.name}:{line}" for source in sources() for call, line in source.calls() if call == "print"]
    assert not found, offenders(found)


def test_no_name_is_empty_of_meaning():
    modules = [source.name for source in sources() if EMPTY_NAMES.search(source.name)]
    classes = [
        f"{source.name}:{found.lineno} {found.name}"
        for source in sources()
        for found in source.classes()
        if EMPTY_NAMES.search(found.name)
    ]
    assert not modules + classes, offenders(modules + classes)


def test_every_file_is_short_enough_to_read_in_one_go():
    long = [f"{source.name}: {lines} lines" for source in sources() if (lines := lines_of(source)) > LONGEST_FILE]
    assert not long, offenders(long)


def test_every_function_is_short_enough_to_hold_in_the_head():
    long = [
        f"{source.name}:{function.lineno} {function.name}: {length} lines"
        for source in sources()
        for function in source.functions()
        if (length := length_of(function)) > LONGEST_FUNCTION
    ]
    assert not long, offenders(long)


def lines_of(source: Source) -> int:
    return len(source.text.splitlines())


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines without decorators and docstring: saying more about a function never makes it too long."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def rules() -> list[Source]:
    return [source for source in sources() if source.name.endswith("/rules.py")]


@pytest.mark.parametrize("source", rules(), ids=lambda source: source.name)
def test_rules_import_nothing_that_could_act(source):
    found = [f"{source.name}:{line} {module} {name}" for module, name, line in source.imports() if acts(module, name)]
    assert not found, offenders(found)


def acts(module: str, name: str) -> bool:
    """Could what is imported read, write, wait or roll dice?"""
    whole = f"{module}.{name}"
    if {module, whole, module.split(".", maxsplit=1)[0]} & (IMPURE | IMPURE_GROUND):
        return True
    if module.startswith("app."):
        return not (module.startswith("app.foundation") or module.endswith(".rules") or name == "rules")
    return module.split(".", maxsplit=1)[0] not in sys.stdlib_module_names


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("sqlmodel", "select"),
        ("flask", ""),
        ("os.path", ""),
        ("app.domain.people.models", "Role"),
        ("app.domain.permissions", "queries"),
        ("app.foundation", "clock"),
        ("app.foundation.work", "Work"),
        ("app.foundation.identifiers", "new_id"),
    ],
)
def test_the_search_for_impure_imports_finds_them(module, name):
    assert acts(module, name)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("datetime", "datetime"),
        ("app.foundation.telephony", "Progress"),
        ("app.foundation.identifiers", "ContactId"),
        ("app.domain.permissions", "rules"),
        ("app.domain.permissions.rules", "Hours"),
    ],
)
def test_the_search_for_impure_imports_lets_go_of_pure_ones(module, name):
    assert not acts(module, name)


def test_nothing_is_left_to_do_later():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{source.name}:{number}"
        for source in sources()
        for number, line in enumerate(source.text.splitlines(), 1)
        if words.search(line)
    ]
    assert not found, offenders(found)


def test_the_licence_is_ours():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("MIT License")
    assert "Copyright (c) 2026 The Kettle maintainers" in licence
