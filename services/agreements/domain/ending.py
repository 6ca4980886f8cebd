"""How an agreement in force ends by itself: its years are over, or a notice's time is.

Source: the inter-institutional agreement template: a unilateral notice is of at least one academic year;
given by 1 September, it takes effect on 1 September of the following year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import AgreementEnd, Signatory
from contracts.vocabulary import AgreementStatus as Status
from services.agreements.domain.agreements import Agreement, Notice, ReasonMissing, changed, over
from services.agreements.domain.amending import NotInForce
from services.agreements.domain.deadlines import Deadline, DeadlineRule, deadline_in


class NoticeAlreadyGiven(Refusal):
    code, kind = "notice-already-given", Kind.CONFLICT
    tr = "Fesih bildirimi {given_on} tarihinde yapılmış; anlaşma {ends_on} günü bitiyor."
    en = "Notice was given on {given_on}; the agreement ends on {ends_on}."
    next_tr, next_en = "Yapılacak bir şey yok.", "There is nothing to do."


class NoticeInTheFuture(Refusal):
    code = "notice-in-the-future"
    tr, en = "{given_on} henüz gelmedi.", "{given_on} has not come yet."
    next_tr, next_en = "Bildirimin yapıldığı günü yazın.", "Give the day on which notice was given."


def last_day_after_notice(given_on: date, deadlines: Sequence[DeadlineRule]) -> date:
    """Given on 1 September 2026 it ends on 31 August 2027; a day later, on 31 August 2028.

    Raises: DeadlineUnknown.
    """
    in_time = given_on <= deadline_in(given_on.year, Deadline.NOTICE, deadlines)
    takes_effect = deadline_in(given_on.year + (1 if in_time else 2), Deadline.NOTICE, deadlines)
    return takes_effect - timedelta(days=1)


def give_notice(
    agreement: Agreement,
    by: Signatory,
    given_on: date,
    reason: str,
    *,
    today: date,
    deadlines: Sequence[DeadlineRule],
) -> Agreement:
    """It goes on until a whole academic year has passed, or its own last day if that comes before.

    Raises: ReasonMissing, NotInForce, NoticeAlreadyGiven, NoticeInTheFuture, DeadlineUnknown.
    """
    if not reason.strip():
        raise ReasonMissing("reason")
    if agreement.status is not Status.ACTIVE:
        raise NotInForce(status=agreement.status)
    if earlier := agreement.notice:
        raise NoticeAlreadyGiven(given_on=earlier.given_on, ends_on=earlier.ends_on)
    if given_on > today:
        raise NoticeInTheFuture("given_on", given_on=given_on)
    ends_on = min(last_day_after_notice(given_on, deadlines), agreement.terms.last_year.last_day)
    with_reason = replace(agreement, termination_reason=reason.strip())
    return changed(with_reason, notice=Notice(by, given_on, ends_on))


def tell_expiring(agreement: Agreement, today: date, lead: timedelta) -> Agreement | None:
    """Once in its life, from ``lead`` before its last day on; None where there is nothing to tell."""
    near = agreement.ends_on - lead <= today <= agreement.ends_on
    if agreement.status is not Status.ACTIVE or agreement.expiring_since is not None or not near:
        return None
    return changed(agreement, expiring_since=today)


def end_by_clock(agreement: Agreement, today: date, at: datetime) -> Agreement | None:
    """What the clock makes of it; None while its last day is not over."""
    if agreement.status is not Status.ACTIVE or today <= agreement.ends_on:
        return None
    cut_short = agreement.ends_on < agreement.terms.last_year.last_day
    return over(agreement, AgreementEnd.NOTICE if cut_short else AgreementEnd.EXPIRED, at)
