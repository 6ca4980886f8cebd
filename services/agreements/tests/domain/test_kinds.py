"""Kinds of agreements are data: partners, conditions and particulars that each takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chassis.ids import new_id
from chassis.refusal import LocalizedText, Refusal
from contracts.vocabulary import ActivityKind, AgreementKind, AgreementStatus, Programme
from services.agreements.adapters.data_files import rulebook
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.agreements import Agreement, draft, propose
from services.agreements.domain.content import content_hash
from services.agreements.domain.kinds import Particulars, rule_of
from services.agreements.domain.terms import Terms
from services.agreements.tests.domain.samples import A_PARTNER, STUDY, TEACHING, agreed

BOTH = LocalizedText("Ortak araştırma", "Research together")
FULL = Particulars(purpose=BOTH, degree=BOTH, units=("Faculty of Engineering",))
Kind = AgreementKind


def of_kind(kind: Kind, *conditions: Any, particulars: Particulars = FULL) -> Terms:
    terms = agreed(*conditions, programme=Programme.BILATERAL)
    return replace(terms, kind=kind, particulars=particulars)


def drafted(terms: Terms) -> Agreement:
    return draft(new_id(), terms, A_PARTNER, rulebook())


def proposed(terms: Terms) -> Agreement:
    return propose(drafted(terms), A_PARTNER, rulebook())


def refused(terms: Terms) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        proposed(terms)
    return refusal.value


def test_every_kind_has_a_rule_with_words_in_both_languages() -> None:
    rules = [rule_of(kind, AcademicYear(2026), AcademicYear(2028), rulebook().kinds) for kind in Kind]
    assert [rule.kind for rule in rules] == list(Kind)
    assert all(rule.label.tr and rule.label.en for rule in rules)


@pytest.mark.parametrize(
    ("programme", "kind"),
    [(Programme.ERASMUS, Kind.ERASMUS_INTER_INSTITUTIONAL), (Programme.BILATERAL, Kind.BILATERAL)],
)
def test_a_draft_without_a_kind_is_of_its_programmes_usual_one(programme: Programme, kind: Kind) -> None:
    assert drafted(agreed(STUDY, programme=programme)).terms.kind is kind


def test_what_was_signed_before_kinds_were_kept_keeps_its_hash() -> None:
    terms = agreed(STUDY)
    named = replace(terms, kind=Kind.ERASMUS_INTER_INSTITUTIONAL)
    assert content_hash(named, terms.first_year) == content_hash(terms, terms.first_year)
    hashes = {content_hash(one, terms.first_year) for one in (
        of_kind(Kind.JOINT_PROGRAMME), of_kind(Kind.RESEARCH_COOPERATION),
        of_kind(Kind.JOINT_PROGRAMME, particulars=Particulars(purpose=BOTH)),
    )}  # fmt: skip
    assert len(hashes) == 3


@pytest.mark.parametrize(
    ("kind", "particulars", "missing"),
    [
        (Kind.MEMORANDUM, Particulars(), "purpose"),
        (Kind.JOINT_PROGRAMME, Particulars(purpose=BOTH), "degree, units"),
        (Kind.RESEARCH_COOPERATION, replace(FULL, units=()), "units"),
    ],
)
def test_a_proposal_is_told_which_particulars_are_missing(
    kind: Kind, particulars: Particulars, missing: str
) -> None:
    terms = of_kind(kind, particulars=particulars)
    assert drafted(terms).status is AgreementStatus.DRAFT
    refusal = refused(terms)
    assert (refusal.code, refusal.facts["missing"]) == ("agreement-particulars-missing", missing)
    assert refusal.field == missing.split(",", maxsplit=1)[0]
    assert proposed(of_kind(kind)).status is AgreementStatus.PROPOSED


@pytest.mark.parametrize(
    ("terms", "code", "field"),
    [
        (of_kind(Kind.BILATERAL), "condition-missing", "conditions"),
        (of_kind(Kind.MEMORANDUM, STUDY), "conditions-not-of-kind", "conditions"),
        (of_kind(Kind.RESEARCH_COOPERATION, TEACHING, STUDY), "activity-not-of-kind", "conditions.1.kind"),
        (of_kind(Kind.FARABI_PROTOCOL, STUDY), "partner-abroad", "partner_id"),
        (replace(agreed(STUDY), kind=Kind.BILATERAL), "agreement-kind-of-other-programme", "kind"),
    ],
)
def test_what_a_kind_does_not_take_is_refused(terms: Terms, code: str, field: str) -> None:
    refusal = refused(terms)
    assert (refusal.code, refusal.field) == (code, field)


def test_a_kind_whose_rules_are_not_known_for_the_year_is_refused() -> None:
    early = replace(
        of_kind(Kind.BILATERAL, STUDY), first_year=AcademicYear(1930), last_year=AcademicYear(1931)
    )
    assert refused(early).code == "agreement-kind-unknown"


def test_conditions_of_a_joint_programme_are_its_activities() -> None:
    assert proposed(of_kind(Kind.JOINT_PROGRAMME, STUDY, TEACHING)).terms.conditions == (STUDY, TEACHING)
    other = replace(STUDY, kind=ActivityKind.STUDENT_TRAINEESHIP, eqf_levels=())
    assert refused(of_kind(Kind.JOINT_PROGRAMME, other)).code == "activity-not-of-kind"
