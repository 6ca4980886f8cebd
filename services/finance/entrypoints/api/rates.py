"""Rates and travel bands by call year; anyone may read them, the office and finance enter what is unknown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import ANYBODY, allowed
from chassis.ids import new_id
from services.finance.adapters.work import FinanceWork
from services.finance.application.enter_rate import enter_rate
from services.finance.application.try_tariff import try_tariff
from services.finance.domain.rates import RateKind
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery
from services.finance.entrypoints.api.models import CallYear, RateIn, RateOut, TravelBandOut
from services.finance.entrypoints.api.tariff_models import CHANGES_A_PAGE, TariffIn, TariffTrialOut

router = APIRouter(tags=["rates"])


@router.get("/rates", response_model=Page[RateOut])
@allowed(everything=ANYBODY)
async def list_rates(
    edge: FinanceEdge,
    page: PageQuery,
    call_year: Annotated[CallYear | None, Query()] = None,
    kind: Annotated[RateKind | None, Query()] = None,
) -> Response:
    """In the order recorded: of two rows for one figure the later holds."""

    async def query(work: FinanceWork) -> Page[RateOut]:
        after = page.after(datetime, UUID)
        found = await work.rates.page(call_year, kind, after, page.fetch)
        return Page[RateOut].of(found, page, RateOut.of, lambda rate: (rate.recorded_at, rate.id))

    return await edge.read(query, lambda answer: answer)


@router.post("/rates", status_code=201, response_model=RateOut)
@allowed(everything=MONEY_ROLES)
async def enter(body: RateIn, edge: FinanceEdge) -> Response:
    """A figure nobody had confirmed, or a correction. Grants that waited for it are computed, by rank."""
    rate = body.rate(new_id(), edge.now(), edge.caller.subject)
    return await edge.run(lambda work: enter_rate(rate, work, edge.now()), RateOut.of, status=201)


@router.post("/rates/trial", response_model=TariffTrialOut)
@allowed(everything=MONEY_ROLES)
async def try_out(body: TariffIn, edge: FinanceEdge) -> Response:
    """What a rate table would change for whom, and by budget; nothing is entered."""
    rates = body.table(edge.now(), edge.caller.subject)
    return await edge.read(
        lambda work: try_tariff(rates, body.after_id, CHANGES_A_PAGE, work), TariffTrialOut.of
    )


@router.get("/travel-bands", response_model=Page[TravelBandOut])
@allowed(everything=ANYBODY)
async def list_travel_bands(edge: FinanceEdge, call_year: Annotated[CallYear, Query()]) -> Response:
    """All bands of a call year, on one page."""

    async def query(work: FinanceWork) -> Page[TravelBandOut]:
        bands = await work.rates.travel_bands(call_year)
        return Page(items=[TravelBandOut.model_validate(band) for band in bands])

    return await edge.read(query, lambda answer: answer)
