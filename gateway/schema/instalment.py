"""Instalment: what of a grant is paid at once. Reads instalment_view, and the documents inside grants."""

from datetime import date

import strawberry

from contracts.vocabulary import InstalmentKind, InstalmentStatus, Programme
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import GrantRef, PaymentOrderRef, PersonRef
from gateway.schema.values import Money


@strawberry.type(description="A part of a grant that is paid at once. Its version is its grant's.")
class Instalment(Node):
    number: int = strawberry.field(description="1 is the first")
    kind: InstalmentKind = strawberry.field(description="Advance or balance")
    amount: Money = strawberry.field(description="How much")
    due_on: date | None = strawberry.field(description="Latest day by the rule")
    status: InstalmentStatus = strawberry.field(description="Where it stands")
    payment_order: PaymentOrderRef | None = related(
        "PaymentOrder", key="payment_order_id", description="The order to pay it"
    )
    grant: GrantRef | None = related("Grant", key="grant_id", description="Of which grant")
    person: PersonRef | None = related("Person", key="person_id", description="Whose")


@strawberry.input(description="Instalments that match every given field.")
class InstalmentFilter:
    status: InstalmentStatus | None = strawberry.field(default=None, description="In this state")
    due_before: date | None = strawberry.field(
        default=None, description="With a latest day before this one; without any day yet is never before"
    )
    programme: Programme | None = strawberry.field(default=None, description="Of this programme")
    call_year: int | None = strawberry.field(default=None, description="Of this call year")
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    grant_id: strawberry.ID | None = strawberry.field(default=None, description="Of this grant")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")


InstalmentOrder = order_of("Instalment", due=("due_by", "id"), grant=("grant_id", "id"))


@strawberry.type
class InstalmentQueries:
    instalments: Connection[Instalment] = listing(
        Listing("Instalment"),
        "Instalments of grants, the first due first; those without a day come last",
        filter=among(InstalmentFilter, "Only instalments that match"),
        order_by=by(InstalmentOrder),
    )
    instalment: Instalment | None = single("Instalment", "One instalment")
