"""What the two parties agree on. Every rule about the content of an agreement is asked here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.refusal import Refusal
from contracts.vocabulary import Programme
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.advice import Advice
from services.agreements.domain.conditions import Condition, advise_on_language, require_condition
from services.agreements.domain.partners import PartnerFacts, advise_on_charter, require_charter
from services.agreements.domain.programmes import require_country, require_years
from services.agreements.domain.rulebook import Rulebook

REFERENCE_LENGTH_MAX = 100


class ReferenceMissing(Refusal):
    code = "reference-missing"
    tr, en = "Anlaşmanın numarası gerekli.", "The agreement's reference is needed."
    next_tr, next_en = "Ofisin kendi numarasını yazın.", "Give the office's own number."


class ReferenceTooLong(Refusal):
    code = "reference-too-long"
    tr, en = "Numara {longest} karakteri aşıyor.", "The reference exceeds {longest} characters."
    next_tr, next_en = "Numarayı kısaltın.", "Shorten the reference."


@dataclass(frozen=True, slots=True)
class Terms:
    """``reference`` is the office's own number of the agreement, unique in the office."""

    reference: str
    programme: Programme
    partner_id: UUID
    first_year: AcademicYear
    last_year: AcademicYear
    conditions: tuple[Condition, ...] = ()


def require_terms(terms: Terms, partner: PartnerFacts, rules: Rulebook) -> None:
    """The content may stand in an agreement. Raises: the first refusal of years, partner or a condition."""
    if not terms.reference.strip():
        raise ReferenceMissing("reference")
    if len(terms.reference) > REFERENCE_LENGTH_MAX:
        raise ReferenceTooLong("reference", longest=REFERENCE_LENGTH_MAX)
    require_years(rules.periods, terms.programme, terms.first_year, terms.last_year)
    require_country(terms.programme, partner.country)
    if terms.programme is Programme.ERASMUS:
        require_charter(partner, terms.first_year)
    for place, condition in enumerate(terms.conditions):
        require_condition(condition, terms.programme, rules.fields, rules.stay_lengths, f"conditions.{place}")


def advise_on_terms(terms: Terms, partner: PartnerFacts, rules: Rulebook) -> tuple[Advice, ...]:
    """All that the office should know, none of it a refusal; empty means nothing."""
    charter = advise_on_charter(partner, terms.last_year) if terms.programme is Programme.ERASMUS else ()
    languages = (
        advice
        for place, condition in enumerate(terms.conditions)
        for advice in advise_on_language(condition, rules.recommended_levels, f"conditions.{place}")
    )
    return (*charter, *languages)
