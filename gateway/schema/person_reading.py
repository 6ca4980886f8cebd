"""PersonReading: who of the staff read a person, when and through what. Reads person_reading."""

from datetime import datetime
from typing import Annotated

import strawberry

from gateway.reading.fields import Listing
from gateway.schema.lists import by, listing
from gateway.schema.node import Connection, id_of, named
from gateway.schema.ordering import order_of


@strawberry.type(description="How often somebody of the staff read a person's data in an hour.")
class PersonReading:
    person_id: strawberry.ID = id_of("Person", key="person_id", description="Who was read")
    hour: datetime = strawberry.field(description="The hour's beginning")
    reader: str = strawberry.field(description="The identity provider's name for who read")
    roles: str = strawberry.field(description="What the reader was to the office, comma between")
    operation: str = strawberry.field(description="Through what")
    times: int = named("version", description="How often within the hour")
    first_at: datetime = strawberry.field(description="The first time")
    last_at: datetime = strawberry.field(description="The last time")


PersonReadingOrder = order_of("PersonReading", time=("hour", "id"))


@strawberry.type
class PersonReadingQueries:
    person_readings: Connection[PersonReading] = listing(
        Listing("PersonReading"),
        "Who of the staff read a person's data through the gateway: for the person, and for the office",
        person_id=Annotated[strawberry.ID, strawberry.argument(description="Whose readings")],
        order_by=by(PersonReadingOrder),
    )
