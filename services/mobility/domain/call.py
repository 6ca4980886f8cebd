"""Calls for applications, and the choices the rules leave to the office."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.vocabulary import ActivityKind, CallStatus, Programme
from services.mobility.domain.agreement import Agreement
from services.mobility.domain.committee import (
    Approval,
    Member,
    Minutes,
    ResultsNotApproved,
    require_member,
    require_one_chair,
    require_other_eyes,
)
from services.mobility.domain.own_rules import OwnRules
from services.mobility.domain.programme_rules import Framework, RankingUnit
from services.mobility.domain.rule_book import StayLimits
from services.mobility.domain.stay_days import stay_days

ACADEMIC_YEAR = re.compile(r"(?P<first>[0-9]{4})/(?P<last>[0-9]{4})")


class CallClosesBeforeItOpens(Refusal):
    code, kind = "call-closes-before-it-opens", Kind.INVALID
    tr, en = "Son başvuru, başvuru başlangıcından önce.", "The deadline is before the opening."
    next_tr, next_en = "Tarihleri düzeltin.", "Correct the dates."


class CallWindowTooShort(Refusal):
    code = "call-window-too-short"
    tr = "{programme} çağrıları en az {days} gün açık kalır."
    en = "Calls of {programme} are open for at least {days} days."
    next_tr, next_en = "Son başvuruyu ileri alın.", "Move the deadline."


class AcademicYearMalformed(Refusal):
    code, kind = "academic-year-malformed", Kind.INVALID
    tr, en = "{academic_year} ardışık iki yıl değil.", "{academic_year} is not two consecutive years."
    next_tr, next_en = "2026/2027 gibi yazın.", "Write it as 2026/2027."


class StayOutsideLimits(Refusal):
    code = "stay-outside-limits"
    tr = "Kalış {days} gün; {min_days}–{max_days} gün olmalı."
    en = "The stay is {days} days; it must be {min_days} to {max_days}."
    next_tr, next_en = "Kalış tarihlerini düzeltin.", "Correct the dates of the stay."


class CallNotOpenYet(Refusal):
    code = "call-not-open-yet"
    tr, en = "Başvurular {opens_at} tarihinde açılır.", "Applications open at {opens_at}."
    next_tr, next_en = "O tarihten sonra başvurun.", "Apply after that."


class DeadlinePassed(Refusal):
    code = "application-deadline-passed"
    tr, en = "Başvuru süresi {closes_at} anında doldu.", "The deadline for applications was {closes_at}."
    next_tr, next_en = "Açık çağrılara bakın.", "Look at the calls that are open."


class CallStillOpen(Refusal):
    code = "call-still-open"
    tr = "Başvurular {closes_at} anına kadar açık; o zamana dek sıralama yapılamaz."
    en = "Applications are open until {closes_at}; before that there is no ranking."
    next_tr = "Bekleyin ya da PATCH /calls/{call_id} ile son tarihi öne alın."
    next_en = "Wait, or bring the deadline forward with PATCH /calls/{call_id}."


class CallHasLists(Refusal):
    code, kind = "call-has-lists", Kind.CONFLICT
    tr, en = "Bu çağrının listeleri yayımlandı.", "The lists of this call are published."
    next_tr, next_en = (
        "Değişiklikler artık vazgeçme ve yedekle yürür.",
        "Changes now go by withdrawal and reserve.",
    )


class CallNotRanked(Refusal):
    code, kind = "call-not-ranked", Kind.CONFLICT
    tr, en = "Bu çağrının güncel bir sıralaması yok.", "This call has no ranking that is up to date."
    next_tr, next_en = "Önce sıralamayı yapın.", "Rank it first."


class TieBreak(StrEnum):
    """What decides between equal scores, before the earlier application."""

    LANGUAGE_SCORE = "language-score"
    CGPA = "cgpa"


@dataclass(frozen=True, slots=True)
class CallSettings:
    """What the rules leave to the institution (E14, P2, P5, X1), and what it decides where they are silent.

    ``appeal_days``: how long the public lists can be appealed against; without, not at all. ``semesters``: of
    the stay, for programmes that count them. ``decision``: number and day of the decision that ``own_rules``
    stand in, or that opened a programme of which nothing was published.
    """

    minimum_language_score: Decimal = Decimal(0)
    tie_break: tuple[TieBreak, ...] = (TieBreak.LANGUAGE_SCORE, TieBreak.CGPA)
    ranking_unit: RankingUnit = RankingUnit.CALL
    bonuses_add_up: bool = True
    reply_days: int = 7
    reserve_length: int | None = None
    appeal_days: int | None = None
    semesters: int | None = None
    decision: str | None = None
    own_rules: OwnRules | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """``places``: free ones by condition when it was ranked, so that the ranking can be replayed."""

    id: UUID
    version: int
    programme: Programme
    call_year: int
    academic_year: str
    kind: ActivityKind
    title: LocalizedText
    opens_at: datetime
    closes_at: datetime
    status: CallStatus
    stay_begins: date
    stay_ends: date
    settings: CallSettings
    blended: bool = False
    agreement_ids: tuple[UUID, ...] = field(default=())
    committee: tuple[Member, ...] = ()
    ranked_by: str | None = None
    places: Mapping[UUID, int] = field(default_factory=dict)
    approval: Approval | None = None
    appeals_until: date | None = None

    @property
    def minutes(self) -> Minutes | None:
        return self.approval.minutes if self.approval else None

    @property
    def days(self) -> int | None:
        """How long the planned stay is."""
        return stay_days(self.kind, self.blended, self.stay_begins, self.stay_ends)

    def takes_applications(self, now: datetime) -> None:
        """Raises: CallNotOpenYet, DeadlinePassed."""
        if now < self.opens_at:
            raise CallNotOpenYet(opens_at=self.opens_at)
        if now > self.closes_at or self.status is not CallStatus.OPEN:
            raise DeadlinePassed(closes_at=self.closes_at)


def require_within(limits: StayLimits, days: int | None) -> None:
    """Raises: StayOutsideLimits."""
    if days is not None and not limits.min_days <= days <= limits.max_days:
        raise StayOutsideLimits("stay_ends", days=days, min_days=limits.min_days, max_days=limits.max_days)


def require_consecutive(academic_year: str) -> None:
    """Raises: AcademicYearMalformed."""
    match = ACADEMIC_YEAR.fullmatch(academic_year)
    if match is None or int(match["last"]) != int(match["first"]) + 1:
        raise AcademicYearMalformed("academic_year", academic_year=academic_year)


def require_window(call: Call, framework: Framework) -> None:
    """Raises: CallClosesBeforeItOpens, CallWindowTooShort."""
    if call.closes_at <= call.opens_at:
        raise CallClosesBeforeItOpens("closes_at")
    if call.closes_at - call.opens_at < timedelta(days=framework.window_days_min):
        raise CallWindowTooShort("closes_at", days=framework.window_days_min, programme=call.programme)


def usable(agreement: Agreement, call: Call) -> bool:
    return agreement.programme is call.programme and agreement.in_force(call.academic_year)


def rescheduled(call: Call, closes_at: datetime, framework: Framework, expected: int | None) -> Call:
    """The deadline moved, as long as nothing is ranked. Raises: StaleVersion, CallHasLists, as a window."""
    require_version(call.version, expected)
    if call.status is not CallStatus.OPEN:
        raise CallHasLists
    moved = replace(call, closes_at=closes_at, version=call.version + 1)
    require_window(moved, framework)
    return moved


def require_no_lists(call: Call) -> None:
    """Raises: CallHasLists."""
    if call.status not in (CallStatus.OPEN, CallStatus.RANKED):
        raise CallHasLists


def with_committee(call: Call, members: tuple[Member, ...], expected: int | None) -> Call:
    """Another committee has approved nothing yet. Raises: StaleVersion, CallHasLists, ChairMissing."""
    require_version(call.version, expected)
    require_no_lists(call)
    require_one_chair(members)
    return replace(call, committee=members, approval=None, version=call.version + 1)


def approved(call: Call, approval: Approval, expected: int | None) -> Call:
    """Raises: StaleVersion, CallHasLists, NotInCommittee, CallNotRanked, OtherEyesNeeded."""
    require_version(call.version, expected)
    require_no_lists(call)
    require_member(call.committee, approval.approved_by)
    if call.status is not CallStatus.RANKED:
        raise CallNotRanked
    require_other_eyes(call.ranked_by, approval.subject)
    return replace(call, approval=approval, version=call.version + 1)


def ranked(call: Call, places: Mapping[UUID, int], by: str, now: datetime) -> Call:
    """May be repeated until the lists are public; an approval of an earlier one is void.

    Raises: CallStillOpen, CallHasLists.
    """
    require_no_lists(call)
    if now <= call.closes_at:
        raise CallStillOpen(closes_at=call.closes_at, call_id=call.id)
    return replace(
        call,
        status=CallStatus.RANKED,
        places=places,
        ranked_by=by,
        approval=None,
        version=call.version + 1,
    )


def published(call: Call, today: date, *, ranking_is_current: bool) -> Call:
    """Raises: CallHasLists, CallNotRanked when something changed since the ranking, ResultsNotApproved."""
    require_no_lists(call)
    if call.status is not CallStatus.RANKED or not ranking_is_current:
        raise CallNotRanked
    if call.committee and call.approval is None:
        raise ResultsNotApproved
    days = call.settings.appeal_days
    until = None if days is None else today + timedelta(days=days)
    return replace(call, status=CallStatus.PUBLISHED, appeals_until=until, version=call.version + 1)


def places_of(call: Call, agreements: Sequence[Agreement]) -> dict[UUID, int]:
    """Places a year by condition, of the call's agreements that are still in force."""
    return {
        condition.id: condition.places_per_year
        for agreement in agreements
        if usable(agreement, call)
        for condition in agreement.conditions
        if condition.serves(call.kind, blended=call.blended)
    }
