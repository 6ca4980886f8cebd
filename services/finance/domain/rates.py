"""Rates: what one month or day is worth, by call year, kind of activity and country group.

Every figure is data with its source. A figure nobody could confirm is *unknown*: it is refused with a
reason and waits for the office, it is never guessed from a neighbouring year or group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, Currency, Programme
from services.finance.domain.money import Money

EVERY_GROUP = "*"
LONG_STAY_DAYS_MIN = 60
SHORT_STAY_DAYS = range(5, 31)


class RateKind(StrEnum):
    """What a rate pays for. Staff teaching and staff training have one rate."""

    STUDENT_STUDY = "student-study"
    STUDENT_TRAINEESHIP = "student-traineeship"
    STUDENT_SHORT_TERM = "student-short-term"
    STAFF = "staff"
    FEWER_OPPORTUNITIES_MONTH = "fewer-opportunities-month"
    FEWER_OPPORTUNITIES_SHORT = "fewer-opportunities-short-term"
    GREEN_TRAVEL = "green-travel"
    SURVEY_MISSING = "survey-missing"
    SUCCESS_SHARE = "success-share"
    ORGANISATIONAL_SUPPORT = "organisational-support"


class RateUnit(StrEnum):
    """``PERCENT`` is a share of the rate for the first days, ``PERCENT_OF_GRANT`` of the whole grant."""

    MONTH = "month"
    DAY = "day"
    ONCE = "once"
    PERCENT = "percent-of-day-rate"
    PERCENT_OF_GRANT = "percent-of-grant"
    PARTICIPANT = "participant"


UNIT_OF: Mapping[RateKind, RateUnit] = {
    RateKind.STUDENT_STUDY: RateUnit.MONTH,
    RateKind.STUDENT_TRAINEESHIP: RateUnit.MONTH,
    RateKind.STUDENT_SHORT_TERM: RateUnit.DAY,
    RateKind.STAFF: RateUnit.DAY,
    RateKind.FEWER_OPPORTUNITIES_MONTH: RateUnit.MONTH,
    RateKind.FEWER_OPPORTUNITIES_SHORT: RateUnit.ONCE,
    RateKind.GREEN_TRAVEL: RateUnit.ONCE,
    RateKind.SURVEY_MISSING: RateUnit.PERCENT_OF_GRANT,
    RateKind.SUCCESS_SHARE: RateUnit.PERCENT_OF_GRANT,
    RateKind.ORGANISATIONAL_SUPPORT: RateUnit.PARTICIPANT,
}

STEPS_OF: Mapping[RateKind, tuple[int, ...]] = {
    RateKind.STUDENT_STUDY: (1,),
    RateKind.STUDENT_TRAINEESHIP: (1,),
    RateKind.STUDENT_SHORT_TERM: (1, 15),
    RateKind.STAFF: (1, 15),
    RateKind.FEWER_OPPORTUNITIES_MONTH: (1,),
    RateKind.FEWER_OPPORTUNITIES_SHORT: (5, 15),
    RateKind.GREEN_TRAVEL: (1,),
    RateKind.SURVEY_MISSING: (1,),
    RateKind.SUCCESS_SHARE: (1,),
    RateKind.ORGANISATIONAL_SUPPORT: (1, 101),
}
"""Days from which another rate holds: one to day 14, another from day 15 (Erasmus+ KA131).

Of organisational support: participants from whom on another rate holds (S02).
"""


ALL_STEPS = 360
"""Days of the longest stay: a grant keeps every step of a top-up, as its stay may change."""


class Action(StrEnum):
    """Under what name rates stand: Erasmus+ pays by its actions, every other programme under its own."""

    KA131 = "KA131"
    KA171 = "KA171"
    MEVLANA = "mevlana"
    FARABI = "farabi"
    BILATERAL = "bilateral"

    @property
    def currency(self) -> Currency:
        """Erasmus+ accounts in euro; the national programmes pay in lira."""
        return Currency.EUR if self in (Action.KA131, Action.KA171) else Currency.TRY


def action_of(programme: Programme) -> Action:
    """What pays for a programme's mobilities. Raises: ProgrammeNotPaid."""
    match programme:
        case Programme.ERASMUS:
            return Action.KA131
        case Programme.MEVLANA | Programme.FARABI | Programme.BILATERAL:
            return Action(programme)
        case Programme.FOREIGN_STUDENTS:
            raise ProgrammeNotPaid(programme=programme)


class RateUnknown(Refusal):
    code = "rate-unknown"
    tr = "{call_year} çağrı yılında {group} ülke grubunun {kind} tutarı bilinmiyor ({step}. günden)."
    en = "The {kind} rate of country group {group} in call year {call_year} is unknown (from day {step})."
    next_tr = "Ofis, kaynağıyla birlikte tutarı girdiğinde hibe hesaplanır."
    next_en = "The grant is computed when the office enters the figure with its source."


class ProgrammeNotPaid(Refusal):
    code = "programme-not-paid"
    tr, en = "{programme} programında hibe ödenmez.", "No grants are paid in the programme {programme}."
    next_tr, next_en = "Programı düzeltin.", "Correct the programme."


class StayLengthWithoutRate(Refusal):
    """Between the longest short stay and the shortest long one no rate exists."""

    code = "stay-length-without-rate"
    tr = "{days} günlük öğrenci hareketliliği ne kısa (5–30 gün) ne uzun (en az 60 gün) sürelidir."
    en = "A student stay of {days} days is neither short (5–30 days) nor long (60 days or more)."
    next_tr, next_en = "Hareketliliğin tarihlerini düzeltin.", "Correct the dates of the mobility."


class RateNotPositive(Refusal):
    code = "rate-not-positive"
    tr, en = "Tutar sıfırdan büyük olmalıdır.", "A rate must be greater than zero."
    next_tr, next_en = "Yayımlanmış tutarı girin.", "Enter the published figure."


class RateCurrencyWrong(Refusal):
    code = "rate-currency-wrong"
    tr, en = "{action} tutarları {expected} cinsindendir.", "Rates of {action} are in {expected}."
    next_tr, next_en = "Tutarı bu para biriminde girin.", "Enter the figure in that currency."


class RateUnitWrong(Refusal):
    code = "rate-unit-wrong"
    tr = "{kind} tutarının birimi {expected} olmalıdır."
    en = "The unit of a {kind} rate must be {expected}."
    next_tr, next_en = "Birimi düzeltip yeniden gönderin.", "Correct the unit and send it again."


@dataclass(frozen=True, slots=True)
class Figure:
    """Which rate a stay needs."""

    action: Action
    kind: RateKind
    country_group: str
    call_year: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure for a range of call years; ``amount`` is None where nobody could confirm one.

    Never changed: a correction is a newer row (``recorded_at``) for the same figure.
    """

    id: UUID
    action: Action
    kind: RateKind
    country_group: str
    first_call_year: int
    last_call_year: int
    from_day: int
    unit: RateUnit
    amount: Decimal | None
    currency: Currency
    source: str
    confidence: str
    note: str
    recorded_at: datetime
    recorded_by: str
    supersedes: UUID | None = None

    @property
    def figure(self) -> Figure:
        """Which figure this row gives, in its first call year."""
        return Figure(self.action, self.kind, self.country_group, self.first_call_year)


@dataclass(frozen=True, slots=True)
class Step:
    """The rate that holds from a day of the stay on; a grant keeps the steps it was promised."""

    from_day: int
    unit: RateUnit
    rate: Money
    source: str


def rate_kind(kind: ActivityKind, days: int) -> RateKind:
    """What pays for this activity. Raises: StayLengthWithoutRate, also for a whole degree."""
    match kind:
        case ActivityKind.STAFF_TEACHING | ActivityKind.STAFF_TRAINING:
            return RateKind.STAFF
        case ActivityKind.STUDENT_STUDY | ActivityKind.STUDENT_TRAINEESHIP if days >= LONG_STAY_DAYS_MIN:
            return RateKind(kind)
        case ActivityKind.STUDENT_STUDY | ActivityKind.STUDENT_TRAINEESHIP if days in SHORT_STAY_DAYS:
            return RateKind.STUDENT_SHORT_TERM
        case ActivityKind.STUDENT_STUDY | ActivityKind.STUDENT_TRAINEESHIP | ActivityKind.DEGREE:
            raise StayLengthWithoutRate(days=days)


def require_enterable(rate: Rate) -> None:
    """Raises: RateNotPositive, RateUnitWrong, RateCurrencyWrong."""
    if rate.amount is None or rate.amount <= 0:
        raise RateNotPositive(field="amount")
    if rate.unit is not UNIT_OF[rate.kind]:
        raise RateUnitWrong(field="unit", kind=rate.kind, expected=UNIT_OF[rate.kind])
    if rate.currency is not rate.action.currency:
        raise RateCurrencyWrong(field="currency", action=rate.action, expected=rate.action.currency)


def agreed_steps(figure: Figure, days: int, rates: Iterable[Rate]) -> tuple[Step, ...]:
    """The rates that hold for a stay of ``days``; of two rows for one figure the newer one.

    Raises: RateUnknown for the first step without a confirmed figure.
    """
    newest = _newest_by_step(figure, rates)
    first_day, *later_days = STEPS_OF[figure.kind]
    first = _step(figure, first_day, newest, None)
    later = (_step(figure, day, newest, first) for day in later_days if day <= days)
    return first, *later


def newest_for(rate: Rate, rates: Iterable[Rate]) -> Rate | None:
    """The row that held until now for exactly the figure and day of ``rate``: what it supersedes."""
    same = (
        other
        for other in rates
        if _fits(rate.figure, other)
        and (other.country_group, other.from_day) == (rate.country_group, rate.from_day)
    )
    return max(same, key=lambda other: (other.recorded_at, other.id), default=None)


def _newest_by_step(figure: Figure, rates: Iterable[Rate]) -> dict[int, Rate]:
    """A group's own row goes before one for every group."""
    fitting = [rate for rate in rates if _fits(figure, rate)]
    fitting.sort(key=lambda rate: (rate.country_group != EVERY_GROUP, rate.recorded_at, rate.id))
    return {rate.from_day: rate for rate in fitting}


def _fits(figure: Figure, rate: Rate) -> bool:
    return (
        (rate.action, rate.kind) == (figure.action, figure.kind)
        and rate.country_group in (figure.country_group, EVERY_GROUP)
        and rate.first_call_year <= figure.call_year <= rate.last_call_year
    )


def _step(figure: Figure, day: int, newest: Mapping[int, Rate], first: Step | None) -> Step:
    rate = newest.get(day)
    if rate is None or rate.amount is None:
        raise RateUnknown(call_year=figure.call_year, kind=figure.kind, group=figure.country_group, step=day)
    if rate.unit is RateUnit.PERCENT and first is not None:
        share = first.rate * (rate.amount / 100)
        return Step(day, RateUnit.DAY, share, f"{rate.source};{first.source}")
    return Step(day, rate.unit, Money(rate.amount, rate.currency), rate.source)
