"""IBAN and national id in full: one person at a time, for who needs them."""

from typing import Annotated, Any

import strawberry

from gateway.reading.fields import READS, Opened
from gateway.reading.ids import aggregate_id
from gateway.reading.personal_numbers import TYPE, numbers_of, opened_row
from gateway.schema.node import Ask

WHOSE = strawberry.argument(description="The person's node id")


@strawberry.type(description="Numbers that lists show as masks. What a caller may not see is null.")
class PersonalNumbers:
    iban: str | None = strawberry.field(description="Account for grants: for its holder, and for finance")
    national_id: str | None = strawberry.field(
        description="Turkish identity number: for its holder, and for the office"
    )


@strawberry.type
class PersonalNumbersQueries:
    @strawberry.field(
        description="A person's numbers in full; who reads them is noted for the person to see",
        metadata={READS: Opened(TYPE)},
    )
    async def personal_numbers(
        self, info: Ask, person_id: Annotated[strawberry.ID, WHOSE]
    ) -> PersonalNumbers | None:
        person = aggregate_id(person_id, "Person", "person_id")
        reader = info.context.reader
        rows: list[Any] = await reader.rows(numbers_of(person, reader.caller))
        if not rows:
            return None
        reader.people_read.add(person)
        return opened_row(rows[0], person)  # type: ignore[return-value]
