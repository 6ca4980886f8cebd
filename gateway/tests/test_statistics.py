"""The office's record: counted from the views, whoever asks."""

from __future__ import annotations

from datetime import date

from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts.vocabulary import AgreementStatus, MobilityStatus, Programme
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views

RECORD = """query($programmes: [Programme!]) {
  programmeStatistics(fromYear: 2015, toYear: 2023, programmes: $programmes) {
    programme beneficiaries agreements
  }
}"""


async def test_the_record_counts_the_asked_years_only(gateway: Gateway, views: Views) -> None:
    student, partner = new_id(), new_id()
    await views.take_in(
        office.stay(new_id(), student, call_year=2015),
        office.stay(new_id(), student, call_year=2023),
        office.stay(new_id(), student, call_year=2014),
        office.stay(new_id(), student, call_year=2020, status=MobilityStatus.WITHDRAWN),
        office.stay(new_id(), student, call_year=2020, programme=Programme.FOREIGN_STUDENTS),
        office.agreement(new_id(), partner, signed_on=date(2015, 1, 1)),
        office.agreement(new_id(), partner, signed_on=date(2024, 1, 1)),
        office.agreement(new_id(), partner, signed_on=None, status=AgreementStatus.DRAFT),
    )
    asked = ["FOREIGN_STUDENTS", "ERASMUS"]
    answer = await gateway.ask(RECORD, gateway.token(Role.PARTNER), programmes=asked)
    assert answer.data["programmeStatistics"] == [
        {"programme": "FOREIGN_STUDENTS", "beneficiaries": 1, "agreements": None},
        {"programme": "ERASMUS", "beneficiaries": 2, "agreements": 1},
    ]


async def test_without_a_wish_every_programme_is_told(gateway: Gateway) -> None:
    answer = await gateway.ask(RECORD)
    assert len(answer.data["programmeStatistics"]) == len(Programme)


async def test_staleness_tells_when_each_topic_was_taken_in(gateway: Gateway, views: Views) -> None:
    await views.take_in(office.partner(new_id()))
    answer = await gateway.ask("{ staleness { topic appliedAt sentAt delaySeconds } }")
    (seen,) = answer.data["staleness"]
    assert seen["topic"] == "agreements.partner.v1"
    assert 0 <= seen["delaySeconds"] < 5


async def test_me_says_who_is_asking(gateway: Gateway, views: Views) -> None:
    person = office.person(new_id())
    await views.take_in(person)
    token = gateway.token(Role.STUDENT, person_id=person.key)
    answer = await gateway.ask("{ me { roles faculty person { givenName } partner { name } } }", token)
    assert answer.data["me"] == {
        "roles": ["STUDENT"],
        "faculty": None,
        "person": {"givenName": "Ayşe"},
        "partner": None,
    }
