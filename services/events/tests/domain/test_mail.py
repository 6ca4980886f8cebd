"""A mail's way: nobody sends what somebody else has claimed, and a claim does not last for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from chassis.ids import new_id
from contracts.vocabulary import OpportunityKind
from services.events.domain.mail import ATTEMPTS_MAX, CLAIM_LASTS, Mail, State, claim, put_off, sent
from services.events.tests.builders import NOW


def a_mail() -> Mail:
    return Mail(new_id(), new_id(), new_id(), OpportunityKind.SEMINAR, uuid4(), due_at=NOW)


def claimed_at_once() -> Mail:
    claimed = claim(a_mail(), NOW)
    assert claimed is not None
    return claimed


def test_it_is_claimed_once() -> None:
    claimed = claimed_at_once()
    assert (claimed.state, claimed.attempts) == (State.CLAIMED, 1)
    assert claim(claimed, NOW + CLAIM_LASTS - timedelta(microseconds=1)) is None
    again = claim(claimed, NOW + CLAIM_LASTS)
    assert again is not None
    assert (again.id, again.attempts) == (claimed.id, 2)


def test_what_was_sent_is_never_claimed_again() -> None:
    assert claim(sent(claimed_at_once()), NOW + 10 * CLAIM_LASTS) is None


def test_it_waits_longer_each_time_and_ends() -> None:
    claimed = claimed_at_once()
    assert put_off(claimed, NOW).due_at == NOW + timedelta(minutes=1)
    assert put_off(replace(claimed, attempts=4), NOW).due_at == NOW + timedelta(minutes=8)
    assert put_off(replace(claimed, attempts=ATTEMPTS_MAX), NOW).state is State.FAILED
