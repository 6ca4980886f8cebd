"""The office opens a call for applications, and may move its deadline."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.mobility import CallOpened, CallRescheduled
from services.mobility.application.published_language import call_state
from services.mobility.application.work import Work
from services.mobility.domain.call import Call, rescheduled
from services.mobility.domain.opening import opened
from services.mobility.domain.rule_book import RuleBook


async def open_call(call: Call, work: Work, rules: RuleBook) -> Call:
    agreements = (await work.agreements.get_many(call.agreement_ids)).values()
    countries = await work.agreements.countries({one.partner_id for one in agreements})
    kept = opened(call, agreements, countries, rules)
    await work.calls.save(kept, CallOpened(state=call_state(kept)))
    return kept


async def reschedule_call(
    call_id: UUID, closes_at: datetime, work: Work, rules: RuleBook, *, expected: int | None
) -> Call:
    call = await work.calls.lock(call_id)
    moved = rescheduled(call, closes_at, rules.framework(call.programme, call.call_year), expected)
    await work.calls.save(moved, CallRescheduled(state=call_state(moved)))
    return moved
