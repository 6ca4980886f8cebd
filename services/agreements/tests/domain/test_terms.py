"""What may stand in an agreement, rule by rule, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, Direction, EqfLevel, LanguageLevel, Programme
from services.agreements.adapters.data_files import rulebook
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.conditions import Condition
from services.agreements.domain.partners import PartnerFacts
from services.agreements.domain.terms import Terms, advise_on_terms, require_terms
from services.agreements.tests.domain.samples import A_PARTNER, STUDY, TEACHING, agreed


def refusal_of(terms: Terms, partner: PartnerFacts = A_PARTNER) -> Refusal:
    with pytest.raises(Refusal) as refused:
        require_terms(terms, partner, rulebook())
    return refused.value


def advice_on(terms: Terms, partner: PartnerFacts = A_PARTNER) -> list[str]:
    return [advice.code for advice in advise_on_terms(terms, partner, rulebook())]


def test_an_ordinary_erasmus_agreement_is_refused_nothing() -> None:
    terms = agreed(STUDY, replace(STUDY, direction=Direction.INCOMING), TEACHING)
    require_terms(terms, A_PARTNER, rulebook())
    assert advice_on(terms) == []


def test_years_are_in_order() -> None:
    refused = refusal_of(agreed(first=2028, last=2026))
    assert (refused.code, refused.field) == ("years-reversed", "last_year")


@pytest.mark.parametrize(("first", "last"), [(2009, 2012), (2030, 2031)])
def test_some_year_must_be_one_of_the_programme(first: int, last: int) -> None:
    assert refusal_of(agreed(first=first, last=last)).code == "outside-programme-period"


@pytest.mark.parametrize(("first", "last"), [(2026, 2029), (2019, 2022)])
def test_an_agreement_does_not_outlast_its_period(first: int, last: int) -> None:
    assert refusal_of(agreed(first=first, last=last)).code == "outlasts-programme-period"


def test_earlier_years_belong_to_the_earlier_period() -> None:
    require_terms(agreed(first=2015, last=2020), A_PARTNER, rulebook())


def test_one_year_in_common_with_the_programme_suffices() -> None:
    partner = replace(A_PARTNER, country="AZ")
    require_terms(agreed(programme=Programme.MEVLANA, first=2009, last=2011), partner, rulebook())
    refused = refusal_of(agreed(programme=Programme.MEVLANA, first=2009, last=2010), partner)
    assert refused.code == "outside-programme-period"


def test_bilateral_agreements_choose_their_years() -> None:
    require_terms(agreed(programme=Programme.BILATERAL, first=2000, last=2060), A_PARTNER, rulebook())


def test_foreign_degree_students_come_without_agreements() -> None:
    assert refusal_of(agreed(programme=Programme.FOREIGN_STUDENTS)).code == "programme-without-agreements"


@pytest.mark.parametrize(
    ("programme", "country", "code"),
    [
        (Programme.FARABI, "DE", "partner-abroad"),
        (Programme.MEVLANA, "TR", "partner-at-home"),
        (Programme.ERASMUS, "TR", "partner-at-home"),
    ],
)
def test_a_programme_says_where_its_partners_are(programme: Programme, country: str, code: str) -> None:
    assert refusal_of(agreed(programme=programme), replace(A_PARTNER, country=country)).code == code


def test_a_charter_that_ends_before_the_agreement_begins_refuses_it() -> None:
    ended = replace(A_PARTNER, charter_end=date(2026, 8, 31))
    assert refusal_of(agreed(first=2026), ended).code == "charter-ended"
    require_terms(agreed(first=2026), replace(ended, charter_end=date(2026, 9, 1)), rulebook())


def test_a_charter_that_ends_during_the_agreement_is_told() -> None:
    ending = replace(A_PARTNER, charter_end=date(2026, 10, 31))
    require_terms(agreed(first=2026, last=2028), ending, rulebook())
    assert advice_on(agreed(first=2026, last=2028), ending) == ["charter-ends-early"]


def test_a_partner_without_a_known_charter_is_told() -> None:
    assert advice_on(agreed(), replace(A_PARTNER, charter_end=None)) == ["charter-unknown"]


@pytest.mark.parametrize("places", [0, -1])
def test_a_quota_is_at_least_one(places: int) -> None:
    refused = refusal_of(agreed(replace(STUDY, places_per_year=places)))
    assert (refused.code, refused.field) == ("quota-not-positive", "conditions.0.places_per_year")


@pytest.mark.parametrize(
    ("written", "nearest"), [("0614", "0613"), ("061", "0610"), ("software", "0000"), ("٠٦١٣", "0000")]
)
def test_an_unknown_field_is_answered_with_the_nearest(written: str, nearest: str) -> None:
    refused = refusal_of(agreed(replace(STUDY, isced_codes=("0610", written))))
    assert (refused.code, refused.field) == ("isced-code-unknown", "conditions.0.isced_codes.1")
    assert refused.facts["nearest"] == nearest


WRONG: list[tuple[Condition, dict[str, Any], str]] = [
    (STUDY, {"isced_codes": ()}, "isced-code-missing"),
    (STUDY, {"eqf_levels": ()}, "eqf-level-missing"),
    (TEACHING, {"eqf_levels": (EqfLevel.MASTER,)}, "eqf-level-not-for-staff"),
    (STUDY, {"kind": ActivityKind.DEGREE}, "kind-not-of-programme"),
    (TEACHING, {"blended": True}, "kind-not-of-programme"),
    (STUDY, {"months_per_place": None}, "stay-length-missing"),
    (TEACHING, {"days_per_place": None}, "stay-length-missing"),
    (STUDY, {"days_per_place": 60}, "stay-length-in-wrong-unit"),
    (STUDY, {"months_per_place": Decimal("1.99")}, "stay-length-out-of-bounds"),
    (STUDY, {"months_per_place": Decimal("12.01")}, "stay-length-out-of-bounds"),
    (TEACHING, {"days_per_place": 61}, "stay-length-out-of-bounds"),
    (STUDY, {"language": None}, "language-missing"),
    (STUDY, {"language": "eng"}, "language-malformed"),
]


@pytest.mark.parametrize(("condition", "changes", "code"), WRONG, ids=lambda value: str(value)[:40])
def test_a_condition_follows_its_kind(condition: Condition, changes: dict[str, Any], code: str) -> None:
    assert refusal_of(agreed(replace(condition, **changes))).code == code


def test_a_blended_stay_of_students_is_counted_in_days() -> None:
    blended = replace(STUDY, blended=True, months_per_place=None, days_per_place=5)
    require_terms(agreed(blended), A_PARTNER, rulebook())


def test_nobody_teaches_abroad_under_farabi() -> None:
    terms = agreed(TEACHING, programme=Programme.FARABI)
    assert refusal_of(terms, replace(A_PARTNER, country="TR")).code == "kind-not-of-programme"


@pytest.mark.parametrize(
    ("condition", "level", "told"),
    [
        (STUDY, LanguageLevel.B1, []),
        (STUDY, LanguageLevel.A2, ["language-below-recommended"]),
        (STUDY, None, ["language-below-recommended"]),
        (TEACHING, LanguageLevel.B2, []),
        (TEACHING, LanguageLevel.B1, ["language-below-recommended"]),
    ],
)
def test_the_recommended_language_is_advice(
    condition: Condition, level: LanguageLevel | None, told: list[str]
) -> None:
    terms = agreed(replace(condition, language_level=level))
    require_terms(terms, A_PARTNER, rulebook())
    assert advice_on(terms) == told


@pytest.mark.parametrize("written", ["2026", "2026/2028", "2026-2027", "26/27", "2027/2026", "²026/2027"])
def test_an_academic_year_is_two_consecutive_years(written: str) -> None:
    with pytest.raises(Refusal) as refused:
        AcademicYear.parse(written, "first_year")
    assert (refused.value.code, refused.value.field) == ("academic-year-malformed", "first_year")


def test_an_academic_year_runs_from_september_to_august() -> None:
    year = AcademicYear.parse("2026/2027")
    assert (year.first_day, year.last_day) == (date(2026, 9, 1), date(2027, 8, 31))
