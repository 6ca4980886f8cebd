"""Buddies of guests: asked, answering, and let go when the guest leaves."""

from __future__ import annotations

from uuid import UUID

from contracts.incoming import BuddyAnswered, BuddyAssigned, BuddyEnded
from services.mobility.application.published_language import incoming_state
from services.mobility.application.work import Work
from services.mobility.domain import buddy as buddies
from services.mobility.domain.incoming import Incoming


async def assign_buddy(application_id: UUID, buddy_id: UUID, work: Work, *, expected: int | None) -> Incoming:
    """Raises: NoSuchPerson and those of ``asked``."""
    buddy = await work.people.keep(buddy_id)
    application = buddies.asked(await work.incoming.lock(application_id), buddy, expected)
    await work.incoming.save(application, BuddyAssigned(state=incoming_state(application)))
    return application


async def answer_as_buddy(
    application_id: UUID, agrees: bool, work: Work, *, expected: int | None
) -> Incoming:
    """Raises: BuddyNotAsked, StaleVersion."""
    application = buddies.answered(await work.incoming.lock(application_id), agrees, expected)
    await work.incoming.save(application, BuddyAnswered(state=incoming_state(application)))
    return application


async def let_buddy_go(mobility_id: UUID, work: Work) -> None:
    """The stay is over or given up. Of a stay that is no guest's there is nobody."""
    application = await work.incoming.lock_of_stay(mobility_id)
    if application is not None and (after := buddies.ended(application)) is not application:
        await work.incoming.save(after, BuddyEnded(state=incoming_state(after)))


async def forget_buddy(person_id: UUID, work: Work) -> None:
    """Whom this person helped or was asked to help: nobody is named there any more."""
    for application in await work.incoming.lock_helped_by(person_id):
        after = buddies.without(application)
        await work.incoming.save(after, BuddyEnded(state=incoming_state(after)))
