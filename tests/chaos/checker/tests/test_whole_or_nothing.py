from typing import Any

import pytest

from tests.chaos.checker.language import EVENT, PERSON
from tests.chaos.checker.promises import asked_for, marked, whole_or_nothing
from tests.chaos.checker.tests.builders import AYSE, MEHMET, Log, checks, claim, history, said
from tests.chaos.said import Outcome

DONE = said(Outcome.ACKNOWLEDGED, aggregate=AYSE, version=1)
REFUSED, UNKNOWN = said(Outcome.REFUSED), said(Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"id": AYSE, "version": 2, "given_name": "Ayşe"}], []),
        ([{"id": AYSE, "version": 2, "given_name": "Fatma"}], ["event without its state"]),
        ([{"id": AYSE, "version": 1, "given_name": "Ayşe"}], ["event without its state"]),
        ([], ["event without its state"]),
    ],
)
def test_what_was_told_is_in_the_owners_table(rows: list[dict[str, Any]], found: list[str]) -> None:
    log = Log()
    log.tell(PERSON, AYSE, 2, given_name="Ayşe")
    run = history(log, mobility__person=rows)
    assert checks(whole_or_nothing.rows_equal_what_was_told(run)) == found


def test_the_erased_have_no_row() -> None:
    log = Log()
    log.erase(PERSON, AYSE, 2)
    run = history(log, mobility__person=[{"id": AYSE, "version": 1}])
    assert checks(whole_or_nothing.rows_equal_what_was_told(run)) == ["event without its state"]


def test_a_claim_without_an_answer_is_half_a_command() -> None:
    run = history(mobility__idempotency=[claim("k")])
    assert checks(whole_or_nothing.claims_are_answered(run)) == ["half a command"]


def test_a_stored_answer_has_its_event() -> None:
    log = Log()
    log.tell(PERSON, AYSE, 1)
    for version, found in ((1, []), (2, ["answer without effect"])):
        run = history(log, mobility__idempotency=[claim("k", AYSE, version)])
        assert checks(whole_or_nothing.claims_have_their_effect(run)) == found


def test_a_repeated_command_is_answered_alike() -> None:
    again = said(Outcome.ACKNOWLEDGED, attempt=2, aggregate=AYSE, version=1)
    assert checks(whole_or_nothing.one_key_has_one_answer(history(said=[DONE, again]))) == []
    second = said(Outcome.ACKNOWLEDGED, attempt=2, aggregate=AYSE, version=2)
    assert checks(whole_or_nothing.one_key_has_one_answer(history(said=[DONE, second]))) == [
        "one effect a key"
    ]


def test_two_answers_of_one_effect_differ() -> None:
    answers = [
        said(Outcome.ACKNOWLEDGED, attempt=n, aggregate=AYSE, version=1, answer={"status": status})
        for n, status in enumerate(("offered", "accepted"))
    ]
    assert checks(whole_or_nothing.one_key_has_one_answer(history(said=answers))) == ["one answer a key"]


def test_a_done_command_keeps_its_key() -> None:
    kept = history(said=[DONE], mobility__idempotency=[claim("k", AYSE, 1)])
    assert checks(whole_or_nothing.done_commands_are_claimed(kept)) == []
    assert checks(whole_or_nothing.done_commands_are_claimed(history(said=[DONE]))) == ["key forgotten"]


def test_a_refused_command_keeps_none_unless_an_attempt_of_it_ended_unknown() -> None:
    rows = [claim("k", AYSE, 1)]
    refused = history(said=[REFUSED], mobility__idempotency=rows)
    assert checks(whole_or_nothing.done_commands_are_claimed(refused)) == ["refused and claimed"]
    attempts = [UNKNOWN, said(Outcome.REFUSED, attempt=2)]
    perhaps = history(said=attempts, mobility__idempotency=rows)
    assert checks(whole_or_nothing.done_commands_are_claimed(perhaps)) == []


def test_the_key_of_an_answer_about_the_erased_is_forgotten_with_them() -> None:
    log = Log()
    log.tell("mobility.application.v1", AYSE, 1, person_id=MEHMET)
    log.erase(PERSON, MEHMET, 2)
    assert checks(whole_or_nothing.done_commands_are_claimed(history(log, said=[DONE]))) == []


def test_so_is_the_key_of_one_whose_client_never_heard_the_aggregate() -> None:
    log = Log()
    log.tell("mobility.placement.v1", AYSE, 1, person_id=MEHMET)
    log.erase(PERSON, MEHMET, 2)
    asked = said(Outcome.ASKED, given={"path": f"/v1/placements/{AYSE}/withdraw"})
    stale = said(Outcome.ACKNOWLEDGED, code="stale")
    assert checks(whole_or_nothing.done_commands_are_claimed(history(log, said=[asked, stale]))) == []


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ([claim("k", AYSE, 1)], []),
        ([], ["done without being asked"]),
        ([claim("k", AYSE, 1), claim("l", AYSE, 1)], ["done without being asked"]),
        ([claim("k", AYSE, 1), claim("l", AYSE, 1, "POST /v1/files/1/tasks")], []),
        ([claim("l", AYSE, 1, "POST /v1/mobilities/1/file")], ["done without being asked"]),
    ],
)
def test_what_only_commands_change_is_the_answer_of_one(
    claims: list[dict[str, Any]], found: list[str]
) -> None:
    log = Log()
    log.tell("finance.budget.v1", AYSE, 1, "kervan.finance.budget-allocated.v1")
    run = history(log, said=[UNKNOWN], finance__idempotency=claims)
    assert checks(asked_for.changes_were_asked_for_once(run)) == found


def test_the_orientation_of_a_call_follows_from_its_lists() -> None:
    log = Log()
    log.tell(EVENT, AYSE, 1, "kervan.events.event-scheduled.v1", kind="orientation")
    assert checks(asked_for.changes_were_asked_for_once(history(log, said=[UNKNOWN]))) == []


def test_what_the_gateway_shows_later_may_be_later() -> None:
    answers = [
        said(Outcome.ACKNOWLEDGED, attempt=n, aggregate=AYSE, answer={"version": n}, through="gateway")
        for n in (1, 2)
    ]
    assert checks(whole_or_nothing.one_key_has_one_answer(history(said=answers))) == []


FAIR = {"tr": "Fuar 7", "en": "Fair 7"}


@pytest.mark.parametrize(
    ("outcome", "made", "found"),
    [
        (Outcome.ACKNOWLEDGED, 1, []),
        (Outcome.ACKNOWLEDGED, 0, ["done and not made"]),
        (Outcome.ACKNOWLEDGED, 2, ["made twice"]),
        (Outcome.REFUSED, 0, []),
        (Outcome.REFUSED, 1, ["refused and made"]),
        (Outcome.UNKNOWN, 0, []),
        (Outcome.UNKNOWN, 1, []),
        (Outcome.UNKNOWN, 2, ["made twice"]),
    ],
)
def test_what_bears_a_commands_mark_is_there_as_often_as_it_was_asked_for(
    outcome: Outcome, made: int, found: list[str]
) -> None:
    log = Log()
    log.tell(EVENT, AYSE, 1)
    asked = said(Outcome.ASKED, command="schedule-event", service="events", given={"title": FAIR})
    ended = said(outcome, command="schedule-event", service="events", aggregate=AYSE)
    rows = [{"title_tr": FAIR["tr"], "title_en": FAIR["en"]}] * made
    run = history(log, said=[asked, ended], events__gathering=rows)
    assert checks(marked.what_was_asked_for_is_made_once(run)) == found
