"""The records an office had before Kervan, as CSV."""

from collections.abc import Sequence
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
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.beneficiary_rows import COLUMNS
from services.mobility.application.import_beneficiaries import Imported, import_beneficiaries
from services.mobility.entrypoints.api.edge import MobilityEdge

router = APIRouter(tags=["imports"])

ROWS_A_TRANSACTION = 200


def transactions(request: Request) -> Transactions[MobilityWork]:
    return cast("Transactions[MobilityWork]", request.app.state.transactions)


@router.post("/imports/beneficiaries", openapi_extra=CSV_REQUEST, max_body_size=CSV_BYTES_MAX)
@allowed(everything=[Role.OFFICE])
async def import_file(
    edge: MobilityEdge,
    raw: Annotated[bytes, Depends(csv_body)],
    transactions: Annotated[Transactions[MobilityWork], Depends(transactions)],
) -> ImportReport:
    """Beneficiaries of earlier years, a batch of rows a transaction: accepted rows stay accepted."""
    imported, published = await take_over(raw, transactions)
    edge.tell_done(published)
    return ImportReport(
        accepted=imported.accepted,
        already_there=imported.already_there,
        rejected=[
            RejectedRow.of(one) for one in sorted(imported.rejected, key=lambda rejected: rejected.line)
        ],
    )


async def take_over(
    raw: bytes, transactions: Transactions[MobilityWork]
) -> tuple[Imported, Sequence[Published]]:
    """What became of the file's rows, and the events that say so."""
    imported, published = Imported(), list[Published]()
    for rows in in_batches(read_rows(raw, COLUMNS), ROWS_A_TRANSACTION):
        async with transactions.begin() as work:
            await import_beneficiaries(rows, imported, work, rule_book())
        published += work.outbox.published
    return imported, published
