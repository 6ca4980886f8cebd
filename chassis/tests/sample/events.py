"""A language of one word, on topics no other test run uses."""

from __future__ import annotations

import secrets
from uuid import UUID

from chassis.ids import new_id
from contracts.event import Event, State
from contracts.topics import Topic

RUN = secrets.token_hex(4)
TOPIC = Topic(f"test.counter.{RUN}", "tests", "Counters of one test run.")


class Counter(State):
    label: str = ""


class Counted(Event):
    TYPE = "kervan.test.counted.v1"
    TOPIC = TOPIC
    state: Counter


class Ignored(Event):
    """Known, but nobody reacts to it."""

    TYPE = "kervan.test.ignored.v1"
    TOPIC = TOPIC
    state: Counter


def counted(key: UUID | None = None, version: int = 1, label: str = "") -> Counted:
    return Counted(state=Counter(id=key or new_id(), version=version, label=label))
