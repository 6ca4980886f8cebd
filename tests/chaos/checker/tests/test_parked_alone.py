from typing import Any

from tests.chaos.checker.history import Record, Waiting
from tests.chaos.checker.language import PERSON
from tests.chaos.checker.promises import parked_alone
from tests.chaos.checker.tests.builders import AYSE, Log, checks, history, injected

GROUP = "gateway.views"


def keys(*records: Record) -> list[dict[str, Any]]:
    return [{"consumer_group": GROUP, "topic": one.topic, "key": one.key} for one in records]


def waiting(*records: Record) -> list[dict[str, Any]]:
    return [
        {
            "consumer_group": GROUP,
            "topic": one.topic,
            "key": one.key,
            "partition": 0,
            "offset": one.offset,
            "error": "unreadable",
        }
        for one in records
    ]


def test_a_poisoned_key_waits_with_all_that_came_later() -> None:
    log = Log()
    poison = log.poison(log.tell(PERSON, AYSE, 1))
    later = log.tell(PERSON, AYSE, 2)
    run = history(
        log,
        faults=[injected(poison, "poison")],
        gateway__parked_key=keys(poison),
        gateway__parked_record=waiting(poison, later),
        gateway__mirror_person=[{"id": AYSE, "version": 1}],
    )
    assert [found for check in parked_alone.CHECKS for found in checks(check(run))] == []


def test_a_key_without_poison_must_not_be_parked() -> None:
    log = Log()
    event = log.tell(PERSON, AYSE, 1)
    run = history(log, gateway__parked_key=keys(event), gateway__parked_record=waiting(event))
    assert checks(parked_alone.only_poison_is_parked(run)) == ["parked without poison"]


def test_an_event_that_overtakes_its_parked_key_is_found_twice() -> None:
    log = Log()
    poison = log.poison(log.tell(PERSON, AYSE, 1))
    log.tell(PERSON, AYSE, 2)
    run = history(
        log,
        gateway__parked_key=keys(poison),
        gateway__parked_record=waiting(poison),
        gateway__mirror_person=[{"id": AYSE, "version": 2}],
    )
    assert checks(parked_alone.the_rest_of_the_key_waits(run)) == ["key not held back"]
    assert checks(parked_alone.parked_keys_stand_still(run)) == ["key not held back"]


def test_a_key_that_waits_for_nothing_is_stuck() -> None:
    event = Log().tell(PERSON, AYSE, 1)
    run = history(gateway__parked_key=keys(event))
    assert checks(parked_alone.the_rest_of_the_key_waits(run)) == ["key not held back"]


def test_a_record_of_a_topic_that_its_group_does_not_read_is_parked_elsewhere() -> None:
    event = Log().tell("nobody.reads.v1", AYSE, 1)
    run = history(gateway__parked_record=waiting(event))
    assert checks(parked_alone.groups_are_known(run)) == ["parked elsewhere"]


def tended(poison: Record, *behind: Record) -> Waiting:
    offsets = [poison.offset, *(record.offset for record in behind)]
    return Waiting(GROUP, poison.topic, poison.key, 0, offsets, max(offsets) + 2)


def test_what_waited_while_a_key_was_parked_is_known_from_who_tended_it() -> None:
    log = Log()
    poison = log.poison(log.tell(PERSON, AYSE, 1))
    later = log.tell(PERSON, AYSE, 2)
    waited = history(log, tended=[tended(poison, later)])
    assert checks(parked_alone.the_rest_waited_while_it_was_parked(waited)) == []
    went_on = history(log, tended=[tended(poison)])
    assert checks(parked_alone.the_rest_waited_while_it_was_parked(went_on)) == ["key not held back"]


def test_what_came_after_a_key_was_tended_need_not_have_waited() -> None:
    log = Log()
    poison = log.poison(log.tell(PERSON, AYSE, 1))
    for sequence in (2, 3):
        log.tell(PERSON, "somebody else", sequence)
    log.tell(PERSON, AYSE, 2)
    assert (
        checks(parked_alone.the_rest_waited_while_it_was_parked(history(log, tended=[tended(poison)]))) == []
    )


def test_poison_that_a_group_did_not_park_was_passed_over() -> None:
    log = Log()
    like = log.tell(PERSON, AYSE, 1, "kervan.mobility.person-changed.v1")
    poison = log.poison(like)
    elsewhere = [
        Waiting(group, PERSON.topic, AYSE, 0, [poison.offset], 9)
        for group in ("finance.payees", "events.recipients")
    ]
    faults = [injected(poison, "poison")]
    seen = history(log, faults=faults, tended=[*elsewhere, tended(poison)])
    assert checks(parked_alone.every_poison_was_parked(seen)) == []
    passed_over = history(log, faults=faults, tended=elsewhere)
    assert checks(parked_alone.every_poison_was_parked(passed_over)) == ["poison passed over"]
