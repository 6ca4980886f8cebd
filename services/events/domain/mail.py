"""One mail's way: it waits, is claimed before it is sent, and is sent; or fails, bounces, is not wanted.

A process may end between the claim and the word that it was sent. Nobody knows then whether the mail left,
so the claim lasts for a while; after it the mail is sent again **with the same Message-ID**, by which servers
and readers know a copy. So every mail leaves at least once, and twice only if a process died in that moment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.vocabulary import OpportunityKind

CLAIM_LASTS = timedelta(minutes=10)
"""Longer than any attempt: those end after a minute."""
ATTEMPTS_MAX = 8
FIRST_WAIT = timedelta(minutes=1)


class State(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True)
class Mail:
    """To one person about one opportunity; address and consent are looked up when it is sent.

    ``due_at``: not sent before; of a claimed one, when the claim ends. ``token``: what its unsubscribing link
    says.
    """

    id: UUID
    person_id: UUID
    opportunity_id: UUID
    kind: OpportunityKind
    token: UUID
    due_at: datetime
    state: State = State.WAITING
    attempts: int = 0


def claim(mail: Mail, now: datetime) -> Mail | None:
    """None when it is not due: somebody else has it, or it is done with."""
    if mail.state not in (State.WAITING, State.CLAIMED) or now < mail.due_at:
        return None
    return replace(mail, state=State.CLAIMED, attempts=mail.attempts + 1, due_at=now + CLAIM_LASTS)


def sent(mail: Mail) -> Mail:
    return replace(mail, state=State.SENT)


def unwanted(mail: Mail) -> Mail:
    """No consent any more, no address, or the offer is not open."""
    return replace(mail, state=State.UNWANTED)


def bounced(mail: Mail) -> Mail:
    return replace(mail, state=State.BOUNCED)


def put_off(mail: Mail, now: datetime) -> Mail:
    """The mail server could not take it now: again after 1, 2, 4 … minutes, eight times in all."""
    if mail.attempts >= ATTEMPTS_MAX:
        return replace(mail, state=State.FAILED)
    return replace(mail, state=State.WAITING, due_at=now + FIRST_WAIT * 2 ** (mail.attempts - 1))
