"""Takes one permission check out of the running program, to see whether a test notices.

`KETTLE_TEST_WITHOUT="app.web.guards:_operator:0" pytest …` runs the tests with the first "no" of that function never
said; where the function itself answers "may they?", with the answer always yes. A call of another check ("must_…") is
a "no" as well.
"""

import ast
import gc
import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType

NOES = {"NotFound", "Refused", "SignInNeeded", "LinkNeeded"}


@dataclass(frozen=True)
class Check:
    """One "no" that can be taken out: the `which`-th of a function, or its whole answer (-1)."""

    module: str
    function: str
    which: int

    def __str__(self) -> str:
        return f"{self.module}:{self.function}:{self.which}"

    @classmethod
    def read(cls, text: str) -> "Check":
        module, function, which = text.split(":")
        return cls(module, function, int(which))


def checks_in(module_name: str, *functions: str) -> Iterator[Check]:
    """Every "no" in these functions. Fails for a function that says none: then it is no check."""
    tree = ast.parse(inspect.getsource(importlib.import_module(module_name)))
    for name in functions:
        found = _function(tree, name)
        noes = [one for one in ast.walk(found) if _says_no(one)]
        if noes:
            yield from (Check(module_name, name, which) for which in range(len(noes)))
        else:
            assert name.startswith(("may_", "holds_", "is_")), f"{module_name}.{name} says no to nobody"
            yield Check(module_name, name, -1)


@contextmanager
def without(check: Check) -> Iterator[None]:
    """Until the block ends this process lives without it."""
    replaced = take_out(check)
    try:
        yield
    finally:
        for function, code in replaced:
            function.__code__ = code


def take_out(check: Check) -> list[tuple[FunctionType, CodeType]]:
    """From now on this process lives without it. Gives what was replaced, and by what it was."""
    module = importlib.import_module(check.module)
    tree = ast.parse(inspect.getsource(module))
    found = _function(tree, check.function)
    if check.which < 0:
        yes: ast.stmt = ast.parse("if 1: return True").body[0]
        found.body.insert(1 if ast.get_docstring(found) else 0, yes)
    else:
        said = [one for one in ast.walk(found) if _says_no(one)][check.which]
        if isinstance(said, ast.If):
            said.test = ast.BoolOp(ast.And(), [said.test, ast.Constant(False)])
        elif isinstance(said, ast.Expr):
            said.value = ast.BoolOp(ast.And(), [ast.Constant(False), said.value])
    original = _code(compile(inspect.getsource(module), module.__file__ or "", "exec"), check.function)
    changed = _code(compile(ast.fix_missing_locations(tree), module.__file__ or "", "exec"), check.function)
    replaced = [(one, one.__code__) for one in _functions_like(module, original)]
    assert replaced, f"{check} was not found alive"
    for function, _ in replaced:
        function.__code__ = changed
    return replaced


def _says_no(node: ast.AST) -> bool:
    """`if …: raise NotFound` and the like, or a call of what begins with "must"."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = node.value.func
        return (getattr(called, "id", "") or getattr(called, "attr", "")).lstrip("_").startswith("must_")
    if not isinstance(node, ast.If) or not node.body or not isinstance(node.body[-1], ast.Raise):
        return False
    raised = node.body[-1].exc
    name = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(name, ast.Name | ast.Attribute) and (getattr(name, "id", "") or getattr(name, "attr", "")) in NOES


def _function(tree: ast.AST, name: str) -> ast.FunctionDef:
    found: ast.AST = tree
    for part in name.split("."):
        found = next(one for one in ast.walk(found) if isinstance(one, ast.FunctionDef) and one.name == part)
    assert isinstance(found, ast.FunctionDef)
    return found


def _code(code: CodeType, name: str) -> CodeType:
    for part in name.split("."):
        code = next(_inside(code, part))
    return code


def _inside(code: CodeType, name: str) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_name == name:
                yield one
            yield from _inside(one, name)


def _functions_like(module: ModuleType, code: CodeType) -> list[FunctionType]:
    gc.unfreeze()
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, FunctionType)
        and one.__module__ == module.__name__
        and one.__code__.co_qualname == code.co_qualname
    ]
