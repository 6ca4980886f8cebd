from typing import Any

import pytest

from tests.chaos.checker.history import Record
from tests.chaos.checker.language import CALL, MOBILITY, PAYMENT_RESULTS, PERSON
from tests.chaos.checker.promises import one_effect
from tests.chaos.checker.promises.one_effect import ANSWERED, PLANNED, PUBLISHED, WITHDRAWN
from tests.chaos.checker.tests.builders import AYSE, MEHMET, ZEYNEP, Log, checks, history

STAY: dict[str, Any] = {
    "direction": "outgoing",
    "kind": "student-study",
    "imported": False,
    "person_id": AYSE,
    "call_id": MEHMET,
}
GRANT = {"id": ZEYNEP, "mobility_id": ZEYNEP, "stay": "ahead"}


def planned(log: Log, **other: object) -> Record:
    return log.tell(MOBILITY, ZEYNEP, 1, PLANNED, **STAY | other)


def inbox(*taken: tuple[str, Record]) -> list[dict[str, str]]:
    return [{"consumer_group": group, "event_id": record.id} for group, record in taken]


def parked(group: str, record: Record) -> dict[str, Any]:
    return {"consumer_group": group, "topic": record.topic, "headers": dict(record.headers)}


def test_each_group_takes_in_what_it_acts_on() -> None:
    log = Log()
    event = planned(log)
    log.again(event)
    both: dict[str, Any] = {
        "finance__inbox": inbox(("finance.grants", event)),
        "events__inbox": inbox(("events.orientations", event), ("events.deadlines", event)),
    }
    assert checks(one_effect.everything_is_taken_in(history(log, **both))) == []
    assert checks(one_effect.everything_is_taken_in(history(log))) == ["event not taken in"] * 3


def test_a_parked_event_waits_to_be_taken_in() -> None:
    log = Log()
    event = planned(log)
    run = history(
        log,
        finance__parked_record=[parked("finance.grants", event)],
        events__parked_record=[parked("events.orientations", event)],
        events__inbox=inbox(("events.deadlines", event)),
    )
    assert checks(one_effect.everything_is_taken_in(run)) == []


def test_an_event_taken_in_that_nobody_told_is_a_stranger() -> None:
    run = history(finance__inbox=[{"consumer_group": "finance.grants", "event_id": "x"}])
    assert checks(one_effect.everything_is_taken_in(run)) == ["unknown event taken in"]


@pytest.mark.parametrize(
    ("grants", "found"),
    [([GRANT], []), ([], ["grant missing"]), ([GRANT, GRANT], ["one grant a stay"])],
)
def test_a_planned_stay_has_one_grant(grants: list[dict[str, str]], found: list[str]) -> None:
    log = Log()
    planned(log)
    assert checks(one_effect.who_goes_has_one_grant(history(log, finance__grants=grants))) == found


@pytest.mark.parametrize("other", [{"direction": "incoming"}, {"kind": "degree"}, {"imported": True}])
def test_who_is_not_paid_for_needs_no_grant(other: dict[str, object]) -> None:
    log = Log()
    planned(log, **other)
    assert checks(one_effect.who_goes_has_one_grant(history(log))) == []


def test_a_withdrawn_stay_ends_its_grant() -> None:
    log = Log()
    log.tell(MOBILITY, ZEYNEP, 2, WITHDRAWN, **STAY)
    ended = GRANT | {"stay": "withdrawn"}
    assert checks(one_effect.who_goes_has_one_grant(history(log, finance__grants=[ended]))) == []
    assert checks(one_effect.who_goes_has_one_grant(history(log, finance__grants=[GRANT]))) == [
        "grant not cancelled"
    ]


def test_an_answered_order_has_that_answer() -> None:
    log = Log()
    log.tell(PAYMENT_RESULTS, AYSE, 1, ANSWERED, source="/kervan/finance-office", outcome="paid")
    paid, issued = {"id": AYSE, "status": "paid"}, {"id": AYSE, "status": "issued"}
    assert checks(one_effect.answers_are_booked(history(log, finance__payment_orders=[paid]))) == []
    assert checks(one_effect.answers_are_booked(history(log, finance__payment_orders=[issued]))) == [
        "answer not booked"
    ]


def test_who_goes_is_known_and_invited() -> None:
    log = Log()
    log.tell(PERSON, AYSE, 1)
    planned(log)
    hall = {"id": "hall", "kind": "orientation", "status": "scheduled", "call_id": MEHMET}
    goer, seat = {"mobility_id": ZEYNEP}, {"event_id": "hall", "person_id": AYSE}
    known = history(log, events__goer=[goer], events__gathering=[hall], events__registration=[seat])
    assert checks(one_effect.who_goes_is_invited(known)) == []
    forgotten = history(log, events__gathering=[hall])
    assert checks(one_effect.who_goes_is_invited(forgotten)) == ["goer missing", "invitation missing"]


def test_who_withdrew_is_not_taken_for_one_who_goes() -> None:
    log = Log()
    log.tell(MOBILITY, ZEYNEP, 2, WITHDRAWN, **STAY)
    run = history(log, events__goer=[{"mobility_id": ZEYNEP}])
    assert checks(one_effect.who_goes_is_invited(run)) == ["goer kept"]


def test_what_was_parked_of_the_erased_went_with_them() -> None:
    log = Log()
    event = planned(log)
    log.erase(PERSON, AYSE, 2)
    taken = inbox(("finance.grants", event)), inbox(("events.deadlines", event))
    run = history(log, finance__inbox=taken[0], events__inbox=taken[1])
    assert checks(one_effect.everything_is_taken_in(run)) == []


def test_who_withdrew_or_was_erased_need_not_be_invited() -> None:
    log = Log()
    planned(log)
    assert checks(one_effect.who_goes_is_invited(history(log))) == []
    log.tell(PERSON, AYSE, 1)
    log.tell(MOBILITY, ZEYNEP, 2, WITHDRAWN, **STAY)
    assert checks(one_effect.who_goes_is_invited(history(log))) == []


def test_a_published_call_has_an_orientation() -> None:
    log = Log()
    log.tell(CALL, AYSE, 3, PUBLISHED)
    held = [{"call_id": AYSE}]
    assert checks(one_effect.published_calls_have_an_orientation(history(log, events__gathering=held))) == []
    assert checks(one_effect.published_calls_have_an_orientation(history(log))) == ["orientation missing"]


def test_the_erased_are_in_no_table() -> None:
    log = Log()
    log.erase(PERSON, AYSE, 2)
    rows: dict[str, Any] = {"events__goer": [{"person_id": AYSE}], "finance__payees": [{"person_id": MEHMET}]}
    assert checks(one_effect.the_erased_are_gone(history(log, **rows))) == ["erasure not done"]


def test_whoever_told_their_account_is_known_to_finance() -> None:
    log = Log()
    log.tell(PERSON, AYSE, 1, iban="TR…")
    log.tell(PERSON, MEHMET, 1, iban=None)
    assert checks(one_effect.accounts_are_known(history(log))) == ["account unknown"]
    known = history(log, finance__payees=[{"person_id": AYSE}])
    assert checks(one_effect.accounts_are_known(known)) == []
