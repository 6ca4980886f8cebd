"""changeCursor: where a client begins that wants to miss nothing between reading and watching."""

import strawberry

from gateway.reading.change_log import CLOCK_STATEMENT, clock_of
from gateway.schema.node import Ask


@strawberry.type
class ChangeQueries:
    @strawberry.field(
        description="A cursor of now. Ask for it first, then read, then subscribe `after` it: what changes "
        "in between is told"
    )
    async def change_cursor(self, info: Ask) -> str:
        clock = clock_of(await info.context.reader.rows(CLOCK_STATEMENT))
        return clock.seal(clock.newest)
