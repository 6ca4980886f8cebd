"""What may be announced."""

from __future__ import annotations

import pytest

from contracts.vocabulary import EventKind
from services.events.domain.gathering import (
    CapacityZero,
    EventEndsBeforeItBegins,
    EventInThePast,
    schedule,
)
from services.events.tests.builders import BEGINS, NOW, a_gathering


def test_an_event_without_places_is_refused() -> None:
    with pytest.raises(CapacityZero) as refused:
        schedule(a_gathering(capacity=0), NOW)
    assert refused.value.field == "capacity"


def test_an_event_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(EventEndsBeforeItBegins):
        schedule(a_gathering(ends_at=BEGINS), NOW)


def test_an_event_in_the_past_is_refused() -> None:
    with pytest.raises(EventInThePast):
        schedule(a_gathering(), BEGINS)


def test_only_the_orientation_of_a_call_is_by_invitation() -> None:
    call_id = a_gathering().id
    assert a_gathering(kind=EventKind.ORIENTATION, call_id=call_id).by_invitation
    assert not a_gathering(kind=EventKind.ORIENTATION).by_invitation
    assert not a_gathering(kind=EventKind.LANGUAGE_COURSE, call_id=call_id).by_invitation
