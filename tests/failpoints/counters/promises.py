"""What must hold once everything has come to rest, however often and wherever the service died.

Each function looks at what the clients were told, the database and the topic alone, and says what is wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from aiokafka import ConsumerRecord

from chassis.tests.sample.app import UNWELCOME
from chassis.tests.sample.service import POISON
from tests.failpoints.counters.clients import Command
from tests.failpoints.site import rows


@dataclass(frozen=True)
class Sent:
    """An event as the topic has it."""

    id: str
    sequence: int
    label: str

    @classmethod
    def of(cls, record: ConsumerRecord) -> Sent:
        headers = {name: raw.decode() for name, raw in record.headers}
        label = orjson.loads(record.value)["state"]["label"]
        return cls(headers["ce_id"], int(headers["ce_sequence"]), label)


Story = Mapping[str, Sequence[Sent]]
"""Events by counter, in the order of the topic, those that came twice included."""


def story_of(records: Iterable[ConsumerRecord]) -> Story:
    found: dict[str, list[Sent]] = defaultdict(list)
    for record in records:
        found[record.key.decode()].append(Sent.of(record))
    return found


@dataclass(frozen=True)
class Rest:
    """Everything, read after it came to rest."""

    commands: Sequence[Command]
    story: Story
    counters: Mapping[str, int]
    views: Mapping[str, int]
    effects: Sequence[tuple[str, int]]
    parked: Sequence[tuple[str, int]]
    outbox: int
    answers: Sequence[tuple[str, bytes | None]]


async def rest(commands: Sequence[Command], database: str, records: Iterable[ConsumerRecord]) -> Rest:
    async def pairs(query: str) -> list[Any]:
        return [tuple(row) for row in await rows(database, query)]

    parked = 'SELECT key, headers->>\'ce_sequence\' FROM parked_record ORDER BY "partition", "offset"'
    return Rest(
        commands,
        story_of(records),
        dict(await pairs("SELECT id::text, version FROM counter")),
        dict(await pairs("SELECT id::text, version FROM view")),
        await pairs("SELECT key, sequence FROM effect ORDER BY id"),
        [(key, int(sequence)) for key, sequence in await pairs(parked)],
        (await pairs("SELECT count(*) FROM outbox"))[0][0],
        await pairs("SELECT key, body FROM idempotency"),
    )


def broken(found: Rest) -> list[str]:
    """Every promise that does not hold, in words."""
    return [complaint for promise in PROMISES for complaint in promise(found)]


def a_command_is_done_once_or_refused(found: Rest) -> list[str]:
    done = Counter(str(command.counter) for command in found.commands if command.done)
    wrong = [f"unanswered: {command.key}" for command in found.commands if command.answer is None]
    wrong += [
        f"{command.label} was answered {command.answer}"
        for command in found.commands
        if command.done is (command.label == UNWELCOME)
    ]
    return wrong + [
        f"counter {key}: {done[key]} commands done, version {found.counters.get(key, 0)}"
        for key in done.keys() | found.counters.keys()
        if done[key] != found.counters.get(key, 0)
    ]


def what_was_answered_stands_in_the_topic(found: Rest) -> list[str]:
    """The version that a client was told carries that client's own event."""
    events = {(key, event.sequence, event.label) for key, sent in found.story.items() for event in sent}
    return [
        f"version {command.answer[1]['version']} of {command.counter} is not that of {command.key}"
        for command in found.commands
        if command.answer
        and command.done
        and (str(command.counter), command.answer[1]["version"], command.label) not in events
    ]


def a_counters_events_have_no_gap_and_no_fork(found: Rest) -> list[str]:
    """Sent twice is allowed: then it is the same event, and the first time each comes in order."""
    wrong = [f"{found.outbox} rows are left in the outbox"] if found.outbox else []
    for key in found.counters.keys() | found.story.keys():
        sent = found.story.get(key, ())
        if len({event.id for event in sent}) != len({event.sequence for event in sent}):
            wrong.append(f"counter {key} has forked: {sent}")
        firsts = list(dict.fromkeys(event.sequence for event in sent))
        if firsts != list(range(1, found.counters.get(key, 0) + 1)):
            wrong.append(f"counter {key} is at {found.counters.get(key)}, its events are {firsts}")
    return wrong


def an_event_has_one_effect_or_is_parked_with_its_key(found: Rest) -> list[str]:
    """Poison and what came after it wait, in order; everything else was acted on once, in order."""
    acted, parked = defaultdict(list), defaultdict(list)
    for key, sequence in found.effects:
        acted[key].append(sequence)
    for key, sequence in found.parked:
        parked[key].append(sequence)
    wrong = []
    for key, version in found.counters.items():
        poison = min((e.sequence for e in found.story.get(key, ()) if e.label == POISON), default=version + 1)
        if acted[key] != list(range(1, poison)):
            wrong.append(f"counter {key}, poison at {poison}: effects {acted[key]}")
        if list(dict.fromkeys(parked[key])) != list(range(poison, version + 1)):
            wrong.append(f"counter {key} of version {version}, poison at {poison}: parked {parked[key]}")
    return wrong


def views_equal_tables(found: Rest) -> list[str]:
    return [
        f"counter {key}: table {found.counters.get(key)}, view {found.views.get(key)}"
        for key in found.counters.keys() | found.views.keys()
        if found.counters.get(key) != found.views.get(key)
    ]


def an_answer_is_kept_for_each_key_that_was_done(found: Rest) -> list[str]:
    """None half done: no key without its answer, none of a command that was refused."""
    kept = {key for key, body in found.answers if body}
    done = {command.key for command in found.commands if command.done}
    halves = [f"key without an answer: {key}" for key, body in found.answers if not body]
    return halves + [f"kept is not what was done: {key}" for key in sorted(kept ^ done)]


PROMISES = (
    a_command_is_done_once_or_refused,
    what_was_answered_stands_in_the_topic,
    a_counters_events_have_no_gap_and_no_fork,
    an_event_has_one_effect_or_is_parked_with_its_key,
    views_equal_tables,
    an_answer_is_kept_for_each_key_that_was_done,
)
