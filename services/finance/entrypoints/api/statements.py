"""The bank's statements: the file that finance uploads, its lines, and what a person says of one."""

from collections.abc import Iterator
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from chassis.batches import in_batches
from chassis.csv_rows import Rejected, Row, read_rows
from chassis.http.imports import CSV_BYTES_MAX, ImportReport, RejectedRow, csv_body
from chassis.http.paging import Page
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.telemetry.decisions import Published
from chassis.work import Transactions
from contracts.statements import StatementLine as StatementLineOut
from contracts.vocabulary import StatementLineStatus, StatementOrigin
from services.finance.adapters.camt import read_camt
from services.finance.adapters.work import FinanceWork
from services.finance.application.published import statement_line_state
from services.finance.application.reconcile_statement import (
    Deciding,
    assign_line,
    set_line_aside,
    take_statement,
)
from services.finance.application.statement_rows import COLUMNS, Taken
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery
from services.finance.entrypoints.api.models import Input

router = APIRouter(tags=["statements"])

ROWS_A_TRANSACTION = 100
"""Budgets are locked meanwhile."""
XML = "application/xml"
EITHER: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string"}} for kind in ("text/csv", XML)},
    }
}


class AssignmentIn(Input):
    order_id: UUID


class SettingAsideIn(Input):
    origin: StatementOrigin


def transactions(request: Request) -> Transactions[FinanceWork]:
    return cast("Transactions[FinanceWork]", request.app.state.transactions)


async def statement_rows(request: Request) -> Iterator[Row | Rejected]:
    """Of a CSV file, or of camt.053 as XML. Answers 415 to anything else."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() == XML:
        return read_camt(await request.body())
    return read_rows(await csv_body(request), COLUMNS)


@router.post("/imports/statements", openapi_extra=EITHER, max_body_size=CSV_BYTES_MAX)
@allowed(everything=[Role.FINANCE])
async def upload(
    edge: FinanceEdge,
    rows_of_file: Annotated[Iterator[Row | Rejected], Depends(statement_rows)],
    transactions: Annotated[Transactions[FinanceWork], Depends(transactions)],
) -> ImportReport:
    """Lines that fit a payment order answer it, others wait for a person; taken again they change nothing."""
    taken, published = Taken(), list[Published]()
    for rows in in_batches(rows_of_file, ROWS_A_TRANSACTION):
        async with transactions.begin() as work:
            work.by = edge.caller.subject
            await take_statement(rows, taken, work, edge.now())
        published += work.outbox.published
    edge.tell_done(published)
    return ImportReport(
        accepted=taken.accepted,
        already_there=taken.already_there,
        rejected=[RejectedRow.of(one) for one in taken.rejected],
    )


@router.get("/statement-lines", response_model=Page[StatementLineOut])
@allowed(everything=MONEY_ROLES)
async def list_all(
    edge: FinanceEdge, page: PageQuery, status: Annotated[StatementLineStatus | None, Query()] = None
) -> Response:
    """First taken first."""

    async def query(work: FinanceWork) -> Page[StatementLineOut]:
        (after,) = page.after(UUID) or (None,)
        found = await work.statement.page(status, after, page.fetch)
        return Page[StatementLineOut].of(found, page, statement_line_state, lambda line: (line.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/statement-lines/{line_id}", response_model=StatementLineOut)
@allowed(everything=MONEY_ROLES)
async def read(line_id: UUID, edge: FinanceEdge) -> Response:
    return await edge.read(lambda work: work.statement.get(line_id), statement_line_state)


@router.post("/statement-lines/{line_id}/assignment", response_model=StatementLineOut)
@allowed(everything=[Role.FINANCE])
async def assign(line_id: UUID, body: AssignmentIn, edge: FinanceEdge) -> Response:
    """It answers this order, whatever its reference said; its amount has to be the order's."""
    deciding = _deciding(edge)
    return await edge.run(
        lambda work: assign_line(line_id, body.order_id, deciding, work), statement_line_state
    )


@router.post("/statement-lines/{line_id}/setting-aside", response_model=StatementLineOut)
@allowed(everything=[Role.FINANCE])
async def put_aside(line_id: UUID, body: SettingAsideIn, edge: FinanceEdge) -> Response:
    """It answers no payment order; ``origin`` says what it is."""
    deciding = _deciding(edge)
    return await edge.run(
        lambda work: set_line_aside(line_id, body.origin, deciding, work), statement_line_state
    )


def _deciding(edge: FinanceEdge) -> Deciding:
    return Deciding(edge.caller.subject, edge.expected_version, edge.now())
