"""An offer is open until its deadline, and for whom it says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.vocabulary import EqfLevel, OpportunityKind
from contracts.vocabulary import OpportunityStatus as Status
from services.events.domain.interest import (
    Attributes,
    Interest,
    MailWithoutInterest,
    is_for,
    state,
    take_consent_back,
)
from services.events.domain.opportunity import (
    DeadlineHasPassed,
    OpportunityIsNotOpen,
    change,
    close_when_over,
    publish,
    withdraw,
)
from services.events.tests.builders import NOW, an_offer

SCHOLARSHIP, SEMINAR = OpportunityKind.SCHOLARSHIP, OpportunityKind.SEMINAR
ENGINEER = Attributes("engineering", EqfLevel.BACHELOR)


def an_interest(**known: object) -> Interest:
    given = {"kinds": frozenset({SCHOLARSHIP}), **known}
    return Interest(new_id(), new_id(), **given)  # type: ignore[arg-type]


def test_a_deadline_in_the_past_is_refused() -> None:
    with pytest.raises(DeadlineHasPassed):
        publish(new_id(), an_offer(deadline=NOW), NOW)


def test_it_closes_at_its_deadline() -> None:
    offered = publish(new_id(), an_offer(deadline=NOW + timedelta(days=1)), NOW)
    assert close_when_over(offered, NOW) is None
    closed = close_when_over(offered, NOW + timedelta(days=1))
    assert closed is not None
    assert (closed.status, closed.version) == (Status.CLOSED, 2)
    assert close_when_over(closed, NOW + timedelta(days=2)) is None


def test_what_is_not_open_is_not_changed() -> None:
    gone = withdraw(publish(new_id(), an_offer(), NOW))
    with pytest.raises(OpportunityIsNotOpen):
        change(gone, an_offer(), NOW)
    with pytest.raises(OpportunityIsNotOpen):
        withdraw(gone)


@pytest.mark.parametrize(
    ("offered", "wanted", "known", "told"),
    [
        ({}, {}, ENGINEER, True),
        ({"kind": SEMINAR}, {}, ENGINEER, False),
        ({"faculties": frozenset({"engineering"})}, {}, ENGINEER, True),
        ({"faculties": frozenset({"theology"})}, {}, ENGINEER, False),
        ({"faculties": frozenset({"theology"})}, {}, Attributes(None, None), False),
        ({"eqf_levels": frozenset({EqfLevel.MASTER})}, {}, ENGINEER, False),
        ({"eqf_levels": frozenset({EqfLevel.BACHELOR})}, {}, ENGINEER, True),
        ({"languages": frozenset({"de", "fr"})}, {"languages": frozenset({"fr"})}, ENGINEER, True),
        ({"languages": frozenset({"de"})}, {"languages": frozenset({"fr"})}, ENGINEER, False),
        ({"languages": frozenset({"de"})}, {}, ENGINEER, False),
    ],
)
def test_whom_it_is_for(
    offered: dict[str, object], wanted: dict[str, object], known: Attributes, told: bool
) -> None:
    assert is_for(an_offer(**offered), an_interest(**wanted), known) is told


def test_mail_is_only_of_what_is_of_interest() -> None:
    with pytest.raises(MailWithoutInterest) as refused:
        state(an_interest(mail_kinds=frozenset({SEMINAR})))
    assert refused.value.field == "mail_kinds"


def test_a_consent_is_taken_back_once() -> None:
    interest = an_interest(mail_kinds=frozenset({SCHOLARSHIP}))
    after = take_consent_back(interest, SCHOLARSHIP)
    assert after is not None
    assert (after.mail_kinds, after.kinds, after.version) == (frozenset(), interest.kinds, 2)
    assert take_consent_back(after, SCHOLARSHIP) is None
