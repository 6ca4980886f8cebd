"""Promise 2 where it is about places: none given twice, nobody placed twice, every line served in order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.chaos.checker.history import History, Record, State, by
from tests.chaos.checker.language import EVENT, PLACEMENT, REGISTRATION
from tests.chaos.checker.report import Breach, Harm

PROMISE = 2
HELD = frozenset({"offered", "accepted"})
MOVED_UP = "kervan.events.participant-moved-up.v1"


def nobody_is_placed_twice(history: History) -> Iterator[Breach]:
    """In one call a person holds one place, and an accepted place is one stay."""
    rows = history.table("mobility", "placement")
    held = Counter((str(r["call_id"]), str(r["person_id"])) for r in rows if r["status"] in HELD)
    for (call, person), count in held.items():
        if count > 1:
            what = f"person {person} holds {count} places of call {call}"
            yield Breach(PROMISE, Harm.DUPLICATED, "placed twice", what, "mobility.placement")
    stays = by(history.table("mobility", "mobility"), "placement_id")
    for row in rows:
        count = len(stays.get(str(row["id"]), ()))
        if count > 1 or (row["status"] == "accepted" and count == 0):
            what = f"placement {row['id']} is {row['status']} and has {count} mobilities"
            harm = Harm.DUPLICATED if count else Harm.LOST
            yield Breach(PROMISE, harm, "one stay a place", what, "mobility.mobility")


def no_place_is_given_twice(history: History) -> Iterator[Breach]:
    """Of an agreement's condition, no more places are held in a year than it has."""
    years = {str(row["id"]): row["academic_year"] for row in history.table("mobility", "call")}
    places = {
        condition["id"]: condition["places_per_year"]
        for row in history.table("agreements", "agreement")
        for condition in row["conditions"]
    }
    held = Counter(
        (str(row["condition_id"]), years.get(str(row["call_id"])))
        for row in history.table("mobility", "placement")
        if row["status"] in HELD
    )
    for (condition, year), count in held.items():
        if count > places.get(condition, count):
            what = f"{count} hold one of the {places[condition]} places of condition {condition} in {year}"
            yield Breach(PROMISE, Harm.DUPLICATED, "more placed than places", what, "mobility.placement")


def reserves_are_served_in_order(history: History) -> Iterator[Breach]:
    """Who is promoted was the first by rank of those who waited for that place."""
    waiting: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for change in history.changes(PLACEMENT.topic):
        state = change.state or {}
        line = waiting[state["call_id"], state["condition_id"]]
        line.pop(change.key, None)
        if state["status"] == "reserve":
            line[change.key] = state["rank"]
        elif state["status"] == "offered" and state["promoted"]:
            before = [key for key, rank in line.items() if rank < state["rank"]]
            if before:
                what = f"placement {change.key} was promoted before {before[0]}, who has a better rank"
                yield Breach(PROMISE, Harm.DIVERGED, "reserve out of order", what, change.place)


@dataclass
class Hall:
    """A gathering as its changes tell, one after the other: who has a place, who waits with which number."""

    key: str
    registered: set[str] = field(default_factory=set)
    waiting: dict[str, int] = field(default_factory=dict)
    last_number: int = 0

    def enter(self, change: Record) -> Iterator[Breach]:
        """Somebody's registration changed."""
        state = change.state
        number = self.waiting.pop(change.key, None)
        self.registered.discard(change.key)
        if state is None:
            return
        if state["status"] == "registered":
            yield from self._seat(change, number)
        elif state["status"] == "waiting":
            yield from self._queue(change, state["place_in_line"])

    def count(self, change: Record) -> Iterator[Breach]:
        """The gathering says how many there are."""
        state = change.state or {}
        said = state["registered"], state["waiting"]
        counted = len(self.registered), len(self.waiting)
        if state["status"] != "cancelled" and said != counted:
            what = f"says {said[0]} registered and {said[1]} waiting, told {counted[0]} and {counted[1]}"
            yield self._breach(Harm.DIVERGED, "places counted", what, change)
        if len(self.registered) > state["capacity"]:
            what = f"has {len(self.registered)} registered for {state['capacity']} places"
            yield self._breach(Harm.DUPLICATED, "more registered than places", what, change)

    def _seat(self, change: Record, number: int | None) -> Iterator[Breach]:
        first = min(self.waiting.values(), default=None)
        if first is not None and (number is None or number > first):
            what = f"gave {change.key} (number {number}) a place before number {first}"
            yield self._breach(Harm.DIVERGED, "line out of order", what, change)
        self.registered.add(change.key)

    def _queue(self, change: Record, number: int) -> Iterator[Breach]:
        if number <= self.last_number:
            what = f"gave {change.key} number {number} after {self.last_number}"
            yield self._breach(Harm.DUPLICATED, "number in line", what, change)
        self.last_number = max(self.last_number, number)
        self.waiting[change.key] = number

    def _breach(self, harm: Harm, check: str, what: str, change: Record) -> Breach:
        return Breach(PROMISE, harm, check, f"event {self.key} {what}", change.place)


def lines_are_served_in_order(history: History) -> Iterator[Breach]:
    """Never more registered than places; numbers rise; the lowest waiting number gets the next place."""
    halls: dict[str, Hall] = {}
    of_event: dict[str, str] = {}
    for change in history.changes(EVENT.topic, REGISTRATION.topic):
        event = change.key if change.topic == EVENT.topic else _event_of(change, of_event)
        hall = halls.setdefault(event, Hall(event))
        yield from hall.count(change) if change.topic == EVENT.topic else hall.enter(change)


def _event_of(change: Record, known: dict[str, str]) -> str:
    """A tombstone does not say whose registration it was; what came before it did."""
    state: State | None = change.state
    if state is not None:
        known[change.key] = state["event_id"]
    return known.get(change.key, "unknown")


def everybody_has_one_registration(history: History) -> Iterator[Breach]:
    rows = history.table("events", "registration")
    for (event, person), found in by(rows, "event_id", "person_id").items():
        if len(found) > 1:
            what = f"person {person} has {len(found)} registrations at {event}"
            yield Breach(PROMISE, Harm.DUPLICATED, "registered twice", what, "events.registration")


CHECKS = (
    nobody_is_placed_twice,
    no_place_is_given_twice,
    reserves_are_served_in_order,
    lines_are_served_in_order,
    everybody_has_one_registration,
)
