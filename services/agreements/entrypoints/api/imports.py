"""The records an office had before Kervan, as CSV."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request

from chassis.batches import in_batches
from chassis.csv_rows import read_rows
from chassis.http.imports import (
    CSV_BYTES_MAX,
    CSV_REQUEST,
    ImportReport,
    RejectedRow,
    csv_body,
)
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.telemetry.decisions import Published
from chassis.work import Transactions
from services.agreements.adapters.data_files import rulebook
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.agreement_rows import COLUMNS
from services.agreements.application.import_agreements import Imported, import_agreements
from services.agreements.application.place_partner import COLUMNS as PLACE_COLUMNS
from services.agreements.application.place_partner import Placed, place_partners
from services.agreements.entrypoints.api.edge import AgreementsEdge

router = APIRouter(tags=["imports"])

ROWS_A_TRANSACTION = 200


def transactions(request: Request) -> Transactions[AgreementsWork]:
    return cast("Transactions[AgreementsWork]", request.app.state.transactions)


@router.post("/imports/agreements", openapi_extra=CSV_REQUEST, max_body_size=CSV_BYTES_MAX)
@allowed(everything=[Role.OFFICE])
async def import_file(
    edge: AgreementsEdge,
    raw: Annotated[bytes, Depends(csv_body)],
    transactions: Annotated[Transactions[AgreementsWork], Depends(transactions)],
) -> ImportReport:
    """Signed agreements of earlier years, a batch of rows a transaction: accepted rows stay accepted."""
    imported, published = Imported(), list[Published]()
    for rows in in_batches(read_rows(raw, COLUMNS), ROWS_A_TRANSACTION):
        async with transactions.begin() as work:
            await import_agreements(rows, imported, work, rulebook(), edge.now())
        published += work.outbox.published
    edge.tell_done(published)
    return _report(imported)


@router.post("/imports/coordinates", openapi_extra=CSV_REQUEST, max_body_size=CSV_BYTES_MAX)
@allowed(everything=[Role.OFFICE])
async def import_coordinates(
    edge: AgreementsEdge,
    raw: Annotated[bytes, Depends(csv_body)],
    transactions: Annotated[Transactions[AgreementsWork], Depends(transactions)],
) -> ImportReport:
    """Where partners are, a batch of rows a transaction: accepted rows stay accepted."""
    placed, published = Placed(), list[Published]()
    for rows in in_batches(read_rows(raw, PLACE_COLUMNS), ROWS_A_TRANSACTION):
        async with transactions.begin() as work:
            await place_partners(rows, placed, work)
        published += work.outbox.published
    edge.tell_done(published)
    return _report(placed)


def _report(done: Imported | Placed) -> ImportReport:
    rejected = sorted(done.rejected, key=lambda one: one.line)
    return ImportReport(
        accepted=done.accepted,
        already_there=done.already_there,
        rejected=[RejectedRow.of(one) for one in rejected],
    )
