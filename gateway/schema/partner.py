"""Partner: an institution an agreement can be made with. Reads partner_view."""

from datetime import date
from typing import Annotated

import strawberry

from gateway.reading.narrowing import visible_column
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, children
from gateway.schema.reads import found_by, object_of, page_of
from gateway.schema.refs import AgreementRef
from gateway.views.partner import VIEW


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
    agreements: Connection[AgreementRef] = children(
        "Agreement", key="partner_id", description="Agreements with it, those the caller may see"
    )


@strawberry.type
class PartnerQueries:
    @strawberry.field(description="Institutions by name; the search folds Turkish letters and accents")
    async def partners(
        self,
        info: Ask,
        *,
        search: Annotated[
            str | None, strawberry.argument(description="Words of name, city or Erasmus code")
        ] = None,
        country: Annotated[str | None, strawberry.argument(description="ISO 3166-1 alpha-2")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Partner]:
        conditions = found_by(Partner, search)
        if country is not None:
            conditions.append(visible_column(VIEW, "country", info.context.caller) == country.upper())
        return await page_of(info, Partner, Page.asked(first, after, last, before), *conditions)

    @strawberry.field(description="One institution")
    async def partner(self, info: Ask, id: Id) -> Partner | None:
        return await object_of(info, Partner, id)
