"""Interest: what somebody wants to hear of, and of what by mail. Reads interest_view."""

import strawberry

from contracts.vocabulary import OpportunityKind
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import PersonRef


@strawberry.type(description="What one person wants to hear of. Nobody is told who did not ask.")
class Interest(Node):
    kinds: list[OpportunityKind] = strawberry.field(description="Of these sorts")
    languages: list[str] = strawberry.field(description="Languages the person works in, ISO 639-1")
    mail_kinds: list[OpportunityKind] = strawberry.field(
        description="Of these also by mail: the person's consent"
    )
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="Whose")


@strawberry.input(description="Interests that match every given field.")
class InterestFilter:
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")


InterestOrder = order_of("Interest", created=("id",))


@strawberry.type
class InterestQueries:
    interests: Connection[Interest] = listing(
        Listing("Interest"),
        "Interests, oldest first; one's own",
        filter=among(InterestFilter, "Only interests that match"),
        order_by=by(InterestOrder),
    )
    interest: Interest | None = single("Interest", "One interest")
