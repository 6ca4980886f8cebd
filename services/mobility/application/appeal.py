"""An applicant appeals; the appeal is rejected, or accepted with what it corrects.

The call's row is locked first, as by everybody who moves its places.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.clock import academic_date
from contracts.mobility import AppealDecided, ApplicationAppealed
from contracts.vocabulary import AppealStatus
from services.mobility.application.appeal_places import give_places
from services.mobility.application.known import known_of
from services.mobility.application.published_language import application_state
from services.mobility.application.scored import scored_application
from services.mobility.application.work import Work
from services.mobility.domain.appeal import Appeal
from services.mobility.domain.appealing import (
    Answer,
    Correction,
    answered,
    appealed,
    corrected,
    is_ranked,
    require_eligible,
    require_unsettled,
    require_waiting,
    turn_of,
)
from services.mobility.domain.application import Application
from services.mobility.domain.call import Call
from services.mobility.domain.call_rules import selection_of
from services.mobility.domain.committee import require_other_eyes
from services.mobility.domain.eligibility import reasons_against
from services.mobility.domain.ranking import Standing, candidate_of, ranking
from services.mobility.domain.rule_book import RuleBook


async def file_appeal(application_id: UUID, reason: str, work: Work, now: datetime) -> Application:
    """Raises: AppealsClosed, AppealedAlready, NothingToAppeal."""
    call = await work.calls.keep((await work.applications.get(application_id)).call_id)
    application = await work.applications.lock(application_id)
    placements = await work.placements.lock_of_application(application_id)
    appeal = Appeal(AppealStatus.OPEN, reason, now)
    filed = appealed(application, call, appeal, placements, academic_date(now))
    await work.applications.save(filed, ApplicationAppealed(state=application_state(filed)))
    return filed


async def reject_appeal(
    application_id: UUID, answer: Answer, work: Work, *, expected: int | None
) -> Application:
    """Raises: NoAppealWaits, OtherEyesNeeded, StaleVersion."""
    call = await work.calls.keep((await work.applications.get(application_id)).call_id)
    application = await work.applications.lock(application_id)
    appeal = require_waiting(application, expected)
    _require_other_eyes(call, answer)
    told = answered(application, appeal, AppealStatus.REJECTED, answer)
    await work.applications.save(told, AppealDecided(state=application_state(told)))
    return told


async def accept_appeal(
    application_id: UUID,
    correction: Correction,
    answer: Answer,
    work: Work,
    rules: RuleBook,
    *,
    expected: int | None,
) -> Application:
    """Raises: NoAppealWaits, OtherEyesNeeded, NothingToAppeal, CorrectionMissing, StillIneligible,
    StaleVersion.
    """
    call = await work.calls.lock((await work.applications.get(application_id)).call_id)
    application = await work.applications.lock(application_id)
    appeal = require_waiting(application, expected)
    _require_other_eyes(call, answer)
    require_unsettled(application, await work.placements.lock_of_application(application_id))
    fixed = await _scored_anew(corrected(application, correction), call, work, rules)
    standings, rank = await _replayed(fixed, call, work, rules)
    told = replace(answered(fixed, appeal, AppealStatus.ACCEPTED, answer), rank=rank, refused_by=())
    (standing,) = (one for one in standings if one.candidate.application_id == application_id)
    return await give_places(told, standing, call, work, academic_date(answer.at))


def _require_other_eyes(call: Call, answer: Answer) -> None:
    """Where a committee watches, whoever ranked does not decide about the ranking."""
    if call.committee:
        require_other_eyes(call.ranked_by, answer.by)


async def _scored_anew(application: Application, call: Call, work: Work, rules: RuleBook) -> Application:
    level, wishes = application.eqf_level, application.preferences
    known = await known_of(application.person_id, level, wishes, call, work)
    selection = selection_of(call, rules)
    require_eligible(reasons_against(application.record, level, call, selection, known))
    return await scored_application(application, work, rules)


async def _replayed(
    fixed: Application, call: Call, work: Work, rules: RuleBook
) -> tuple[tuple[Standing, ...], int]:
    """The call's ranking with the one application corrected, and the rank with which it waits."""
    others = [
        one for one in await work.applications.of_call(call.id) if is_ranked(one) and one.id != fixed.id
    ]
    standings = replay([*others, fixed], call, rules)
    kept = {one.id: one.rank for one in others if one.rank is not None}
    return standings, turn_of(standings, kept, fixed.id)


def replay(applications: list[Application], call: Call, rules: RuleBook) -> tuple[Standing, ...]:
    """From what was ranked and the places there were: without a correction it is the published ranking."""
    candidates = [candidate_of(one, call, rules.cgpa_anchors) for one in applications]
    return ranking(candidates, call.places, call.settings)
