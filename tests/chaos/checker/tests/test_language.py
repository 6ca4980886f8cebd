"""The checker's own words for the system, held against the system's."""

import ast
from pathlib import Path

from contracts.readers import GROUPS
from contracts.topics import PAYMENT_RESULT, TOPICS
from gateway.views.catalogue import VIEWS
from gateway.views.mirrors import MIRRORS
from services.events.entrypoints import consumers as events
from services.finance.entrypoints import consumers as finance
from services.mobility.entrypoints import consumers as mobility
from tests.chaos.checker.language import ACTS_ON, AGGREGATES, READS
from tests.chaos.checker.promises.wide_rows import SHOWN

CHECKER = Path(__file__).parents[1]
KERVAN = {"chassis", "contracts", "deploy", "gateway", "services"}


def test_the_checker_imports_nothing_of_kervan() -> None:
    files = [file for file in CHECKER.rglob("*.py") if "tests" not in file.relative_to(CHECKER).parts]
    imported = {(file.name, name) for file in files for name in imports(file)}
    assert len(files) > 10
    assert {(file, name) for file, name in imported if name.split(".")[0] in KERVAN} == set()
    ours = {name for _, name in imported if name.startswith("tests.")}
    assert {name for name in ours if not name.startswith(("tests.chaos.checker", "tests.chaos.said"))} == {
        "tests.chaos"
    }


OF_NO_AGGREGATE = {"instalment_view", "mobility_task_view", "volunteer_view"}
"""Views whose rows are parts of an aggregate, or sums over several."""


def imports(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


def test_it_knows_every_topic() -> None:
    topics = {aggregate.topic for aggregate in AGGREGATES}
    assert topics == {topic.name for topic in TOPICS} - {PAYMENT_RESULT.name}


def test_it_knows_every_mirror_and_view() -> None:
    assert {a.mirror for a in AGGREGATES if a.mirror} == {mirror.table.name for mirror in MIRRORS}
    shown = {a.view for a in AGGREGATES if a.view} | OF_NO_AGGREGATE
    assert shown == {view.table.name for view in VIEWS}


def test_it_knows_what_every_view_shows_of_others() -> None:
    documents = {
        view.table.name: set(view.docs)
        for view in VIEWS
        if view.docs and view.table.name not in OF_NO_AGGREGATE
    }
    values = {"call_status", "grant_id"}
    assert {a.view: set(columns) - values for a, columns in SHOWN.items()} == documents


def test_it_knows_every_group_and_what_it_acts_on() -> None:
    assert {group: set(topics) for group, topics in READS.items()} == {
        group: {topic.name for topic in topics} for group, topics in GROUPS.items()
    }
    reactors = (mobility.COURSES, *finance.REACTORS, *events.REACTORS)
    assert {group: set(types) for group, types in ACTS_ON.items()} == {
        reactor.group: {event.TYPE for event in reactor.reactions} for reactor in reactors
    }
