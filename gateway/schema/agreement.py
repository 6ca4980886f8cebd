"""Agreement: with one partner, in whatever state it is. Reads agreement_view."""

from datetime import date

import strawberry

from contracts.vocabulary import AgreementEnd, AgreementKind, AgreementStatus, Programme
from gateway.reading.fields import Listing
from gateway.schema.agreement_life import (
    AgreementAmendment,
    AgreementContent,
    AgreementNotice,
    AgreementParticulars,
    PlaceBalance,
    YearlyExchange,
)
from gateway.schema.lists import among, by, listing, single, words
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import AgreementRef, MobilityRef, PartnerRef
from gateway.schema.values import CooperationCondition, Signature


@strawberry.type(description="An agreement with one partner, with its cooperation conditions.")
class Agreement(Node):
    reference: str = strawberry.field(description="The office's own number")
    programme: Programme = strawberry.field(description="Under which programme")
    kind: AgreementKind | None = strawberry.field(description="What sort of document; null if never said")
    particulars: AgreementParticulars | None = strawberry.field(
        description="What it says beside its conditions, where its kind asks for it"
    )
    status: AgreementStatus = strawberry.field(description="Where it stands")
    first_year: str = strawberry.field(description="First academic year, like 2026/2027")
    last_year: str = strawberry.field(description="Last academic year")
    conditions: list[CooperationCondition] = strawberry.field(description="Who may go where")
    signatures: list[Signature] = strawberry.field(description="Who has signed")
    signed_on: date | None = strawberry.field(description="Day of the last signature")
    imported: bool = strawberry.field(description="Came in with earlier records")
    content_hash: str | None = strawberry.field(
        description="Of what is on record: a signature under another hash is refused"
    )
    amended_from: str | None = strawberry.field(
        description="Since when the conditions count, if not from the first year"
    )
    ends_on: date | None = strawberry.field(description="Its last day, as things stand")
    ended_by: AgreementEnd | None = strawberry.field(description="How it ended, once it has")
    expiring_since: date | None = strawberry.field(description="When the office was told that it ends soon")
    notice: AgreementNotice | None = strawberry.field(description="Who ends it, and when")
    amendment: AgreementAmendment | None = strawberry.field(description="What waits for both signatures")
    earlier: list[AgreementContent] | None = strawberry.field(description="What was in force before")
    waits_for_us: bool | None = strawberry.field(description="Our signature is missing")
    waits_for_partner: bool | None = strawberry.field(description="The partner's signature is missing")
    idle_since: str | None = strawberry.field(
        description="The last academic year with a stay under it, or the year before its first"
    )
    balance: list[PlaceBalance] | None = strawberry.field(
        description="Places used and free, by condition and year"
    )
    exchange: list[YearlyExchange] | None = strawberry.field(description="Stays out and in, by year")
    renews: AgreementRef | None = related(
        "Agreement", key="renews_id", description="The agreement that this one follows"
    )
    renewal: AgreementRef | None = related(
        "Agreement", key="renewal_id", description="The agreement that follows this one"
    )
    partner: PartnerRef | None = related("Partner", key="partner_id", doc="partner", description="With whom")
    mobilities: Connection[MobilityRef] = children(
        "Mobility", key="agreement_id", description="Stays under this agreement"
    )


@strawberry.input(description="Agreements that match every given field.")
class AgreementFilter:
    programme: Programme | None = strawberry.field(default=None, description="Under this programme")
    kind: AgreementKind | None = strawberry.field(default=None, description="Of this kind")
    status: AgreementStatus | None = strawberry.field(default=None, description="In this state")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="With this partner")
    ends_before: date | None = strawberry.field(default=None, description="Whose last day is before this one")
    idle_before: str | None = strawberry.field(
        default=None, description="Without a stay in this academic year or later, like 2023/2024"
    )
    waits_for_us: bool | None = strawberry.field(default=None, description="Whether our signature is missing")
    waits_for_partner: bool | None = strawberry.field(
        default=None, description="Whether the partner's signature is missing"
    )


AgreementOrder = order_of("Agreement", created=("id",), reference=("reference", "id"), ends=("ends_on", "id"))


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
