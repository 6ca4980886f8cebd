"""What goes wrong when: a pure function of seed and seconds, so that a run can be repeated."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts import topics
from deploy.local.programs import PROGRAMS, WITH_DATABASE

FIRST_AT_SECONDS = 1.5
QUIET_END_SECONDS = 1.0
GAP_SECONDS = (0.6, 3.4)


class Kind(StrEnum):
    """One way of harming; ``tests/chaos/faults`` has a function for each."""

    KILL = "kill"
    PAUSE = "pause"
    CUT_KAFKA = "cut-kafka"
    CUT_POSTGRES = "cut-postgres"
    HOLD_KAFKA = "hold-kafka"
    HOLD_POSTGRES = "hold-postgres"
    SLOW_POSTGRES = "slow-postgres"
    SECOND_CONSUMER = "second-consumer"
    DUPLICATES = "duplicates"
    STALE_EVENTS = "stale-events"
    RESULTS_AGAIN = "results-again"
    POISON = "poison"
    FULL_OUTBOX = "full-outbox"
    LOCKS = "locks"
    CLOCK_STEP = "clock-step"


@dataclass(frozen=True, slots=True)
class Fault:
    """``at`` seconds after the clients began; healed after ``lasts`` seconds.

    ``target`` is a program, a store or a topic. ``draw`` feeds the choices that can only be made when it
    happens (which record, which table); ``amount`` is the clock's step or the delay, in seconds.
    """

    number: int
    at: float
    kind: Kind
    target: str
    lasts: float
    amount: float = 0.0
    draw: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """``often``: how many times the kind is in each deck."""

    kind: Kind
    targets: tuple[str, ...]
    lasts: tuple[float, float]
    often: int = 1
    amounts: tuple[float, ...] = (0.0,)


EVERY_PROGRAM = tuple(program.name for program in PROGRAMS)
OWNERS = tuple(program.name for program in WITH_DATABASE)
SERVICES = tuple(name for name in OWNERS if name != "gateway")
STORES = ("kafka", "postgres")
STATE_TOPICS = tuple(topic.name for topic in topics.TOPICS if topic.compacted and topic.ours)
POISONED = (
    topics.PERSON, topics.CALL, topics.APPLICATION, topics.PLACEMENT, topics.MOBILITY, topics.GRANT,
    topics.PAYMENT_ORDER, topics.EVENT, topics.REGISTRATION, topics.AGREEMENT, topics.PAYMENT_RESULT,
)  # fmt: skip
OFTEN_TOLD = (topics.EVENT, topics.BUDGET, topics.GRANT)
MINUTE, HOUR = 60.0, 3600.0

RULES = (
    Rule(Kind.KILL, EVERY_PROGRAM, (0.1, 3.0), often=4),
    Rule(Kind.KILL, STORES, (0.1, 1.5)),
    Rule(Kind.PAUSE, EVERY_PROGRAM, (0.5, 8.0), often=2),
    Rule(Kind.PAUSE, STORES, (0.5, 5.0)),
    Rule(Kind.CUT_KAFKA, EVERY_PROGRAM, (0.0, 3.0)),
    Rule(Kind.CUT_POSTGRES, OWNERS, (0.0, 3.0), often=2),
    Rule(Kind.HOLD_KAFKA, EVERY_PROGRAM, (0.5, 8.0)),
    Rule(Kind.HOLD_POSTGRES, OWNERS, (0.5, 8.0)),
    Rule(Kind.SLOW_POSTGRES, OWNERS, (1.0, 6.0), amounts=(0.01, 0.03, 0.1)),
    Rule(Kind.SECOND_CONSUMER, OWNERS, (2.0, 8.0), often=2),
    Rule(Kind.DUPLICATES, STATE_TOPICS, (0.0, 0.0), often=2),
    Rule(Kind.STALE_EVENTS, STATE_TOPICS, (0.0, 0.0), often=2),
    Rule(Kind.RESULTS_AGAIN, (topics.PAYMENT_RESULT.name,), (0.0, 0.0)),
    Rule(Kind.POISON, tuple(topic.name for topic in POISONED), (0.0, 0.0), often=2),
    Rule(Kind.POISON, tuple(topic.name for topic in OFTEN_TOLD), (1.0, 4.0)),
    Rule(Kind.FULL_OUTBOX, SERVICES, (2.0, 8.0)),
    Rule(Kind.LOCKS, OWNERS, (0.5, 6.0)),
    Rule(
        Kind.CLOCK_STEP, EVERY_PROGRAM, (1.0, 10.0),
        amounts=(-10 * MINUTE, -30.0, -2.0, 2.0, 45.0, 20 * MINUTE, 6 * HOUR),
    ),
)  # fmt: skip


def schedule(seed: int, seconds: float, rules: tuple[Rule, ...] = RULES) -> tuple[Fault, ...]:
    """The faults of a run in the order they begin; the last seconds are left to healing."""
    chance = random.Random(seed)
    dealt, faults, at = _dealt(rules, chance), list[Fault](), FIRST_AT_SECONDS
    while rules and at < seconds - QUIET_END_SECONDS:
        faults.append(_fault(len(faults), at, next(dealt), chance))
        at += chance.uniform(*GAP_SECONDS)
    return tuple(faults)


def _dealt(rules: Sequence[Rule], chance: random.Random) -> Iterator[Rule]:
    """Deck after deck, each shuffled: a longer run has every kind, none for ever absent."""
    while True:
        deck = [rule for rule in rules for _ in range(rule.often)]
        chance.shuffle(deck)
        yield from deck


def _fault(number: int, at: float, rule: Rule, chance: random.Random) -> Fault:
    return Fault(
        number=number,
        at=round(at, 3),
        kind=rule.kind,
        target=chance.choice(rule.targets),
        lasts=round(chance.uniform(*rule.lasts), 3),
        amount=chance.choice(rule.amounts),
        draw=chance.getrandbits(32),
    )
