"""What a wide row must show of other aggregates, from what was last told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.chaos.checker.history import History, State
from tests.chaos.checker.language import (
    AGREEMENT,
    APPLICATION,
    CALL,
    GRANT,
    INTEREST,
    MOBILITY,
    ORDER,
    PARTNER,
    PAYMENT_REQUEST,
    PERSON,
    PLACEMENT,
    REGISTRATION,
    VISIT,
    Aggregate,
)

Expected = Callable[[State, History], object]


def document(other: Aggregate, key: str) -> Expected:
    """The state of the one whose id stands under ``key``; None when it is unknown or erased."""
    return lambda state, history: history.states(other.topic).get(state[key])


def call_status(state: State, history: History) -> object:
    call = history.states(CALL.topic).get(state["call_id"])
    return call["status"] if call else None


def newest_grant(state: State, history: History) -> State | None:
    grants = [g for g in history.states(GRANT.topic).values() if g["mobility_id"] == state["id"]]
    return max(grants, key=lambda grant: str(grant["id"]), default=None)


def newest_grant_id(state: State, history: History) -> object:
    grant = newest_grant(state, history)
    return grant["id"] if grant else None


PERSON_OF, PARTNER_OF = document(PERSON, "person_id"), document(PARTNER, "partner_id")
AGREEMENT_OF = document(AGREEMENT, "agreement_id")

SHOWN: Mapping[Aggregate, Mapping[str, Expected]] = {
    AGREEMENT: {"partner": PARTNER_OF},
    APPLICATION: {"person": PERSON_OF, "call_status": call_status},
    PLACEMENT: {
        "person": PERSON_OF,
        "agreement": AGREEMENT_OF,
        "partner": PARTNER_OF,
        "call_status": call_status,
    },
    MOBILITY: {
        "person": PERSON_OF,
        "agreement": AGREEMENT_OF,
        "partner": PARTNER_OF,
        "grant": newest_grant,
        "grant_id": newest_grant_id,
    },
    GRANT: {"person": PERSON_OF},
    ORDER: {"person": PERSON_OF},
    PAYMENT_REQUEST: {"person": PERSON_OF},
    REGISTRATION: {"person": PERSON_OF},
    INTEREST: {"person": PERSON_OF},
    VISIT: {"partner": PARTNER_OF},
}


def expected_documents(aggregate: Aggregate, state: State, history: History) -> dict[str, object]:
    """By column, the state that the wide row's document is taken from, or the value itself."""
    return {column: expected(state, history) for column, expected in SHOWN.get(aggregate, {}).items()}
