"""Kinds of agreements: which partners, conditions and particulars each takes. All of it is data.

The way from draft to end is the same for every kind, and both parties sign each: nothing is valid before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chassis.refusal import LocalizedText, Refusal
from contracts.vocabulary import ActivityKind, AgreementKind, Programme
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.conditions import Condition

HOME_COUNTRY = "TR"


class KindUnknown(Refusal):
    code = "agreement-kind-unknown"
    tr, en = (
        "{year} yılı için bu anlaşma türünün kuralları bilinmiyor: {kind}.",
        "The rules of this kind are not known for {year}: {kind}.",
    )
    next_tr = "Yılı düzeltin ya da türü kaynağıyla birlikte veriye ekletin."
    next_en = "Correct the year, or have the kind added to the data with its source."


class KindOfOtherProgramme(Refusal):
    code = "agreement-kind-of-other-programme"
    tr = "“{kind_tr}” bu programda yapılmaz; programı: {programme}."
    en = "A “{kind}” is not made under this programme but under {programme}."
    next_tr, next_en = "Programı ya da türü düzeltin.", "Correct the programme or the kind."


class PartnerAtHome(Refusal):
    code = "partner-at-home"
    tr = "Bu türün ({kind_tr}) ortağı yurt dışında olmalı."
    en = "A partner of this kind ({kind}) must be abroad."
    next_tr, next_en = "Ortağı ya da türü düzeltin.", "Correct the partner or the kind."


class PartnerAbroad(Refusal):
    code = "partner-abroad"
    tr = "Bu türün ({kind_tr}) ortağı Türkiye'de bir kurum olmalı."
    en = "A partner of this kind ({kind}) must be in Türkiye."
    next_tr, next_en = "Ortağı ya da türü düzeltin.", "Correct the partner or the kind."


class ConditionMissing(Refusal):
    code = "condition-missing"
    tr = "“{kind_tr}” koşulsuz önerilemez."
    en = "A “{kind}” without conditions cannot be proposed."
    next_tr, next_en = "En az bir iş birliği koşulu ekleyin.", "Add at least one cooperation condition."


class ConditionsNotOfKind(Refusal):
    code = "conditions-not-of-kind"
    tr, en = "“{kind_tr}” değişim koşulu içermez.", "A “{kind}” holds no conditions of exchange."
    next_tr, next_en = "Koşulları çıkarın ya da başka tür seçin.", "Leave them out, or choose another kind."


class ActivityNotOfKind(Refusal):
    code = "activity-not-of-kind"
    tr = "“{kind_tr}” bu etkinliği içermez: {activity}."
    en = "A “{kind}” does not hold this activity: {activity}."
    next_tr, next_en = "Şunlardan birini seçin: {known}.", "Choose one of these: {known}."


class ParticularsMissing(Refusal):
    code = "agreement-particulars-missing"
    tr = "“{kind_tr}” için eksik: {missing_tr}."
    en = "Missing for a “{kind}”: {missing}."
    next_tr, next_en = "Eksikleri yazıp yeniden önerin.", "Fill them in and propose it again."


class Whereabouts(StrEnum):
    ABROAD = "abroad"
    HOME = "home"
    ANY = "any"


class Need(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Particular(StrEnum):
    """What stands in an agreement beside places and lengths."""

    PURPOSE = "purpose"
    DEGREE = "degree"
    UNITS = "units"

    @property
    def turkish(self) -> str:
        return {
            Particular.PURPOSE: "amaç",
            Particular.DEGREE: "verilecek derece",
            Particular.UNITS: "birimler",
        }[self]


@dataclass(frozen=True, slots=True)
class Particulars:
    """``purpose``: what the parties want together. ``degree``: awarded. ``units``: ours that take part."""

    purpose: LocalizedText | None = None
    degree: LocalizedText | None = None
    units: tuple[str, ...] = ()


NO_PARTICULARS = Particulars()


@dataclass(frozen=True, slots=True)
class KindRule:
    """From the academic year ``since`` on, until a later row of the same kind says otherwise.

    ``activities``: which conditions may be about; empty where all that its programme has.
    """

    kind: AgreementKind
    since: AcademicYear
    programme: Programme
    label: LocalizedText
    partner: Whereabouts
    charter: bool
    conditions: Need
    activities: tuple[ActivityKind, ...]
    particulars: tuple[Particular, ...]

    @property
    def words(self) -> dict[str, str]:
        return {"kind": self.label.en, "kind_tr": self.label.tr}


KindRules = Sequence[KindRule]


def usual_kind(programme: Programme, rules: KindRules) -> AgreementKind | None:
    """The first that the data name for a programme; None where it has no agreements."""
    return next((rule.kind for rule in rules if rule.programme is programme), None)


def rule_of(
    kind: AgreementKind | None, first: AcademicYear, last: AcademicYear, rules: KindRules
) -> KindRule:
    """The rule of its first year, or the first rule there was in its years. Raises: KindUnknown."""
    known = [rule for rule in rules if rule.kind is kind and rule.since <= last]
    if not known:
        raise KindUnknown("kind", kind=kind, year=last)
    known.sort(key=lambda rule: rule.since)
    return next((rule for rule in reversed(known) if rule.since <= first), known[0])


def require_partner(rule: KindRule, country: str) -> None:
    """Raises: PartnerAbroad, PartnerAtHome."""
    if rule.partner is Whereabouts.HOME and country != HOME_COUNTRY:
        raise PartnerAbroad("partner_id", **rule.words)
    if rule.partner is Whereabouts.ABROAD and country == HOME_COUNTRY:
        raise PartnerAtHome("partner_id", **rule.words)


def require_of_kind(rule: KindRule, programme: Programme, conditions: Sequence[Condition]) -> None:
    """Raises: KindOfOtherProgramme, ConditionsNotOfKind, ActivityNotOfKind."""
    if rule.programme is not programme:
        raise KindOfOtherProgramme("kind", programme=rule.programme, **rule.words)
    if conditions and rule.conditions is Need.NONE:
        raise ConditionsNotOfKind("conditions", **rule.words)
    for place, condition in enumerate(conditions):
        if rule.activities and condition.kind not in rule.activities:
            known = ", ".join(rule.activities)
            raise ActivityNotOfKind(
                f"conditions.{place}.kind", activity=condition.kind, known=known, **rule.words
            )


def require_complete(rule: KindRule, conditions: Sequence[Condition], particulars: Particulars) -> None:
    """What a draft may leave open and a proposal may not. Raises: ConditionMissing, ParticularsMissing."""
    if rule.conditions is Need.REQUIRED and not conditions:
        raise ConditionMissing("conditions", **rule.words)
    missing = [each for each in rule.particulars if not getattr(particulars, each)]
    if missing:
        words = {"missing": ", ".join(missing), "missing_tr": ", ".join(each.turkish for each in missing)}
        raise ParticularsMissing(str(missing[0]), **words, **rule.words)
