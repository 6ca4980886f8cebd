"""Promise 2: however often an event is delivered, each consumer acts on it once, and does act."""

from __future__ import annotations

from collections.abc import Iterator

from tests.chaos.checker.history import History, Record, by
from tests.chaos.checker.language import ACTS_ON, CALL, PERSON, database_of
from tests.chaos.checker.promises import desk, money, places
from tests.chaos.checker.report import Breach, Harm

PROMISE = 2
FORGETFUL = frozenset({"events.orientations", "finance.payees"})
"""Groups that drop parked records of the erased: they owe nobody their effect."""
PLANNED, WITHDRAWN, PUBLISHED, ANSWERED = (
    "kervan.mobility.mobility-planned.v1",
    "kervan.mobility.mobility-withdrawn.v1",
    "kervan.mobility.call-published.v1",
    "kervan.finance-office.payment-answered.v1",
)


def everything_is_taken_in(history: History) -> Iterator[Breach]:
    """Each group's inbox has the id of every event it acts on, unless that is parked; and no other id."""
    known = {record.id for record in history.records}
    for group, types in ACTS_ON.items():
        database = database_of(group)
        taken = {r["event_id"] for r in history.table(database, "inbox") if r["consumer_group"] == group}
        for event in history.events(*types):
            if not (
                event.id in taken or _is_parked(group, event, history) or _is_forgotten(group, event, history)
            ):
                what = f"{group} did not act on {event.type} {event.id} of {event.key}"
                yield Breach(PROMISE, Harm.LOST, "event not taken in", what, event.place)
        for stranger in sorted(taken - known):
            what = f"{group} acted on {stranger}, which nobody told"
            yield Breach(PROMISE, Harm.DIVERGED, "unknown event taken in", what, f"{database}.inbox")


def _is_parked(group: str, event: Record, history: History) -> bool:
    """The same event may have been sent twice, so it is looked for by its key and id."""
    return any(
        row["consumer_group"] == group
        and row["topic"] == event.topic
        and row["headers"].get("ce_id") == event.id
        for row in history.table(database_of(group), "parked_record")
    )


def _is_forgotten(group: str, event: Record, history: History) -> bool:
    """What waited of somebody went with their erasure."""
    if group not in FORGETFUL or event.value is None:
        return False
    return history.mentions_the_erased(event.key.encode() + event.value)


def who_goes_has_one_grant(history: History) -> Iterator[Breach]:
    """A planned stay abroad gets one grant, ever; a withdrawn one ends it."""
    grants = by(history.table("finance", "grants"), "mobility_id")
    for mobility, found in grants.items():
        if len(found) > 1:
            what = f"mobility {mobility} has {len(found)} grants"
            yield Breach(PROMISE, Harm.DUPLICATED, "one grant a stay", what, "finance.grants")
    for event in history.events(PLANNED):
        if _paid_for(event) and not _is_parked("finance.grants", event, history) and event.key not in grants:
            what = f"mobility {event.key} was planned and has no grant"
            yield Breach(PROMISE, Harm.LOST, "grant missing", what, event.place)
    for event in history.events(WITHDRAWN):
        for grant in grants.get(event.key, ()):
            if grant["stay"] != "withdrawn" and not _is_parked("finance.grants", event, history):
                what = f"mobility {event.key} was withdrawn, its grant {grant['id']} was not"
                yield Breach(PROMISE, Harm.LOST, "grant not cancelled", what, event.place)


def _paid_for(event: Record) -> bool:
    state = event.state or {}
    return state["direction"] == "outgoing" and state["kind"] != "degree" and not state["imported"]


def answers_are_booked(history: History) -> Iterator[Breach]:
    """An order that the finance office answered has that answer."""
    orders = by(history.table("finance", "payment_orders"), "id")
    for event in history.events(ANSWERED):
        said = (event.state or {})["outcome"]
        for order in orders.get(event.key, ()):
            if order["status"] != said and not _is_parked("finance.payment-results", event, history):
                what = f"order {event.key} was answered {said} and is {order['status']}"
                yield Breach(PROMISE, Harm.LOST, "answer not booked", what, event.place)


def who_goes_is_invited(history: History) -> Iterator[Breach]:
    """Who goes with a call is known to events, and has one registration at its orientation."""
    goers = {str(row["mobility_id"]) for row in history.table("events", "goer")}
    stays_over = {event.key for event in history.events(WITHDRAWN)}
    for stay_over in sorted(goers & stays_over):
        what = f"mobility {stay_over} was withdrawn, and events thinks that somebody goes"
        yield Breach(PROMISE, Harm.DUPLICATED, "goer kept", what, "events.goer")
    registered = by(history.table("events", "registration"), "event_id", "person_id")
    orientations = _orientations(history)
    for event in history.events(PLANNED):
        stay = event.state or {}
        if not _goes_with_a_call(event, history) or event.key in stays_over:
            continue
        if event.key not in goers:
            what = f"mobility {event.key} was planned and nobody goes"
            yield Breach(PROMISE, Harm.LOST, "goer missing", what, event.place)
        for orientation in orientations.get(stay["call_id"], ()):
            if (orientation, stay["person_id"]) not in registered:
                what = f"person {stay['person_id']} goes and is not invited to {orientation}"
                yield Breach(PROMISE, Harm.LOST, "invitation missing", what, event.place)


def _goes_with_a_call(event: Record, history: History) -> bool:
    stay = event.state or {}
    outgoing = stay["direction"] == "outgoing" and not stay["imported"] and stay["call_id"] is not None
    alive = stay["person_id"] in history.states(PERSON.topic)
    return outgoing and alive and not _is_parked("events.orientations", event, history)


def _orientations(history: History) -> dict[str, list[str]]:
    """By call, the orientations that take place."""
    rows = (
        row
        for row in history.table("events", "gathering")
        if row["kind"] == "orientation" and row["status"] == "scheduled" and row["call_id"]
    )
    return {call: [str(row["id"]) for row in found] for call, found in by(rows, "call_id").items()}


def published_calls_have_an_orientation(history: History) -> Iterator[Breach]:
    called = by(history.table("events", "gathering"), "call_id")
    for event in history.events(PUBLISHED):
        if event.key not in called and not _is_parked("events.orientations", event, history):
            what = f"call {event.key} was published and has no orientation"
            yield Breach(PROMISE, Harm.LOST, "orientation missing", what, f"{CALL.topic} {event.place}")


def the_erased_are_gone(history: History) -> Iterator[Breach]:
    """A person who was erased is in no table that others keep of people."""
    kept = {"registration": "events", "goer": "events", "payees": "finance"}
    for table, database in kept.items():
        for row in history.table(database, table):
            if str(row["person_id"]) in history.erased:
                what = f"{row['person_id']} was erased and is in {table}"
                yield Breach(PROMISE, Harm.LOST, "erasure not done", what, f"{database}.{table}")


def accounts_are_known(history: History) -> Iterator[Breach]:
    """Whoever told their account has one at finance, at a version that was told."""
    payees = by(history.table("finance", "payees"), "person_id")
    for key, state in history.states(PERSON.topic).items():
        if state.get("iban") and key not in payees and (PERSON.topic, key) not in parked_keys(history):
            yield Breach(
                PROMISE, Harm.LOST, "account unknown", f"finance has no account of {key}", "finance.payees"
            )


def parked_keys(history: History) -> set[tuple[str, str]]:
    """Topic and key of everything that is parked in any group."""
    return {(row["topic"], row["key"]) for name in history.rows for row in history.table(name, "parked_key")}


CHECKS = (
    everything_is_taken_in,
    who_goes_has_one_grant,
    answers_are_booked,
    who_goes_is_invited,
    published_calls_have_an_orientation,
    the_erased_are_gone,
    accounts_are_known,
    *money.CHECKS,
    *places.CHECKS,
    *desk.CHECKS,
)
