"""Every point is declared, explained and reached in one place; nothing that is deployed can arm one."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from chassis import failpoints
from chassis.failpoints import Failpoint, armed, reached

ROOT = Path(failpoints.__file__).parents[1]
DEPLOYED = ("contracts", "chassis", "services", "gateway", "deploy")
HERE = Path(failpoints.__file__)


def deployed() -> Iterator[tuple[Path, ast.Module]]:
    """Every module outside tests, but not the one that declares the points."""
    for package in DEPLOYED:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "tests" not in path.relative_to(ROOT).parts and path != HERE:
                yield path, ast.parse(path.read_text())


def reached_points() -> list[str]:
    """What stands in every ``reached(…)``, as it is written."""
    return [
        ast.unparse(node.args[0])
        for _, module in deployed()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "reached"
    ]


def imported_from_failpoints(module: ast.Module) -> set[str]:
    """Names that a module takes from ``chassis.failpoints``; the module itself counts as everything."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == "chassis.failpoints":
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "chassis":
            found |= {"*" for name in node.names if name.name == "failpoints"}
        elif isinstance(node, ast.Import):
            found |= {"*" for name in node.names if name.name == "chassis.failpoints"}
    return found


def test_every_point_is_reached_in_one_place_and_every_place_is_declared() -> None:
    assert Counter(reached_points()) == {f"Failpoint.{point.name}": 1 for point in Failpoint}


def test_every_point_says_what_is_done_by_then_and_what_is_not() -> None:
    """In the sentence below it, and no two say the same."""
    (declared,) = (
        node
        for node in ast.parse(HERE.read_text()).body
        if isinstance(node, ast.ClassDef) and node.name == Failpoint.__name__
    )
    sayings = [node.value for node in declared.body[2::2] if isinstance(node, ast.Expr)]
    assert [ast.unparse(node) for node in declared.body[1::2]] == [
        f"{point.name} = {point.value!r}" for point in Failpoint
    ]
    assert len({ast.literal_eval(saying) for saying in sayings}) == len(Failpoint)


def test_nothing_that_is_deployed_can_arm_a_point() -> None:
    """It takes no more from the module than names and ``reached``, and the module itself knows no way in."""
    taken = {str(path): imported_from_failpoints(module) for path, module in deployed()}
    assert {path: names for path, names in taken.items() if names - {"Failpoint", "reached"}} == {}
    imports = [
        node.module if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
        for node in ast.walk(ast.parse(HERE.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert imports == ["__future__", "collections.abc", "enum"]
    assert armed == {}


def test_a_disarmed_point_costs_one_look_up() -> None:
    """One load of the dictionary, one call of its ``get``; no other call can happen."""
    source = inspect.getsource(reached)
    calls = [ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    assert calls == ["armed.get(point)", "act()"]
    assert reached(Failpoint.COMMAND_READ) is None  # type: ignore[func-returns-value]
