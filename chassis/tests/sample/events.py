"""A language of one word, on topics no other test run uses; processes of one run are told its name."""

from __future__ import annotations

import os
import secrets
from uuid import UUID

from chassis.ids import new_id
from contracts.event import Event, State, Tombstone
from contracts.topics import Topic

RUN = os.environ.get("KERVAN_TEST_RUN") or secrets.token_hex(4)
TOPIC = Topic(f"test.counter.{RUN}", "tests", "Counters of one test run.")


class Counter(State):
    label: str = ""


class Counted(Event):
    TYPE = "kervan.test.counted.v1"
    TOPIC = TOPIC
    state: Counter


class Recounted(Event):
    """What is said again; nobody acts on it, views take it in."""

    TYPE = "kervan.test.counter-republished.v1"
    TOPIC = TOPIC
    state: Counter


class Ignored(Event):
    """Known, but nobody reacts to it."""

    TYPE = "kervan.test.ignored.v1"
    TOPIC = TOPIC
    state: Counter


class Uncounted(Tombstone):
    TYPE = "kervan.test.uncounted.v1"
    TOPIC = TOPIC


def counted(key: UUID | None = None, version: int = 1, label: str = "") -> Counted:
    return Counted(state=Counter(id=key or new_id(), version=version, label=label))
