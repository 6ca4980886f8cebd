"""Agreement: with one partner, in whatever state it is. Reads agreement_view."""

from datetime import date

import strawberry

from contracts.vocabulary import AgreementStatus, Programme
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single, words
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import MobilityRef, PartnerRef
from gateway.schema.values import CooperationCondition, Signature


@strawberry.type(description="An agreement with one partner, with its cooperation conditions.")
class Agreement(Node):
    reference: str = strawberry.field(description="The office's own number")
    programme: Programme = strawberry.field(description="Under which programme")
    status: AgreementStatus = strawberry.field(description="Where it stands")
    first_year: str = strawberry.field(description="First academic year, like 2026/2027")
    last_year: str = strawberry.field(description="Last academic year")
    conditions: list[CooperationCondition] = strawberry.field(description="Who may go where")
    signatures: list[Signature] = strawberry.field(description="Who has signed")
    signed_on: date | None = strawberry.field(description="Day of the last signature")
    imported: bool = strawberry.field(description="Came in with earlier records")
    partner: PartnerRef | None = related("Partner", key="partner_id", doc="partner", description="With whom")
    mobilities: Connection[MobilityRef] = children(
        "Mobility", key="agreement_id", description="Stays under this agreement"
    )


@strawberry.input(description="Agreements that match every given field.")
class AgreementFilter:
    programme: Programme | None = strawberry.field(default=None, description="Under this programme")
    status: AgreementStatus | None = strawberry.field(default=None, description="In this state")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="With this partner")


AgreementOrder = order_of("Agreement", created=("id",), reference=("reference", "id"))


@strawberry.type
class AgreementQueries:
    agreements: Connection[Agreement] = listing(
        Listing("Agreement"),
        "Agreements, oldest first",
        filter=among(AgreementFilter, "Only agreements that match"),
        search=words("Words of the reference or the partner's name"),
        order_by=by(AgreementOrder),
    )
    agreement: Agreement | None = single("Agreement", "One agreement")
