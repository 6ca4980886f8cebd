"""Scores from the rules of the call, the application, and what the office's records know beside it."""

from __future__ import annotations

from collections.abc import Sequence

from services.mobility.application.work import NONE_EARLIER, Work
from services.mobility.domain.application import Application
from services.mobility.domain.call import Call
from services.mobility.domain.call_rules import selection_of
from services.mobility.domain.rule_book import RuleBook
from services.mobility.domain.scoring import History, scored


async def scored_application(application: Application, work: Work, rules: RuleBook) -> Application:
    call = await work.calls.get(application.call_id)
    (done,) = await scored_applications([application], call, work, rules)
    return done


async def scored_applications(
    applications: Sequence[Application], call: Call, work: Work, rules: RuleBook
) -> list[Application]:
    """The applications of one call with their score lines; versions stay."""
    selection = selection_of(call, rules)
    partners = {wish.partner_id for one in applications for wish in one.preferences}
    countries = await work.agreements.countries(partners)
    earlier = await work.mobilities.earlier_stays({one.person_id for one in applications})

    def with_score(one: Application) -> Application:
        stays = earlier.get((one.person_id, one.eqf_level), NONE_EARLIER)
        history = History(stays.count, countries)
        return scored(one, selection, history, bonuses_add_up=call.settings.bonuses_add_up)

    return [with_score(one) for one in applications]
