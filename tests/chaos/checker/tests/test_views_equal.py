from typing import Any
from uuid import UUID

import pytest

from tests.chaos.checker.language import AGREEMENT, GRANT, MOBILITY, PARTNER, PERSON
from tests.chaos.checker.promises import views_equal
from tests.chaos.checker.tests.builders import AYSE, MEHMET, ZEYNEP, Log, checks, history


def told() -> Log:
    log = Log()
    log.tell(PARTNER, AYSE, 1, name="Uppsala")
    log.tell(PARTNER, AYSE, 2, name="Lund")
    return log


def mirrored(version: int, **state: Any) -> dict[str, Any]:
    return {"id": UUID(AYSE), "version": version, "state": {"id": AYSE, "version": version} | state}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([mirrored(2, name="Lund")], []),
        ([mirrored(2, name="Uppsala")], ["mirror"]),
        ([mirrored(1, name="Uppsala")], ["mirror"]),
        ([], ["mirror"]),
    ],
)
def test_a_mirror_has_the_newest_state(rows: list[dict[str, Any]], found: list[str]) -> None:
    run = history(told(), gateway__mirror_partner=rows)
    assert checks(views_equal.mirrors_equal_what_was_told(run)) == found


@pytest.mark.parametrize(
    ("told", "kept", "found"),
    [({}, {"language": None}, []), ({"language": "tr"}, {}, ["mirror"]), ({"language": None}, {}, [])],
)
def test_a_field_of_a_later_release_is_null_where_it_was_not_told_and_kept_where_it_was(
    told: dict[str, Any], kept: dict[str, Any], found: list[str]
) -> None:
    log = Log()
    log.tell(PARTNER, AYSE, 1, **told)
    run = history(log, gateway__mirror_partner=[mirrored(1, **kept)])
    assert checks(views_equal.mirrors_equal_what_was_told(run)) == found


def test_a_mirror_has_nothing_that_nobody_told() -> None:
    run = history(gateway__mirror_partner=[mirrored(1)])
    assert checks(views_equal.mirrors_equal_what_was_told(run)) == ["mirror"]


def test_of_the_erased_a_mirror_keeps_no_state() -> None:
    log = Log()
    log.tell(PERSON, AYSE, 1, given_name="Ayşe")
    log.erase(PERSON, AYSE, 2)
    gone = {"id": AYSE, "version": 2, "state": None}
    assert checks(views_equal.mirrors_equal_what_was_told(history(log, gateway__mirror_person=[gone]))) == []
    kept = mirrored(2, given_name="Ayşe")
    assert checks(views_equal.mirrors_equal_what_was_told(history(log, gateway__mirror_person=[kept]))) == [
        "mirror"
    ]


@pytest.mark.parametrize(
    ("kept", "found"),
    [({"iban": "TR…26", "sealed": {"iban": "k1:…"}}, []), ({"iban": None, "sealed": {}}, ["mirror"])],
)
def test_a_number_may_be_masked_but_not_be_missing(kept: dict[str, Any], found: list[str]) -> None:
    log = Log()
    log.tell(PERSON, AYSE, 1, iban="TR330006100519786457841326")
    run = history(log, gateway__mirror_person=[mirrored(1, **kept)])
    assert checks(views_equal.mirrors_equal_what_was_told(run)) == found


def test_a_wide_row_shows_the_newest_state_and_nothing_of_the_erased() -> None:
    right = {"id": AYSE, "version": 2, "name": "Lund"}
    wrong = {"id": AYSE, "version": 2, "name": "Uppsala"}
    extra = {"id": MEHMET, "version": 1, "name": "Gent"}
    for rows, found in (
        ([right], []),
        ([wrong], ["wide row"]),
        ([], ["wide row"]),
        ([right, extra], ["wide row"]),
    ):
        run = history(told(), gateway__partner_view=rows)
        assert checks(views_equal.wide_rows_equal_what_was_told(run)) == found


@pytest.mark.parametrize(
    ("document", "fits"),
    [
        ({"id": AYSE, "version": 2, "name": "Lund"}, True),
        ({"id": AYSE, "version": 1, "name": "Uppsala"}, False),
        (None, False),
    ],
)
def test_a_wide_row_shows_the_newest_of_others(document: dict[str, Any] | None, fits: bool) -> None:
    log = told()
    log.tell(AGREEMENT, MEHMET, 1, partner_id=AYSE)
    rows = [{"id": MEHMET, "version": 1, "partner_id": UUID(AYSE), "partner": document}]
    partner = {"id": AYSE, "version": 2, "name": "Lund"}
    run = history(log, gateway__agreement_view=rows, gateway__partner_view=[partner])
    assert checks(views_equal.wide_rows_equal_what_was_told(run)) == ([] if fits else ["wide row's document"])


def test_a_stay_shows_its_newest_grant() -> None:
    log = Log()
    log.tell(MOBILITY, MEHMET, 1, person_id=None, agreement_id=None, partner_id=None)
    log.tell(GRANT, ZEYNEP, 1, mobility_id=MEHMET, person_id=None)
    row = {"id": MEHMET, "version": 1, "person": None, "agreement": None, "partner": None}
    money = {"id": ZEYNEP, "version": 1, "person": None}
    shown = row | {"grant": {"id": ZEYNEP, "version": 1}, "grant_id": UUID(ZEYNEP)}
    blind = row | {"grant": None, "grant_id": None}
    for rows, count in ((shown, 0), (blind, 2)):
        run = history(log, gateway__mobility_view=[rows], gateway__grant_view=[money])
        assert len(checks(views_equal.wide_rows_equal_what_was_told(run))) == count


def test_every_instalment_is_shown_as_its_grant_has_it() -> None:
    log, amount = Log(), {"amount": "1.00", "currency": "EUR"}
    log.tell(GRANT, AYSE, 2, instalments=[{"number": 1, "status": "paid", "amount": amount}])
    row = {"grant_id": AYSE, "number": 1, "version": 2, "status": "paid", "amount": amount}
    for rows, found in (([row], []), ([row | {"status": "ordered"}], ["wide row"]), ([], ["wide row"])):
        run = history(log, gateway__instalment_view=rows)
        assert checks(views_equal.instalments_equal_their_grants(run)) == found


def test_the_copies_of_other_services_are_up_to_date() -> None:
    for version, name, found in ((2, "Lund", []), (1, "Uppsala", ["copy"])):
        rows = [{"id": AYSE, "version": version, "name": name}]
        run = history(told(), mobility__partner=rows)
        assert checks(views_equal.copies_equal_their_owners(run)) == found
