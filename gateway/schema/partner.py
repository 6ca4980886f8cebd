"""Partner: an institution an agreement can be made with. Reads partner_view."""

from datetime import date
from decimal import Decimal

import strawberry

from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single, words
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import AgreementRef, PartnerRef


@strawberry.type(
    description="A university or institution; those of the European directory have an Erasmus code."
)
class Partner(Node):
    name: str = strawberry.field(description="Its own name")
    country: str = strawberry.field(description="ISO 3166-1 alpha-2")
    city: str | None = strawberry.field(description="City")
    erasmus_code: str | None = strawberry.field(description="Erasmus code, like D BERLIN13")
    pic: str | None = strawberry.field(description="Participant Identification Code of the Commission")
    oid: str | None = strawberry.field(description="Organisation id of the Commission")
    website: str | None = strawberry.field(description="Its website")
    charter_start: date | None = strawberry.field(description="First day of the Erasmus charter")
    charter_end: date | None = strawberry.field(description="Last day of the Erasmus charter")
    latitude: Decimal | None = strawberry.field(description="Degrees north, where known")
    longitude: Decimal | None = strawberry.field(description="Degrees east, where known")
    merged: bool = strawberry.field(description="Its record was merged into another: see mergedInto")
    merged_into: PartnerRef | None = related(
        "Partner", key="merged_into_id", description="The record that took its place"
    )
    agreements: Connection[AgreementRef] = children(
        "Agreement", key="partner_id", description="Agreements with it, those the caller may see"
    )


@strawberry.input(description="Institutions that match every given field.")
class PartnerFilter:
    country: str | None = strawberry.field(default=None, description="ISO 3166-1 alpha-2")
    erasmus_code: str | None = strawberry.field(default=None, description="With this Erasmus code")
    merged: bool | None = strawberry.field(
        default=None, description="Whether its record was merged into another; both where it is left out"
    )


PartnerOrder = order_of("Partner", name=("name", "id"), country=("country", "name", "id"))


@strawberry.type
class PartnerQueries:
    partners: Connection[Partner] = listing(
        Listing("Partner"),
        "Institutions by name; the search folds Turkish letters and accents",
        filter=among(PartnerFilter, "Only institutions that match"),
        search=words("Words of name, city or Erasmus code"),
        order_by=by(PartnerOrder),
    )
    partner: Partner | None = single("Partner", "One institution")
