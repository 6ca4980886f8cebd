"""Promise 3: once everything has arrived, every copy equals its owner: mirrors, wide rows, other copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.chaos.checker.history import History, Row, State
from tests.chaos.checker.language import AGGREGATES, AGREEMENT, GATEWAY, PARTNER, Aggregate
from tests.chaos.checker.promises.same import differing, what_it_says
from tests.chaos.checker.promises.wide_rows import expected_documents
from tests.chaos.checker.report import Breach, Harm

PROMISE = 3
COPIES = {AGREEMENT: "mobility.agreement", PARTNER: "mobility.partner"}


def mirrors_equal_what_was_told(history: History) -> Iterator[Breach]:
    """A mirror holds the newest state of every key, and nothing else; of the erased no state."""
    for aggregate in AGGREGATES:
        if aggregate.mirror is None:
            continue
        place = f"{GATEWAY}.{aggregate.mirror}"
        rows = {str(row["id"]): row for row in history.table(GATEWAY, aggregate.mirror)}
        newest = history.newest.get(aggregate.topic, {})
        for key in rows.keys() | newest.keys():
            row, record = rows.get(key), newest.get(key)
            if row is None or record is None:
                yield _diverged(
                    "mirror", f"{key} is in {'Kafka' if row is None else 'the mirror'} only", place
                )
            elif row["version"] != record.sequence:
                yield _diverged("mirror", f"{key} is at {row['version']}, told {record.sequence}", place)
            elif what_it_says(row["state"] or {}) != what_it_says(record.state or {}):
                yield _diverged("mirror", f"{key} at {record.sequence} has another state than told", place)


def wide_rows_equal_what_was_told(history: History) -> Iterator[Breach]:
    """A wide row has the newest state of its aggregate, and the newest basics of what it shows."""
    for aggregate in AGGREGATES:
        if aggregate.view is None:
            continue
        rows = {str(row["id"]): row for row in history.table(GATEWAY, aggregate.view)}
        states = history.states(aggregate.topic)
        yield from _same_keys(aggregate.view, rows, states)
        for key in rows.keys() & states.keys():
            if columns := differing(rows[key], states[key]):
                what = f"{key} at {rows[key]['version']} differs in {', '.join(columns)}"
                yield _diverged("wide row", what, f"{GATEWAY}.{aggregate.view}")
            yield from _documents(aggregate, rows[key], states[key], history)


def _same_keys(view: str, rows: Mapping[str, Row], states: Mapping[str, State]) -> Iterator[Breach]:
    for key in rows.keys() ^ states.keys():
        what = f"{key} is {'shown and not told' if key in rows else 'told and not shown'}"
        yield _diverged("wide row", what, f"{GATEWAY}.{view}")


def _documents(aggregate: Aggregate, row: Row, state: State, history: History) -> Iterator[Breach]:
    for column, expected in expected_documents(aggregate, state, history).items():
        if not _shows(row[column], expected):
            what = f"{column} of {row['id']} is {_brief(row[column])}, should be {_brief(expected)}"
            yield _diverged("wide row's document", what, f"{GATEWAY}.{aggregate.view}")


def _shows(shown: object, expected: object) -> bool:
    """Everything that a document holds is so in the state; it never holds an older version."""
    if not isinstance(shown, Mapping) or not isinstance(expected, Mapping):
        return (str(shown) if shown is not None else None) == expected
    held = {key: value for key, value in shown.items() if key != "instalments"}
    return all(expected.get(key) == value for key, value in held.items())


def _brief(value: object) -> str:
    return f"version {value.get('version')}" if isinstance(value, Mapping) else str(value)


def instalments_equal_their_grants(history: History) -> Iterator[Breach]:
    """A row for each instalment of each grant, of its version, state and amount."""
    shown = {
        (str(row["grant_id"]), row["number"]): (row["version"], row["status"], row["amount"])
        for row in history.table(GATEWAY, "instalment_view")
    }
    told = {
        (key, part["number"]): (state["version"], part["status"], part["amount"])
        for key, state in history.states("finance.grant.v1").items()
        for part in state["instalments"]
    }
    for place in shown.keys() | told.keys():
        if shown.get(place) != told.get(place):
            what = f"instalment {place[1]} of grant {place[0]} is {shown.get(place)}, told {told.get(place)}"
            yield _diverged("wide row", what, f"{GATEWAY}.instalment_view")


def copies_equal_their_owners(history: History) -> Iterator[Breach]:
    """What mobility keeps of agreements and partners."""
    for aggregate, place in COPIES.items():
        database, table = place.split(".")
        rows = {str(row["id"]): row for row in history.table(database, table)}
        states = history.states(aggregate.topic)
        for key in rows.keys() | states.keys():
            row, state = rows.get(key), states.get(key)
            if row is None or state is None or row["version"] != state["version"] or differing(row, state):
                versions = row and row["version"], state and state["version"]
                yield _diverged("copy", f"{key} is at {versions[0]}, told {versions[1]}", place)


def _diverged(check: str, what: str, where: str) -> Breach:
    return Breach(PROMISE, Harm.DIVERGED, check, what, where)


CHECKS = (
    mirrors_equal_what_was_told,
    wide_rows_equal_what_was_told,
    instalments_equal_their_grants,
    copies_equal_their_owners,
)
