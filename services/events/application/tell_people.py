"""Who an opportunity is for is told of it, once: by a mail that waits in the transaction that noted it.

People are gone through in the order of their interests, some at a time: the opportunity remembers how far. A
person whose interests or attributes changed is looked at by themselves, for all that is open.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from chassis.ids import new_id
from services.events.application.work import Listener, Work
from services.events.domain.interest import is_for
from services.events.domain.mail import Mail
from services.events.domain.opportunity import Opportunity

LISTENERS_AT_ONCE = 500


async def tell_of_opportunity(opportunity_id: UUID, work: Work, now: datetime) -> None:
    """The next people in line."""
    opportunity = await work.opportunities.lock(opportunity_id)
    after = await work.opportunities.told_up_to(opportunity_id)
    listeners = await work.interests.after(after, LISTENERS_AT_ONCE)
    if opportunity.is_open:
        await work.mails.write(
            [_mail(opportunity, each, now) for each in listeners if _wants(opportunity, each)]
        )
    is_last = not opportunity.is_open or len(listeners) < LISTENERS_AT_ONCE
    await work.opportunities.note_told(opportunity_id, None if is_last else listeners[-1].interest.id)


async def tell_person(person_id: UUID, work: Work, now: datetime) -> None:
    """Of all that is open, after the person's interests or attributes changed."""
    listener = await work.interests.lock_listener(person_id)
    if listener is not None:
        offered = await work.opportunities.open()
        await work.mails.write([_mail(each, listener, now) for each in offered if _wants(each, listener)])


def _wants(opportunity: Opportunity, listener: Listener) -> bool:
    """By mail: in the web everybody finds what is open."""
    interest = listener.interest
    return opportunity.offer.kind in interest.mail_kinds and is_for(
        opportunity.offer, interest, listener.attributes
    )


def _mail(opportunity: Opportunity, listener: Listener, now: datetime) -> Mail:
    return Mail(
        id=new_id(),
        person_id=listener.interest.person_id,
        opportunity_id=opportunity.id,
        kind=opportunity.offer.kind,
        token=uuid4(),
        due_at=now,
    )
