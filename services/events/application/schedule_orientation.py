"""A call was published, so people will go: its orientation is scheduled, once."""

from __future__ import annotations

from datetime import datetime

from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts.mobility import CallPublished
from services.events.application.schedule_event import announce, orientation_exists
from services.events.application.work import Work
from services.events.domain.orientation import GoingCall, OrientationRule, plan_orientation


async def schedule_orientation(
    event: CallPublished, work: Work, now: datetime, rule: OrientationRule
) -> None:
    """Nothing happens when the office was quicker."""
    if await orientation_exists(event.state.id, work):
        return
    title = LocalizedText(tr=event.state.title.tr, en=event.state.title.en)
    call = GoingCall(event.state.id, title, event.state.stay_begins)
    await announce(plan_orientation(new_id(), call, rule, now), work)
