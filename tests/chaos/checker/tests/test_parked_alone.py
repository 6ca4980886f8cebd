from typing import Any

from tests.chaos.checker.history import Record
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
