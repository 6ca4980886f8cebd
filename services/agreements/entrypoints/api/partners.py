"""The directory of institutions: searched by everyone, added to and corrected by the office."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chassis.http.paging import Page, Paging, page_query
from chassis.identity.access import ANYBODY, allowed
from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.refusal import NotFound
from contracts.event import CountryCode
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.change_partner import change_partner
from services.agreements.application.enter_partner import enter_partner
from services.agreements.application.place_partner import place_partner
from services.agreements.application.published_language import partner_state
from services.agreements.domain.coordinates import Coordinates, coordinates
from services.agreements.domain.partners import NAME_LENGTH_MAX, Partner, PartnerFacts
from services.agreements.entrypoints.api.edge import AgreementsEdge

router = APIRouter(tags=["partners"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_LENGTH_MAX)]
Degrees = Annotated[Decimal, Field(max_digits=9, decimal_places=6)]
Website = Annotated[str, Field(max_length=300, pattern=r"^https?://\S+$")]


class EnterPartner(BaseModel):
    """An institution outside the European directory, such as a Farabi or Mevlana partner."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    country: CountryCode
    city: Name | None = None
    website: Website | None = None

    def facts(self) -> PartnerFacts:
        return PartnerFacts(**self.model_dump())


class ChangePartner(BaseModel):
    """Only what is given changes."""

    model_config = ConfigDict(extra="forbid")

    name: Name = ""
    city: Name | None = None
    website: Website | None = None

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class CoordinatesIn(BaseModel):
    """In degrees; neither takes the partner off the map."""

    model_config = ConfigDict(extra="forbid")

    latitude: Degrees | None = None
    longitude: Degrees | None = None

    def coordinates(self) -> Coordinates | None:
        """Raises: CoordinatesHalfGiven, CoordinatesOutside."""
        return coordinates(self.latitude, self.longitude)


class PartnerOut(BaseModel):
    id: UUID
    version: int
    name: str
    country: str
    city: str | None
    erasmus_code: str | None
    pic: str | None
    oid: str | None
    website: str | None
    charter_start: date | None
    charter_end: date | None
    latitude: Decimal | None
    longitude: Decimal | None
    merged_into: UUID | None

    @classmethod
    def of(cls, partner: Partner) -> Self:
        return cls(**partner_state(partner).model_dump())


@router.get("/partners", response_model=Page[PartnerOut])
@allowed(everything=ANYBODY)
async def search_partners(
    edge: AgreementsEdge,
    page: Annotated[Paging, Depends(page_query)],
    q: Annotated[str | None, Query(max_length=200, description="Words of name, code or city")] = None,
    country: Annotated[CountryCode | None, Query()] = None,
) -> Response:
    """By name. Letters fold: igdir finds Iğdır, and every word may be a beginning."""

    async def query(work: AgreementsWork) -> Page[PartnerOut]:
        found = await work.partners.search(q, country, page.after(str, UUID), page.fetch)
        return Page[PartnerOut].of(
            found, page, lambda row: PartnerOut.of(row[1]), lambda row: (row[0], row[1].id)
        )

    return await edge.read(query, lambda answer: answer)


@router.get("/partners/{partner_id}", response_model=PartnerOut)
@allowed(everything=ANYBODY)
async def read_partner(partner_id: UUID, edge: AgreementsEdge) -> Response:
    async def query(work: AgreementsWork) -> Partner:
        partner = await work.partners.get(partner_id)
        if partner is None:
            raise NotFound(what="partner")
        return partner

    return await edge.read(query, PartnerOut.of)


@router.post("/partners", status_code=201, response_model=PartnerOut)
@allowed(everything=[Role.OFFICE])
async def enter(body: EnterPartner, edge: AgreementsEdge) -> Response:
    return await edge.run(lambda work: enter_partner(new_id(), body.facts(), work), PartnerOut.of, status=201)


@router.patch("/partners/{partner_id}", response_model=PartnerOut)
@allowed(everything=[Role.OFFICE])
async def change(partner_id: UUID, body: ChangePartner, edge: AgreementsEdge) -> Response:
    """Needs ``If-Match``. Institutions of the European directory are corrected there, not here."""
    version = edge.require_version()
    return await edge.run(
        lambda work: change_partner(partner_id, body.changes(), version, work), PartnerOut.of
    )


@router.put("/partners/{partner_id}/coordinates", response_model=PartnerOut)
@allowed(everything=[Role.OFFICE])
async def put_on_map(partner_id: UUID, body: CoordinatesIn, edge: AgreementsEdge) -> Response:
    """Also of institutions of the European directory, which does not say where they are."""
    version, where = edge.expected_version, body.coordinates()
    return await edge.run(lambda work: place_partner(partner_id, where, version, work), PartnerOut.of)
