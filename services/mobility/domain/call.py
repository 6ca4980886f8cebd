"""Calls for applications, and the choices the rules leave to the office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.vocabulary import ActivityKind, CallStatus, Programme
from services.mobility.domain.agreement import Agreement
from services.mobility.domain.rule_book import RuleBook, StayLimits
from services.mobility.domain.stay_days import stay_days

ACADEMIC_YEAR = re.compile(r"(?P<first>[0-9]{4})/(?P<last>[0-9]{4})")


class CallClosesBeforeItOpens(Refusal):
    code, kind = "call-closes-before-it-opens", Kind.INVALID
    tr, en = "Son başvuru, başvuru başlangıcından önce.", "The deadline is before the opening."
    next_tr, next_en = "Tarihleri düzeltin.", "Correct the dates."


class AcademicYearMalformed(Refusal):
    code, kind = "academic-year-malformed", Kind.INVALID
    tr, en = "{academic_year} ardışık iki yıl değil.", "{academic_year} is not two consecutive years."
    next_tr, next_en = "2026/2027 gibi yazın.", "Write it as 2026/2027."


class AgreementNotUsable(Refusal):
    code = "agreement-not-usable"
    tr = "{agreement_id} numaralı anlaşma {academic_year} yılında bu çağrı için yürürlükte değil."
    en = "Agreement {agreement_id} is not in force for this call in {academic_year}."
    next_tr = "Yeni yürürlüğe girdiyse birkaç saniye sonra yeniden deneyin; yoksa anlaşmayı kontrol edin."
    next_en = "If it came into force just now, try again in a few seconds; otherwise check the agreement."


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


class RankingUnit(StrEnum):
    """Among whom applicants are ranked."""

    CALL = "call"
    FACULTY = "faculty"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class CallSettings:
    """What the National Agency leaves to the institution (E14, P2, P5, X1)."""

    minimum_language_score: Decimal
    tie_break: tuple[TieBreak, ...] = (TieBreak.LANGUAGE_SCORE, TieBreak.CGPA)
    ranking_unit: RankingUnit = RankingUnit.CALL
    bonuses_add_up: bool = True
    reply_days: int = 7
    reserve_length: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
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


def opened(call: Call, agreements: Iterable[Agreement], rules: RuleBook) -> Call:
    """A new call, if its rules are known, its dates fit and its agreements are in force.

    Raises: SelectionRulesUnknown, StayLimitsUnknown and the refusals of this module.
    """
    _check_dates(call)
    rules.selection(call.programme, call.call_year, call.kind)
    limits = rules.stay_limits(call.programme, call.call_year, call.kind, blended=call.blended)
    require_within(limits, call.days)
    usable = {one.id for one in agreements if _usable(one, call)}
    for position, agreement_id in enumerate(call.agreement_ids):
        if agreement_id not in usable:
            raise AgreementNotUsable(
                f"agreement_ids.{position}", agreement_id=agreement_id, academic_year=call.academic_year
            )
    return call


def require_within(limits: StayLimits, days: int | None) -> None:
    """Raises: StayOutsideLimits."""
    if days is not None and not limits.min_days <= days <= limits.max_days:
        raise StayOutsideLimits("stay_ends", days=days, min_days=limits.min_days, max_days=limits.max_days)


def require_consecutive(academic_year: str) -> None:
    """Raises: AcademicYearMalformed."""
    match = ACADEMIC_YEAR.fullmatch(academic_year)
    if match is None or int(match["last"]) != int(match["first"]) + 1:
        raise AcademicYearMalformed("academic_year", academic_year=academic_year)


def _check_dates(call: Call) -> None:
    require_consecutive(call.academic_year)
    if call.closes_at <= call.opens_at:
        raise CallClosesBeforeItOpens("closes_at")


def _usable(agreement: Agreement, call: Call) -> bool:
    return agreement.programme is call.programme and agreement.in_force(call.academic_year)


def rescheduled(call: Call, closes_at: datetime, expected: int | None) -> Call:
    """The deadline moved, as long as nothing is ranked. Raises: StaleVersion, CallHasLists."""
    require_version(call.version, expected)
    if call.status is not CallStatus.OPEN:
        raise CallHasLists
    moved = replace(call, closes_at=closes_at, version=call.version + 1)
    _check_dates(moved)
    return moved


def require_no_lists(call: Call) -> None:
    """Raises: CallHasLists."""
    if call.status not in (CallStatus.OPEN, CallStatus.RANKED):
        raise CallHasLists


def ranked(call: Call, now: datetime) -> Call:
    """May be repeated until the lists are public. Raises: CallStillOpen, CallHasLists."""
    require_no_lists(call)
    if now <= call.closes_at:
        raise CallStillOpen(closes_at=call.closes_at, call_id=call.id)
    return replace(call, status=CallStatus.RANKED, version=call.version + 1)


def published(call: Call, *, ranking_is_current: bool) -> Call:
    """Raises: CallHasLists, CallNotRanked when something changed since the ranking."""
    require_no_lists(call)
    if call.status is not CallStatus.RANKED or not ranking_is_current:
        raise CallNotRanked
    return replace(call, status=CallStatus.PUBLISHED, version=call.version + 1)


def places_of(call: Call, agreements: Sequence[Agreement]) -> dict[UUID, int]:
    """Places a year by condition, of the call's agreements that are still in force."""
    return {
        condition.id: condition.places_per_year
        for agreement in agreements
        if _usable(agreement, call)
        for condition in agreement.conditions
        if condition.serves(call.kind)
    }
