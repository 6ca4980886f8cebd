from __future__ import annotations

import pytest

from chassis.refusal import StaleVersion
from services.mobility.domain.person import (
    EmailMalformed,
    FieldNotYours,
    IbanMalformed,
    corrected,
    registered,
)
from services.mobility.tests.builders import a_person


def test_an_iban_is_kept_without_spaces_and_in_capitals() -> None:
    assert registered(a_person(iban="tr33 0006 1005 1978 6457 8413 26")).iban == "TR330006100519786457841326"


@pytest.mark.parametrize("iban", ["33TR0006100519786457", "TR33", "TR33-0006-1005-1978", ""])
def test_what_is_not_shaped_like_an_iban_is_refused(iban: str) -> None:
    with pytest.raises(IbanMalformed):
        registered(a_person(iban=iban))


@pytest.mark.parametrize("email", ["ayse", "ayse@", "@iste", "a b@c.tr"])
def test_what_is_not_shaped_like_an_address_is_refused(email: str) -> None:
    with pytest.raises(EmailMalformed):
        registered(a_person(email=email))


def test_somebody_corrects_their_own_address_and_account_and_nothing_else() -> None:
    person = a_person()
    own = {"email": "ayse@example.org", "iban": "TR330006100519786457841326"}
    assert corrected(person, own, by_office=False, expected=1).version == 2
    with pytest.raises(FieldNotYours):
        corrected(person, {"faculty": "theology"}, by_office=False, expected=1)


def test_a_correction_of_an_older_version_is_stale() -> None:
    with pytest.raises(StaleVersion):
        corrected(a_person(version=3), {}, by_office=True, expected=2)
