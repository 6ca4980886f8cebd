"""What a story can be told of: a topic's aggregate, by the word an operator types."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from contracts import topics
from contracts.topics import TOPICS, Topic
from deploy.local.failure import LocalFailure

ANSWERS: Final = {topics.AGREEMENT: topics.PUBLISHED_AGREEMENT, topics.PAYMENT_ORDER: topics.PAYMENT_RESULT}
"""A second topic with the same key."""


def kind_of(topic: Topic) -> str:
    """``finance.payment-orders.v1`` is ``payment-order``."""
    return topic.name.split(".")[1].removesuffix("s")


KINDS: Final = {kind_of(topic): topic for topic in TOPICS if topic not in ANSWERS.values()}


def topics_of(kind: str) -> tuple[Topic, ...]:
    """Where the aggregate's events stand, all under its id. Raises: LocalFailure for an unknown kind."""
    if kind not in KINDS:
        raise LocalFailure(
            tr=f"“{kind}” diye bir tür yok.",
            en=f"There is no kind “{kind}”.",
            next_tr=f"Şunlardan biri: {', '.join(KINDS)}.",
            next_en=f"One of: {', '.join(KINDS)}.",
        )
    own = KINDS[kind]
    return (own, ANSWERS[own]) if own in ANSWERS else (own,)


def id_of(kind: str, given: str) -> str:
    """The aggregate's UUID, given as such or as a node id (``Mobility.019a…``). Raises: LocalFailure."""
    type_name, dot, written = given.rpartition(".")
    if dot and _kebab(type_name) != kind:
        raise _no_id(kind, given)
    try:
        return str(UUID(written))
    except ValueError as error:
        raise _no_id(kind, given) from error


def _kebab(type_name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type_name).lower()


def _no_id(kind: str, given: str) -> LocalFailure:
    return LocalFailure(
        tr=f"“{given[:80]}”, {kind} türünden bir kimlik değil.",
        en=f"“{given[:80]}” is no id of a {kind}.",
        next_tr="UUID'sini ya da geçidin verdiği kimliği (Tür.UUID) yazın.",
        next_en="Give its UUID, or its id as the gateway gives it (Type.UUID).",
    )
