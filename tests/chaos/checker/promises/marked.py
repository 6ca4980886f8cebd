"""Promise 5 where a thing bears the mark of the one command that made it: as many as were asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

import orjson

from tests.chaos.checker.history import History, Row, State
from tests.chaos.checker.promises.ended import mentions_the_erased, never_done, was_done
from tests.chaos.checker.report import Breach, Harm
from tests.chaos.said import Said

PROMISE = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """What only one command was given, and where the thing made by it keeps that."""

    command: str
    given: Callable[[State], object]
    database: str
    table: str
    kept: Callable[[Row], object]


def _words(mark: object) -> bytes:
    """However its keys are ordered."""
    return orjson.dumps(mark, option=orjson.OPT_SORT_KEYS)


def _title(row: Row) -> object:
    return {"tr": row["title_tr"], "en": row["title_en"]}


NUMBER, TITLE, REFERENCE = itemgetter("student_number"), itemgetter("title"), itemgetter("bank_reference")
MARKS = (
    Mark("register-person", NUMBER, "mobility", "person", NUMBER),
    Mark("open-call", TITLE, "mobility", "call", TITLE),
    Mark("schedule-event", TITLE, "events", "gathering", _title),
    Mark("record-recovery", REFERENCE, "finance", "ledger_transactions", REFERENCE),
)


def what_was_asked_for_is_made_once(history: History) -> Iterator[Breach]:
    """One thing at most bears a mark: none when the command was refused, one when it was done."""
    for mark in MARKS:
        made = Counter(_words(mark.kept(row)) for row in history.table(mark.database, mark.table))
        for key, attempts in history.commands.items():
            if attempts[0].command == mark.command and (given := history.asked.get(key)):
                yield from _as_often_as_asked(key, attempts, made[_words(mark.given(given))], history)


def _as_often_as_asked(key: str, attempts: Sequence[Said], made: int, history: History) -> Iterator[Breach]:
    command, where = attempts[0].command, f"Idempotency-Key {key}"
    if made > 1:
        yield Breach(PROMISE, Harm.DUPLICATED, "made twice", f"{command} made {made}", where)
    if made and never_done(attempts):
        yield Breach(PROMISE, Harm.DIVERGED, "refused and made", f"{command} was refused and done", where)
    if not made and was_done(attempts) and not mentions_the_erased(attempts, history):
        yield Breach(PROMISE, Harm.LOST, "done and not made", f"{command} was done and left nothing", where)


CHECKS = (what_was_asked_for_is_made_once,)
