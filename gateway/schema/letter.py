"""Letter: an entry of the correspondence register. Reads letter_view."""

from datetime import date

import strawberry

from contracts.vocabulary import Direction
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import AgreementRef, PartnerRef
from gateway.schema.values import LocalizedText


@strawberry.type(
    description="A letter that came in or went out. What was made from a template is a PDF at "
    "`/v1/documents/{id}` of this gateway."
)
class Letter(Node):
    year: int = strawberry.field(description="In whose register")
    number: int = strawberry.field(description="Its number there; a year's numbers have no gaps")
    direction: Direction = strawberry.field(description="Whether it came in or went out")
    written_on: date = strawberry.field(description="The date on it")
    subject: LocalizedText = strawberry.field(description="What it is about")
    party: str = strawberry.field(description="The institution it came from or goes to")
    their_reference: str | None = strawberry.field(description="The other side's own number")
    attachments: list[str] = strawberry.field(description="What came with it, by name or number")
    template: str | None = strawberry.field(description="Which template it was made from")
    annulled: bool = strawberry.field(description="Whether it does not count; its number stays taken")
    partner: PartnerRef | None = related("Partner", key="partner_id", description="The partner, if it is one")
    agreement: AgreementRef | None = related(
        "Agreement", key="agreement_id", description="The agreement it is about"
    )


@strawberry.input(description="Letters that match every given field.")
class LetterFilter:
    year: int | None = strawberry.field(default=None, description="Of this year's register")
    direction: Direction | None = strawberry.field(default=None, description="Only these")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="From or to this partner")
    agreement_id: strawberry.ID | None = strawberry.field(default=None, description="About this agreement")


LetterOrder = order_of("Letter", number=("year", "number", "id"), created=("id",))


@strawberry.type
class LetterQueries:
    letters: Connection[Letter] = listing(
        Listing("Letter"),
        "The correspondence register, by year and number",
        filter=among(LetterFilter, "Only letters that match"),
        order_by=by(LetterOrder),
    )
    letter: Letter | None = single("Letter", "One letter")
