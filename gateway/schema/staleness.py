"""Staleness: how old the views are, topic by topic. Reads topic_progress."""

from datetime import datetime
from typing import cast

import strawberry
from sqlalchemy import extract, func, select

from gateway.reading.fields import READS, Rows
from gateway.schema.node import Ask
from gateway.views.progress import TOPIC_PROGRESS


@strawberry.type(description="How far the views have come with one topic.")
class Staleness:
    topic: str = strawberry.field(description="Topic on Kafka")
    applied_at: datetime = strawberry.field(description="When its newest events were taken in")
    sent_at: datetime | None = strawberry.field(
        description="When the newest of them was written by its service"
    )
    delay_seconds: float | None = strawberry.field(description="How long that one travelled")


PROGRESS = TOPIC_PROGRESS.c
STATEMENT = select(
    PROGRESS.topic,
    PROGRESS.applied_at,
    PROGRESS.sent_at,
    func.greatest(extract("epoch", PROGRESS.applied_at - PROGRESS.sent_at), 0).label("delay_seconds"),
).order_by(PROGRESS.topic)


@strawberry.type
class StalenessQueries:
    @strawberry.field(
        description="How old the views are; a topic without any event yet is not listed",
        metadata={READS: Rows(STATEMENT, (TOPIC_PROGRESS,))},
    )
    async def staleness(self, info: Ask) -> list[Staleness]:
        return cast("list[Staleness]", await info.context.reader.rows(STATEMENT))
