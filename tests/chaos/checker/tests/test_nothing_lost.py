from tests.chaos.checker.language import PERSON
from tests.chaos.checker.promises import nothing_lost
from tests.chaos.checker.tests.builders import AYSE, Log, checks, history, injected, said
from tests.chaos.said import Outcome

DONE = said(Outcome.ACKNOWLEDGED, aggregate=AYSE, version=2)


def told(*sequences: int) -> Log:
    log = Log()
    for sequence in sequences:
        log.tell(PERSON, AYSE, sequence)
    return log


def test_an_acknowledged_change_that_is_stored_and_told_is_kept() -> None:
    run = history(told(1, 2, 3), said=[DONE], mobility__person=[{"id": AYSE, "version": 3}])
    assert checks(nothing_lost.acknowledged_is_kept(run)) == []


def test_an_acknowledged_change_without_state_or_event_is_lost_twice() -> None:
    run = history(told(1), said=[DONE], mobility__person=[{"id": AYSE, "version": 1}])
    assert checks(nothing_lost.acknowledged_is_kept(run)) == [
        "acknowledged, state missing",
        "acknowledged, event missing",
    ]


def test_the_state_of_somebody_erased_is_rightly_gone() -> None:
    log = told(1, 2)
    log.erase(PERSON, AYSE, 3)
    assert checks(nothing_lost.acknowledged_is_kept(history(log, said=[DONE]))) == []


def test_what_was_not_sent_yet_of_somebody_erased_is_rightly_gone() -> None:
    log = told(1)
    log.erase(PERSON, AYSE, 3)
    assert checks(nothing_lost.acknowledged_is_kept(history(log, said=[DONE]))) == []


def test_an_erasure_that_was_acknowledged_is_told() -> None:
    log = told(1)
    done = said(Outcome.ACKNOWLEDGED, command="erase-person", aggregate=AYSE)
    assert checks(nothing_lost.erasures_are_told(history(log, said=[done]))) == [
        "acknowledged, erasure not told"
    ]
    log.erase(PERSON, AYSE, 2)
    assert checks(nothing_lost.erasures_are_told(history(log, said=[done]))) == []


def test_an_event_that_only_the_harness_sent_does_not_count() -> None:
    log = told(1)
    stale = log.tell(PERSON, AYSE, 2)
    rows = [{"id": AYSE, "version": 2}]
    run = history(log, said=[DONE], faults=[injected(stale, "stale-events")], mobility__person=rows)
    assert checks(nothing_lost.acknowledged_is_kept(run)) == ["acknowledged, event missing"]


def test_a_row_ahead_of_kafka_lost_its_event() -> None:
    run = history(told(1), mobility__person=[{"id": AYSE, "version": 2}])
    assert checks(nothing_lost.rows_are_told(run)) == ["state without its event"]


def test_what_is_left_in_an_outbox_was_never_sent() -> None:
    assert checks(nothing_lost.nothing_waits(history(finance__outbox=[{"id": 1}]))) == ["never sent"]


def test_a_beginning_sent_again_after_a_crash_is_whole() -> None:
    log = told(1, 2)
    for record in tuple(log.records):
        log.again(record)
    log.tell(PERSON, AYSE, 3)
    assert checks(nothing_lost.stories_are_whole(history(log))) == []


def test_a_version_that_was_never_told_is_a_gap() -> None:
    assert checks(nothing_lost.stories_are_whole(history(told(1, 3)))) == ["gap"]


def test_unsent_changes_of_somebody_erased_may_be_missing() -> None:
    log = told(1)
    log.erase(PERSON, AYSE, 4)
    assert checks(nothing_lost.stories_are_whole(history(log))) == []


def test_two_changes_at_one_version_are_a_fork() -> None:
    assert checks(nothing_lost.stories_are_whole(history(told(1, 2, 2)))) == ["fork"]


def test_one_event_told_in_two_ways_is_a_fork() -> None:
    log = told(1)
    other = log.tell(PERSON, AYSE, 1, given_name="Ayşe")
    object.__setattr__(other, "headers", log.records[0].headers)
    assert checks(nothing_lost.stories_are_whole(history(log))) == ["fork"]


def test_the_present_state_said_again_is_no_fork() -> None:
    log = told(1, 2)
    log.tell(PERSON, AYSE, 2, "kervan.mobility.person-republished.v1")
    assert checks(nothing_lost.stories_are_whole(history(log))) == []


def test_a_change_told_after_a_later_one_was_overtaken() -> None:
    assert checks(nothing_lost.stories_are_whole(history(told(1, 3, 2)))) == ["overtaken", "ends old"]


def test_an_old_record_at_the_end_would_survive_compaction() -> None:
    log = told(1, 2)
    log.again(log.records[0])
    assert checks(nothing_lost.stories_are_whole(history(log))) == ["ends old"]


def test_an_old_record_that_the_harness_sent_is_its_own_affair() -> None:
    log = told(1, 2)
    stale = log.again(log.records[0])
    run = history(log, faults=[injected(stale, "stale-events")])
    assert checks(nothing_lost.stories_are_whole(run)) == []
