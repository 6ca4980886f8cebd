"""Kervan's own consumer groups and what they read: whom a breaking change would stop.

Services declare their groups themselves; a test holds this list against them.
"""

from __future__ import annotations

from contracts import topics
from contracts.topics import TOPICS, Topic

BETWEEN_OFFICES = (topics.PUBLISHED_AGREEMENT, topics.PAYMENT_RESULT)
"""Where Kervan talks with others; what they say of it stands in the aggregates' own topics too."""

GROUPS: dict[str, tuple[Topic, ...]] = {
    "mobility.agreements": (topics.AGREEMENT, topics.PARTNER),
    "mobility.courses": (topics.REGISTRATION,),
    "finance.grants": (topics.MOBILITY,),
    "finance.payees": (topics.PERSON,),
    "finance.payment-results": (topics.PAYMENT_RESULT,),
    "finance.costs": (topics.VISIT, topics.EVENT_PLAN),
    "events.orientations": (topics.CALL, topics.MOBILITY),
    "events.erasures": (topics.PERSON,),
    "events.recipients": (topics.PERSON,),
    "events.deadlines": (
        topics.AGREEMENT,
        topics.CALL,
        topics.PLACEMENT,
        topics.MOBILITY,
        topics.GRANT,
        topics.VISIT,
        topics.PROJECT,
        topics.EVENT_PLAN,
        topics.MOBILITY_FILE,
    ),
    "gateway.views": tuple(topic for topic in TOPICS if topic not in BETWEEN_OFFICES),
}


def readers_of(topic_name: str) -> tuple[str, ...]:
    """The groups that read a topic."""
    return tuple(group for group, read in GROUPS.items() if topic_name in {topic.name for topic in read})
