"""Promise 5: a command that was refused, or whose end nobody knows, is done whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.chaos.checker.history import History, Row
from tests.chaos.checker.language import AGGREGATES, Aggregate, version_of
from tests.chaos.checker.promises import asked_for, marked
from tests.chaos.checker.promises.asked_for import effect_of
from tests.chaos.checker.promises.ended import mentions_the_erased, never_done, was_done
from tests.chaos.checker.promises.same import differing
from tests.chaos.checker.report import Breach, Harm
from tests.chaos.said import Outcome

PROMISE = 5


def rows_equal_what_was_told(history: History) -> Iterator[Breach]:
    """Every event has its state: the owner's row is what was told last; the erased have none."""
    for aggregate in AGGREGATES:
        rows = {str(r["id"]): r for r in history.table(aggregate.service, aggregate.table)}
        for key, record in history.newest.get(aggregate.topic, {}).items():
            row = rows.get(key)
            where = f"{aggregate.service}.{aggregate.table}, {record.place}"
            if record.state is None:
                if row is not None:
                    yield _half(f"{key} was erased and is still there", where)
            elif row is None or version_of(aggregate, row) < record.sequence:
                at = version_of(aggregate, row) if row else 0
                yield _half(f"{key} was told at {record.sequence}, the row is at {at}", where)
            elif columns := _other_columns(aggregate, row, record.state):
                yield _half(f"{key} at {record.sequence} differs in {', '.join(columns)}", where)


def _other_columns(aggregate: Aggregate, row: Row, state: dict[str, object]) -> Sequence[str]:
    """An agreement's row is compared with its own topic; what partners read of it has its own versions."""
    if aggregate.version not in ("version", None):
        return ()
    told = {key: value for key, value in state.items() if key not in KEPT_OTHERWISE.get(aggregate.table, ())}
    return differing(row, told)


KEPT_OTHERWISE = {"agreement": ("first_year", "last_year")}
"""Told as 2024/2025, kept as the year it begins."""


def _half(what: str, where: str) -> Breach:
    return Breach(PROMISE, Harm.DIVERGED, "event without its state", what, where)


def claims_are_answered(history: History) -> Iterator[Breach]:
    """An Idempotency-Key is claimed and answered in one transaction: none is claimed only."""
    for database in history.rows:
        for row in history.table(database, "idempotency"):
            if row["status"] is None:
                what = f"Idempotency-Key {row['key']} is claimed and has no answer"
                yield Breach(PROMISE, Harm.DIVERGED, "half a command", what, f"{database}.idempotency")


def claims_have_their_effect(history: History) -> Iterator[Breach]:
    """The change that a stored answer tells of was told to Kafka too."""
    told = {(record.key, record.sequence) for record in history.told}
    for database in history.rows:
        for row in history.table(database, "idempotency"):
            done = effect_of(row)
            if done and done not in told and done[0] not in history.erased:
                what = f"the answer of {row['key']} tells of {done[0]} at {done[1]}, which nobody told"
                yield Breach(PROMISE, Harm.LOST, "answer without effect", what, f"{database}.idempotency")


def one_key_has_one_answer(history: History) -> Iterator[Breach]:
    """However often a command is repeated, it is done once, and everybody hears the same.

    Through the gateway the answer is what the view has, which may show a later change already.
    """
    for key, attempts in history.commands.items():
        done = [one for one in attempts if one.outcome is Outcome.ACKNOWLEDGED]
        answers = {str(one.answer) for one in done if one.through == "service"}
        heard = {(one.aggregate, one.version) for one in done if one.aggregate not in {None, *history.erased}}
        if len(heard) > 1:
            what = f"{done[0].command} was done {len(heard)} times: {sorted(map(str, heard))}"
            yield Breach(PROMISE, Harm.DUPLICATED, "one effect a key", what, f"Idempotency-Key {key}")
        elif len(answers) > 1 and len(heard) == 1:
            what = f"{done[0].command} had {len(answers)} answers for {done[0].aggregate}"
            yield Breach(PROMISE, Harm.DIVERGED, "one answer a key", what, f"Idempotency-Key {key}")


def done_commands_are_claimed(history: History) -> Iterator[Breach]:
    """A command that was done keeps its key; one that was refused to the end keeps none."""
    claimed = {(name, row["key"]) for name in history.rows for row in history.table(name, "idempotency")}
    for key, attempts in history.commands.items():
        last, where = attempts[-1], f"Idempotency-Key {key}"
        if (last.service, key) not in claimed:
            if was_done(attempts) and not mentions_the_erased(attempts, history):
                what = f"{last.command} was done and its key is unknown"
                yield Breach(PROMISE, Harm.LOST, "key forgotten", what, where)
        elif never_done(attempts):
            what = f"{last.command} was refused ({last.code}) and its key is claimed"
            yield Breach(PROMISE, Harm.DIVERGED, "refused and claimed", what, where)


CHECKS = (
    rows_equal_what_was_told,
    claims_are_answered,
    claims_have_their_effect,
    one_key_has_one_answer,
    done_commands_are_claimed,
    *marked.CHECKS,
    *asked_for.CHECKS,
)
