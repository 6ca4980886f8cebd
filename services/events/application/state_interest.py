"""Somebody says what they want to hear of, and how; or a link in a mail takes a consent back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from contracts.vocabulary import OpportunityKind
from services.events.application.offered import stated
from services.events.application.register import PersonErased
from services.events.application.work import Work
from services.events.domain.interest import Interest, state, take_consent_back


@dataclass(frozen=True, slots=True)
class StateInterest:
    person_id: UUID
    kinds: frozenset[OpportunityKind]
    languages: frozenset[str]
    mail_kinds: frozenset[OpportunityKind]


async def state_interest(command: StateInterest, work: Work, now: datetime) -> Interest:
    """Replaces what the person said before. Raises: PersonErased, MailWithoutInterest."""
    await work.erasures.hold_person(command.person_id)
    if await work.erasures.happened_to(command.person_id):
        raise PersonErased
    before = await work.interests.lock_of(command.person_id)
    after = state(
        Interest(
            id=before.id if before else new_id(),
            person_id=command.person_id,
            kinds=command.kinds,
            languages=command.languages,
            mail_kinds=command.mail_kinds,
            version=before.version + 1 if before else 1,
        )
    )
    await work.interests.save(after, publishes=stated(after))
    await work.consents.note(after, now)
    return after


async def unsubscribe(token: UUID, work: Work, now: datetime) -> OpportunityKind:
    """Done once or again, it is the same. Raises: NotFound for a token that is in no mail."""
    mail = await work.mails.with_token(token)
    interest = await work.interests.lock_of(mail.person_id)
    if interest is not None and (after := take_consent_back(interest, mail.kind)) is not None:
        await work.interests.save(after, publishes=stated(after))
        await work.consents.note(after, now)
    return mail.kind
