"""What the two parties agree on. Every rule about the content of an agreement is asked here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.refusal import Refusal
from contracts.vocabulary import AgreementKind, Programme
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.advice import Advice
from services.agreements.domain.conditions import Condition, advise_on_language, require_condition
from services.agreements.domain.kinds import (
    NO_PARTICULARS,
    KindRule,
    Particulars,
    require_complete,
    require_of_kind,
    require_partner,
    rule_of,
    usual_kind,
)
from services.agreements.domain.partners import PartnerFacts, advise_on_charter, require_charter
from services.agreements.domain.programmes import require_years
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
    """``reference`` is the office's own number of the agreement, unique in the office.

    ``kind``: None only until it is drafted; then the programme's usual one.
    """

    reference: str
    programme: Programme
    partner_id: UUID
    first_year: AcademicYear
    last_year: AcademicYear
    conditions: tuple[Condition, ...] = ()
    kind: AgreementKind | None = None
    particulars: Particulars = NO_PARTICULARS


def with_kind(terms: Terms, rules: Rulebook) -> Terms:
    """Where none is given, the one that the data name first for the programme."""
    return terms if terms.kind else replace(terms, kind=usual_kind(terms.programme, rules.kinds))


def kind_rule(terms: Terms, rules: Rulebook) -> KindRule:
    """Raises: KindUnknown."""
    return rule_of(with_kind(terms, rules).kind, terms.first_year, terms.last_year, rules.kinds)


def require_terms(terms: Terms, partner: PartnerFacts, rules: Rulebook) -> None:
    """The content may stand in an agreement. Raises: the first refusal of years, partner or a condition."""
    if not terms.reference.strip():
        raise ReferenceMissing("reference")
    if len(terms.reference) > REFERENCE_LENGTH_MAX:
        raise ReferenceTooLong("reference", longest=REFERENCE_LENGTH_MAX)
    require_years(rules.periods, terms.programme, terms.first_year, terms.last_year)
    rule = kind_rule(terms, rules)
    require_partner(rule, partner.country)
    if rule.charter:
        require_charter(partner, terms.first_year)
    for place, condition in enumerate(terms.conditions):
        require_condition(condition, terms.programme, rules.fields, rules.stay_lengths, f"conditions.{place}")
    require_of_kind(rule, terms.programme, terms.conditions)


def require_complete_terms(terms: Terms, rules: Rulebook) -> None:
    """What a draft may leave open. Raises: ConditionMissing, ParticularsMissing."""
    require_complete(kind_rule(terms, rules), terms.conditions, terms.particulars)


def advise_on_terms(terms: Terms, partner: PartnerFacts, rules: Rulebook) -> tuple[Advice, ...]:
    """All that the office should know, none of it a refusal; empty means nothing."""
    charter = advise_on_charter(partner, terms.last_year) if kind_rule(terms, rules).charter else ()
    languages = (
        advice
        for place, condition in enumerate(terms.conditions)
        for advice in advise_on_language(condition, rules.recommended_levels, f"conditions.{place}")
    )
    return (*charter, *languages)
