"""What a programme allows an agreement: which academic years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.refusal import Refusal
from contracts.vocabulary import Programme
from services.agreements.domain.academic_year import AcademicYear


class ProgrammeWithoutAgreements(Refusal):
    code = "programme-without-agreements"
    tr = "Bu programda kurumlarla anlaşma yapılmaz: {programme}."
    en = "No agreements are made under this programme: {programme}."
    next_tr = "Erasmus, Mevlana, Farabi ya da ikili anlaşma seçin."
    next_en = "Choose Erasmus, Mevlana, Farabi or bilateral."


class YearsReversed(Refusal):
    code = "years-reversed"
    tr = "Son yıl ({last}) ilk yıldan ({first}) önce."
    en = "The last year ({last}) is before the first ({first})."
    next_tr, next_en = "Yılları düzeltin.", "Correct the years."


class OutsideProgramme(Refusal):
    """No academic year of the agreement is one of the programme's."""

    code = "outside-programme-period"
    tr = "{first}–{last} yılları programın hiçbir dönemiyle örtüşmüyor ({periods})."
    en = "{first}–{last} overlaps no period of the programme ({periods})."
    next_tr, next_en = "Yılları programın dönemine göre yazın.", "Give years within the programme's period."


class OutlastsProgramme(Refusal):
    """Source: inter-institutional agreement template: not longer than the programme period."""

    code = "outlasts-programme-period"
    tr = "Anlaşma {last} yılına kadar sürüyor; {label} en çok {period_last} yılına kadar."
    en = "The agreement runs to {last}; {label} ends with {period_last}."
    next_tr = "Son yılı öne alın; sonraki dönem için yeni bir anlaşma hazırlayın."
    next_en = "Bring the last year forward, and draft a new agreement for the next period."


@dataclass(frozen=True, slots=True)
class ProgrammePeriod:
    """Academic years a programme covers; an open one has no last year."""

    programme: Programme
    first_year: AcademicYear
    last_year: AcademicYear | None
    label: str

    def overlaps(self, first: AcademicYear, last: AcademicYear) -> bool:
        return last >= self.first_year and (self.last_year is None or first <= self.last_year)

    def __str__(self) -> str:
        return f"{self.label}: {self.first_year}–{self.last_year or ''}"


def require_years(
    periods: Sequence[ProgrammePeriod], programme: Programme, first: AcademicYear, last: AcademicYear
) -> None:
    """The years are in order and belong to one period of the programme; bilateral ones are free.

    Raises: YearsReversed, OutsideProgramme, OutlastsProgramme, ProgrammeWithoutAgreements.
    """
    if programme is Programme.FOREIGN_STUDENTS:
        raise ProgrammeWithoutAgreements("programme", programme=programme)
    if last < first:
        raise YearsReversed("last_year", first=first, last=last)
    own = [period for period in periods if period.programme is programme]
    if own:
        _require_one_period(own, first, last)


def _require_one_period(periods: Sequence[ProgrammePeriod], first: AcademicYear, last: AcademicYear) -> None:
    overlapped = [period for period in periods if period.overlaps(first, last)]
    if not overlapped:
        known = "; ".join(map(str, periods))
        raise OutsideProgramme("first_year", first=first, last=last, periods=known)
    period = min(overlapped, key=lambda one: one.first_year)
    if period.last_year is not None and last > period.last_year:
        raise OutlastsProgramme("last_year", last=last, label=period.label, period_last=period.last_year)
