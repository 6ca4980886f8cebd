"""A call is opened: its programme is held, its rules are known, its dates and partners fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from chassis.refusal import Kind, Refusal
from services.mobility.domain.agreement import Agreement
from services.mobility.domain.call import Call, require_consecutive, require_window, require_within, usable
from services.mobility.domain.call_rules import limits_of, selection_of
from services.mobility.domain.programme_rules import Framework, Held, Partners
from services.mobility.domain.rule_book import (
    RuleBook,
    SelectionRulesUnknown,
    StayLimits,
    StayLimitsUnknown,
)


class ProgrammeNotHeld(Refusal):
    code = "programme-not-held"
    tr = "{programme} {call_year} çağrı yılında uygulanmıyor: {decision_tr}."
    en = "{programme} is not held in call year {call_year}: {decision_en}."
    next_tr, next_en = "Başka bir çağrı yılı seçin.", "Choose another call year."


class ProgrammeYearUnconfirmed(Refusal):
    code = "programme-year-unconfirmed"
    tr = "{programme} programının {call_year} çağrı yılında uygulandığı bilinmiyor: {decision_tr}."
    en = "It is not known that {programme} is held in call year {call_year}: {decision_en}."
    next_tr = "YÖK kararının sayısını ve gününü çağrıya girin."
    next_en = "Enter number and day of YÖK's decision in the call."


class DecisionMissing(Refusal):
    code, kind = "call-decision-missing", Kind.INVALID
    tr, en = "Kurumun kuralları hangi kararda?", "In which decision do the own rules stand?"
    next_tr, next_en = "Kararın sayısını ve gününü girin.", "Enter the decision's number and day."


class OwnRulesNotNeeded(Refusal):
    code = "own-rules-not-needed"
    tr = "{programme} programının {call_year} çağrısı için kurallar bilinir; kurum kendi kuralını koyamaz."
    en = "The rules of {programme}, call year {call_year}, are known; own ones cannot take their place."
    next_tr, next_en = "Kurumun kurallarını çıkarın.", "Leave out the own rules."


class OwnWeightsNotWhole(Refusal):
    code, kind = "own-weights-not-whole", Kind.INVALID
    tr, en = (
        "Ağırlıkların toplamı {total}; 1 olmalı.",
        "The weights add up to {total}; they must add up to 1.",
    )
    next_tr, next_en = "Ağırlıkları düzeltin.", "Correct the weights."


class RankingUnitPrescribed(Refusal):
    code = "ranking-unit-prescribed"
    tr = "{programme} çağrılarında sıralama birimi '{unit}' olmalı."
    en = "Calls of {programme} rank by '{unit}'."
    next_tr, next_en = "Sıralama birimini değiştirin.", "Change the ranking unit."


class SemestersMissing(Refusal):
    code, kind = "call-semesters-missing", Kind.INVALID
    tr = "{programme} kalışları yarıyılla sayılır; kaç yarıyıl olduğu girilmedi."
    en = "Stays of {programme} are counted in semesters; how many is not stated."
    next_tr, next_en = "{least} ile {most} arasında bir sayı girin.", "Enter a number from {least} to {most}."


class SemestersOutsideLimits(Refusal):
    code = "semesters-outside-limits"
    tr = "Kalış {semesters} yarıyıl; {least}–{most} yarıyıl olmalı."
    en = "The stay is {semesters} semesters; it must be {least} to {most}."
    next_tr, next_en = "Yarıyıl sayısını düzeltin.", "Correct the number of semesters."


class AgreementNotUsable(Refusal):
    code = "agreement-not-usable"
    tr = "{agreement_id} numaralı anlaşma {academic_year} yılında bu çağrı için yürürlükte değil."
    en = "Agreement {agreement_id} is not in force for this call in {academic_year}."
    next_tr = "Yeni yürürlüğe girdiyse birkaç saniye sonra yeniden deneyin; yoksa anlaşmayı kontrol edin."
    next_en = "If it came into force just now, try again in a few seconds; otherwise check the agreement."


class PartnerMustBeDomestic(Refusal):
    code = "partner-must-be-domestic"
    tr = "{programme} yalnızca yurt içi kurumlarla yapılır; {agreement_id} anlaşmasının ülkesi {country}."
    en = "{programme} is with domestic institutions only; agreement {agreement_id} is with {country}."
    next_tr, next_en = "Anlaşmayı çıkarın.", "Leave the agreement out."


class PartnerMustBeAbroad(Refusal):
    code = "partner-must-be-abroad"
    tr = "{programme} yalnızca yurt dışındaki kurumlarla yapılır; {agreement_id} anlaşması yurt içinde."
    en = "{programme} is with institutions abroad only; agreement {agreement_id} is domestic."
    next_tr, next_en = "Anlaşmayı çıkarın.", "Leave the agreement out."


def opened(
    call: Call, agreements: Iterable[Agreement], countries: Mapping[UUID, str], rules: RuleBook
) -> Call:
    """A new call. ``countries`` by partner.

    Raises: SelectionRulesUnknown, StayLimitsUnknown and the refusals of this module and of the call's dates.
    """
    framework = rules.framework(call.programme, call.call_year)
    require_consecutive(call.academic_year)
    require_window(call, framework)
    _require_held(call, rules)
    _require_own_rules(call, rules)
    selection_of(call, rules)
    _require_length(call, limits_of(call, rules))
    _require_unit(call, framework)
    _require_agreements(call, agreements)
    _require_partners(call, agreements, countries, framework.partners, rules.home_country)
    return call


def _require_held(call: Call, rules: RuleBook) -> None:
    year = rules.year(call.programme, call.call_year)
    about = {
        "programme": call.programme,
        "call_year": call.call_year,
        "decision_tr": year.decision.tr,
        "decision_en": year.decision.en,
    }
    if year.held is Held.NO:
        raise ProgrammeNotHeld("call_year", **about)
    if year.held is Held.UNKNOWN and not call.settings.decision:
        raise ProgrammeYearUnconfirmed("settings.decision", **about)


def _require_own_rules(call: Call, rules: RuleBook) -> None:
    """Own figures fill what no table covers, in whole, and stand in a decision."""
    own = call.settings.own_rules
    if own is None:
        return
    if not call.settings.decision:
        raise DecisionMissing("settings.decision")
    if not _something_unknown(call, rules):
        raise OwnRulesNotNeeded("settings.own_rules", programme=call.programme, call_year=call.call_year)
    total = own.cgpa_weight + own.language_weight
    if total != 1:
        raise OwnWeightsNotWhole("settings.own_rules", total=total)


def _something_unknown(call: Call, rules: RuleBook) -> bool:
    try:
        rules.selection(call.programme, call.call_year, call.kind, blended=call.blended)
        rules.stay_limits(call.programme, call.call_year, call.kind, blended=call.blended)
    except (SelectionRulesUnknown, StayLimitsUnknown):
        return True
    return False


def _require_length(call: Call, limits: StayLimits) -> None:
    require_within(limits, call.days)
    if limits.semesters is None:
        return
    least, most = limits.semesters
    semesters = call.settings.semesters
    if semesters is None:
        raise SemestersMissing("settings.semesters", programme=call.programme, least=least, most=most)
    if not least <= semesters <= most:
        raise SemestersOutsideLimits("settings.semesters", semesters=semesters, least=least, most=most)


def _require_unit(call: Call, framework: Framework) -> None:
    unit = framework.ranking_unit
    if unit is not None and call.settings.ranking_unit is not unit:
        raise RankingUnitPrescribed("settings.ranking_unit", programme=call.programme, unit=unit)


def _require_agreements(call: Call, agreements: Iterable[Agreement]) -> None:
    fit = {one.id for one in agreements if usable(one, call)}
    for position, agreement_id in enumerate(call.agreement_ids):
        if agreement_id not in fit:
            raise _not_usable(position, agreement_id, call.academic_year)


def _require_partners(
    call: Call, agreements: Iterable[Agreement], countries: Mapping[UUID, str], where: Partners, home: str
) -> None:
    of = {one.id: countries.get(one.partner_id) for one in agreements}
    for position, agreement_id in enumerate(call.agreement_ids):
        field, country = f"agreement_ids.{position}", of[agreement_id]
        if where is not Partners.ANY and country is None:
            raise _not_usable(position, agreement_id, call.academic_year)
        if where is Partners.HOME and country != home:
            raise PartnerMustBeDomestic(
                field, programme=call.programme, agreement_id=agreement_id, country=country
            )
        if where is Partners.ABROAD and country == home:
            raise PartnerMustBeAbroad(field, programme=call.programme, agreement_id=agreement_id)


def _not_usable(position: int, agreement_id: UUID, academic_year: str) -> AgreementNotUsable:
    """Not in force, or its partner not here yet: the next step is the same."""
    return AgreementNotUsable(
        f"agreement_ids.{position}", agreement_id=agreement_id, academic_year=academic_year
    )
