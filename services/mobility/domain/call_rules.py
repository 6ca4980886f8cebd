"""The rules of one call: the tables' where they speak of it, else what the institution decided for it."""

from __future__ import annotations

from dataclasses import replace

from services.mobility.domain.call import Call
from services.mobility.domain.own_rules import language_floor, own_limits, own_selection, scope_of
from services.mobility.domain.rule_book import (
    Check,
    RuleBook,
    SelectionRules,
    SelectionRulesUnknown,
    StayLimits,
    StayLimitsUnknown,
)


def selection_of(call: Call, rules: RuleBook) -> SelectionRules:
    """With a language floor of the call's own where the programme has none. Raises: SelectionRulesUnknown."""
    found = _selection(call, rules)
    if call.settings.minimum_language_score <= 0 or found.asks_for(Check.LANGUAGE_FLOOR):
        return found
    scope = scope_of(call.programme, call.call_year, call.kind)
    return replace(found, conditions=(*found.conditions, language_floor(scope)))


def _selection(call: Call, rules: RuleBook) -> SelectionRules:
    try:
        return rules.selection(call.programme, call.call_year, call.kind, blended=call.blended)
    except SelectionRulesUnknown:
        own = call.settings.own_rules
        if own is None:
            raise
        scope = scope_of(call.programme, call.call_year, call.kind)
        return own_selection(own, scope, rules.cgpa_anchors)


def limits_of(call: Call, rules: RuleBook) -> StayLimits:
    """Raises: StayLimitsUnknown."""
    try:
        return rules.stay_limits(call.programme, call.call_year, call.kind, blended=call.blended)
    except StayLimitsUnknown:
        own = call.settings.own_rules
        if own is None:
            raise
        scope = scope_of(call.programme, call.call_year, call.kind)
        return own_limits(own, scope, blended=call.blended)
