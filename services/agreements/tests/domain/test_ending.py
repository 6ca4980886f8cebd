"""A notice runs for a whole academic year; the clock ends what is over, and nothing earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import AgreementEnd, Signatory
from contracts.vocabulary import AgreementStatus as Status
from services.agreements.adapters.data_files import rulebook
from services.agreements.domain.agreements import Agreement
from services.agreements.domain.deadlines import Deadline, deadline_in
from services.agreements.domain.ending import end_by_clock, give_notice, last_day_after_notice
from services.agreements.tests.domain.test_amending import MORE, amended, in_force

TODAY = date(2026, 11, 26)
NOW = datetime(2027, 9, 1, tzinfo=UTC)


def noticed(agreement: Agreement, given_on: date = date(2026, 9, 1)) -> Agreement:
    deadlines = rulebook().deadlines
    return give_notice(agreement, Signatory.PARTNER, given_on, "no demand", today=TODAY, deadlines=deadlines)


@pytest.mark.parametrize(
    ("given_on", "last_day"),
    [
        (date(2026, 3, 1), date(2027, 8, 31)),
        (date(2026, 9, 1), date(2027, 8, 31)),
        (date(2026, 9, 2), date(2028, 8, 31)),
        (date(2026, 12, 31), date(2028, 8, 31)),
    ],
)
def test_a_notice_runs_for_a_whole_academic_year(given_on: date, last_day: date) -> None:
    assert last_day_after_notice(given_on, rulebook().deadlines) == last_day


def test_it_goes_on_until_then() -> None:
    agreement = noticed(in_force())
    assert (agreement.status, agreement.ends_on) == (Status.ACTIVE, date(2027, 8, 31))
    assert end_by_clock(agreement, date(2027, 8, 31), NOW) is None
    ended = end_by_clock(agreement, date(2027, 9, 1), NOW)
    assert ended is not None
    assert (ended.status, ended.ended_by) == (Status.TERMINATED, AgreementEnd.NOTICE)
    assert ended.publication is not None
    assert ended.publication.version == 2


def test_no_notice_outlasts_the_agreement() -> None:
    last = in_force().terms.last_year.last_day
    late = give_notice(
        in_force(), Signatory.HOME, date(2028, 9, 2), "-", today=last, deadlines=rulebook().deadlines
    )
    ended = end_by_clock(late, last.replace(month=9, day=1), NOW)
    assert (late.ends_on, ended and ended.ended_by) == (last, AgreementEnd.EXPIRED)


def test_years_that_are_over_end_it_and_what_waited_for_signatures() -> None:
    ended = end_by_clock(amended(in_force(), MORE), date(2029, 9, 1), NOW)
    assert ended is not None
    assert (ended.ended_by, ended.amendment) == (AgreementEnd.EXPIRED, None)
    assert end_by_clock(ended, date(2029, 9, 2), NOW) is None


@pytest.mark.parametrize(
    ("agreement", "given_on", "code"),
    [
        (noticed(in_force()), date(2026, 9, 1), "notice-already-given"),
        (in_force(), date(2026, 11, 27), "notice-in-the-future"),
        (replace(in_force(), status=Status.SIGNED), date(2026, 9, 1), "agreement-not-in-force"),
    ],
)
def test_a_notice_out_of_turn_is_refused(agreement: Agreement, given_on: date, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        noticed(agreement, given_on)
    assert refused.value.code == code


def test_a_deadline_nobody_knows_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        deadline_in(2013, Deadline.NOTICE, rulebook().deadlines)
    assert refused.value.code == "deadline-unknown"
