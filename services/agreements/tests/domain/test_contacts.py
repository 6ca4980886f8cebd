"""Contacts: roles of the data, a way to reach them, and what was known before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chassis.ids import new_id
from chassis.refusal import LocalizedText, Refusal, StaleVersion
from services.agreements.domain.contacts import (
    CONTACTS_MAX,
    EARLIER_KEPT_MAX,
    Contact,
    ContactFacts,
    change_contact,
    enter_contact,
    in_reading_order,
)
from services.agreements.domain.lead_times import Lead, LeadTime, LeadUnknown, lead_on

ROLES = {"nominations": LocalizedText("Adaylıklar", "Nominations")}
ANNA = ContactFacts("Anna Nowak", ("nominations",), email="anna@uni.example")
TODAY, NOW = date(2026, 11, 26), datetime(2026, 11, 26, 9, tzinfo=UTC)


def contact(facts: ContactFacts = ANNA, present: int = 0) -> Contact:
    return enter_contact(new_id(), new_id(), facts, present=present, roles=ROLES)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": ()}, "contact-role-missing"),
        ({"roles": ("dean",)}, "contact-role-unknown"),
        ({"email": None}, "contact-unreachable"),
        ({"valid_from": TODAY, "valid_until": date(2026, 11, 25)}, "contact-validity-reversed"),
    ],
)
def test_what_is_wrong_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        contact(replace(ANNA, **changes))  # type: ignore[arg-type]
    assert refused.value.code == code


def test_a_partner_has_so_many_contacts_and_no_more() -> None:
    assert contact(present=CONTACTS_MAX - 1).version == 1
    with pytest.raises(Refusal, match="200"):
        contact(present=CONTACTS_MAX)


def test_what_was_known_stays_with_who_changed_it() -> None:
    moved = replace(ANNA, email="a.nowak@uni.example")
    changed = change_contact(contact(), moved, 1, by="ofis-1", at=NOW, roles=ROLES)
    assert (changed.version, changed.facts) == (2, moved)
    assert [(one.facts, one.changed_by, one.changed_at) for one in changed.earlier] == [(ANNA, "ofis-1", NOW)]


def test_the_same_again_is_no_change_and_a_stale_one_is_refused() -> None:
    known = contact()
    assert change_contact(known, ANNA, 1, by="x", at=NOW, roles=ROLES) is known
    with pytest.raises(StaleVersion):
        change_contact(known, replace(ANNA, name="Anna"), 7, by="x", at=NOW, roles=ROLES)


def test_the_history_is_bounded_and_keeps_the_newest() -> None:
    known = contact()
    for number in range(EARLIER_KEPT_MAX + 5):
        known = change_contact(
            known, replace(ANNA, phone=str(1000 + number)), None, by="x", at=NOW, roles=ROLES
        )
    assert len(known.earlier) == EARLIER_KEPT_MAX
    assert known.earlier[0].facts.phone == str(1000 + EARLIER_KEPT_MAX + 3)


def test_who_left_stands_after_who_is_there() -> None:
    gone = contact(replace(ANNA, name="Aaron", valid_until=TODAY - timedelta(days=1)))
    last_day = contact(replace(ANNA, name="Zoe", valid_until=TODAY))
    assert in_reading_order([gone, contact(), last_day], TODAY)[-1] is gone
    assert [one.facts.former(TODAY) for one in (gone, last_day)] == [True, False]


def test_a_later_row_of_the_data_counts_from_its_day_and_none_is_guessed() -> None:
    what = Lead.FORMER_CONTACT_KEPT
    leads = (LeadTime(what, date(2020, 1, 1), 100), LeadTime(what, date(2026, 1, 1), 50))
    assert [lead_on(day, what, leads).days for day in (date(2025, 12, 31), date(2026, 1, 1))] == [100, 50]
    with pytest.raises(LeadUnknown):
        lead_on(date(2019, 12, 31), what, leads)
