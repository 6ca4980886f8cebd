"""Cooperation conditions: who may go where, to do what, how many a year and how long.

Source of the shape: the inter-institutional agreement template 2021–29 and its data standard (four kinds,
one direction a condition, positive places a year, months for students and days for staff, four-digit
ISCED-F fields, EQF levels for studies).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.refusal import LocalizedText, Refusal
from contracts.vocabulary import ActivityKind, Direction, EqfLevel, LanguageLevel, Programme
from services.agreements.domain.advice import Advice
from services.agreements.domain.isced import IscedFields

LENGTH_MAX = Decimal(999)
"""Where a programme sets no bound, this one keeps out what can only be a slip of the pen."""

LANGUAGE = re.compile("[a-z]{2}")
STAFF_KINDS = frozenset({ActivityKind.STAFF_TEACHING, ActivityKind.STAFF_TRAINING})


class StayUnit(StrEnum):
    MONTHS = "months"
    DAYS = "days"

    @property
    def field(self) -> str:
        return f"{self.value}_per_place"

    @property
    def turkish(self) -> str:
        return {StayUnit.MONTHS: "ay", StayUnit.DAYS: "gün"}[self]


class QuotaNotPositive(Refusal):
    code = "quota-not-positive"
    tr = "Yıllık kontenjan en az 1 olmalı; {places} yazılmış."
    en = "Places a year must be at least 1; {places} was given."
    next_tr = "Kontenjanı yazın ya da koşulu anlaşmadan çıkarın."
    next_en = "Give the places, or leave the condition out of the agreement."


class IscedCodeMissing(Refusal):
    code = "isced-code-missing"
    tr, en = "En az bir ISCED-F alanı gerekli.", "At least one ISCED-F field is needed."
    next_tr, next_en = "Dört haneli alan kodlarını yazın.", "Give four-digit field codes."


class EqfLevelMissing(Refusal):
    code = "eqf-level-missing"
    tr, en = (
        "Öğrenim hareketliliği için en az bir EQF düzeyi gerekli.",
        "Studies need at least one EQF level.",
    )
    next_tr = "5 (ön lisans), 6 (lisans), 7 (yüksek lisans), 8 (doktora) arasından seçin."
    next_en = "Choose from 5 (short cycle), 6 (bachelor), 7 (master), 8 (doctorate)."


class EqfLevelNotForStaff(Refusal):
    code = "eqf-level-not-for-staff"
    tr, en = "Personel hareketliliğinde EQF düzeyi olmaz.", "Staff mobility has no EQF level."
    next_tr, next_en = "EQF düzeylerini silin.", "Remove the EQF levels."


class KindNotOfProgramme(Refusal):
    """The programme knows no such stay (a degree, Farabi staff, blended staff)."""

    code = "kind-not-of-programme"
    tr = "{programme} anlaşmasında bu tür bir hareketlilik yok: {activity}."
    en = "A {programme} agreement knows no such mobility: {activity}."
    next_tr, next_en = (
        "Türü, karma seçeneğini ya da programı düzeltin.",
        "Correct kind, blended or programme.",
    )


class StayLengthMissing(Refusal):
    code = "stay-length-missing"
    tr, en = "Bir kişinin süresi {unit_tr} olarak gerekli.", "The length of one stay is needed, in {unit}."
    next_tr, next_en = "{cell} değerini yazın.", "Give {cell}."


class StayLengthInWrongUnit(Refusal):
    code = "stay-length-in-wrong-unit"
    tr, en = (
        "Bu türün süresi yalnızca {unit_tr} olarak yazılır.",
        "This kind's length is given in {unit} only.",
    )
    next_tr, next_en = "Yalnızca {cell} değerini yazın.", "Give only {cell}."


class StayLengthOutOfBounds(Refusal):
    code = "stay-length-out-of-bounds"
    tr = "Süre {shortest}–{longest} {unit_tr} arasında olmalı; {length} yazılmış."
    en = "The length must be {shortest}–{longest} {unit}; {length} was given."
    next_tr, next_en = "Süreyi programın kuralına göre yazın.", "Give a length the programme allows."


class LanguageMissing(Refusal):
    code = "language-missing"
    tr, en = "Düzeyin hangi dil için olduğu yazılmamış.", "The level does not say of which language."
    next_tr, next_en = "Dili de yazın, örneğin en.", "Give the language too, such as en."


class LanguageMalformed(Refusal):
    code = "language-malformed"
    tr, en = "“{written}” bir dil kodu değil.", "“{written}” is not a language code."
    next_tr, next_en = "ISO 639-1'in iki harfli kodunu yazın: en.", "Give the two letters of ISO 639-1: en."


@dataclass(frozen=True, slots=True)
class Condition:
    """One direction, one kind. ``isced_codes`` share the places; the stay's length is of one person."""

    id: UUID
    direction: Direction
    kind: ActivityKind
    isced_codes: tuple[str, ...]
    eqf_levels: tuple[EqfLevel, ...]
    places_per_year: int
    months_per_place: Decimal | None = None
    days_per_place: int | None = None
    language: str | None = None
    language_level: LanguageLevel | None = None
    blended: bool = False

    def length_in(self, unit: StayUnit) -> Decimal | None:
        length = self.months_per_place if unit is StayUnit.MONTHS else self.days_per_place
        return None if length is None else Decimal(length)


@dataclass(frozen=True, slots=True)
class StayLength:
    """The unit and bounds of one stay. A stay is never of no length."""

    unit: StayUnit
    shortest: Decimal = Decimal(1)
    longest: Decimal = LENGTH_MAX


@dataclass(frozen=True, slots=True)
class StayKind:
    programme: Programme
    kind: ActivityKind
    blended: bool


StayLengths = Mapping[StayKind, StayLength]
RecommendedLevels = Mapping[ActivityKind, LanguageLevel]


def require_condition(
    condition: Condition, programme: Programme, fields: IscedFields, lengths: StayLengths, path: str
) -> None:
    """``path`` leads to the condition in the input (``conditions.0``). Raises: the refusals above."""
    if condition.places_per_year < 1:
        raise QuotaNotPositive(f"{path}.places_per_year", places=condition.places_per_year)
    _require_isced(condition, fields, path)
    _require_levels(condition, path)
    _require_length(condition, programme, lengths, path)
    _require_language(condition, path)


def _require_isced(condition: Condition, fields: IscedFields, path: str) -> None:
    if not condition.isced_codes:
        raise IscedCodeMissing(f"{path}.isced_codes")
    for place, code in enumerate(condition.isced_codes):
        fields.require(code, f"{path}.isced_codes.{place}")


def _require_levels(condition: Condition, path: str) -> None:
    if condition.kind is ActivityKind.STUDENT_STUDY and not condition.eqf_levels:
        raise EqfLevelMissing(f"{path}.eqf_levels")
    if condition.kind in STAFF_KINDS and condition.eqf_levels:
        raise EqfLevelNotForStaff(f"{path}.eqf_levels")


def _require_length(condition: Condition, programme: Programme, lengths: StayLengths, path: str) -> None:
    bounds = lengths.get(StayKind(programme, condition.kind, condition.blended))
    if bounds is None:
        activity = f"{condition.kind}{' (blended)' if condition.blended else ''}"
        raise KindNotOfProgramme(f"{path}.kind", programme=programme, activity=activity)
    unit = bounds.unit
    words = {"unit": unit, "unit_tr": unit.turkish, "cell": unit.field}
    other = StayUnit.DAYS if unit is StayUnit.MONTHS else StayUnit.MONTHS
    if condition.length_in(other) is not None:
        raise StayLengthInWrongUnit(f"{path}.{other.field}", **words)
    length = condition.length_in(unit)
    if length is None:
        raise StayLengthMissing(f"{path}.{unit.field}", **words)
    if not bounds.shortest <= length <= bounds.longest:
        limits = {"shortest": bounds.shortest, "longest": bounds.longest, "length": length}
        raise StayLengthOutOfBounds(f"{path}.{unit.field}", **words, **limits)


def _require_language(condition: Condition, path: str) -> None:
    if condition.language_level and not condition.language:
        raise LanguageMissing(f"{path}.language")
    if condition.language and LANGUAGE.fullmatch(condition.language) is None:
        raise LanguageMalformed(f"{path}.language", written=condition.language[:60])


def advise_on_language(condition: Condition, recommended: RecommendedLevels, path: str) -> tuple[Advice, ...]:
    """A level below the template's minimum is allowed, but the office should know."""
    least = recommended.get(condition.kind)
    if least is None or (condition.language_level is not None and condition.language_level >= least):
        return ()
    given = condition.language_level or "—"
    message = LocalizedText(
        tr=f"Önerilen en düşük dil düzeyi {least}; anlaşmada {given}.",
        en=f"The recommended minimum language level is {least}; the agreement has {given}.",
    )
    return (Advice("language-below-recommended", message, f"{path}.language_level"),)
