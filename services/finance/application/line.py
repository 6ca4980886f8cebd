"""The line in front of a budget: who is paid, who waits for money, and who is next when money returns."""

from __future__ import annotations

from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts.finance import GrantReserved, ZeroGrantOffered
from contracts.payments import PaymentRequested
from services.finance.application.books import Because, Books
from services.finance.application.published import request_state
from services.finance.domain.grant import Grant, due_to_order, fund
from services.finance.domain.instalments import Instalment
from services.finance.domain.payment_request import PaymentRequest

RESERVED = Because(LocalizedText("Hibe için bütçe ayrıldı", "Money set aside for a grant"))
NO_MONEY = Because(LocalizedText("Hibesiz yer önerildi", "Zero-grant place offered"))


async def reserve_or_queue(before: Grant | None, computed: Grant, books: Books) -> None:
    """Set the computed amount aside and ask for the advance, or offer a zero-grant place in the line."""
    if books.budget.reaches(computed):
        await reserve(before, computed, books)
    else:
        await books.record(before, computed, ZeroGrantOffered, NO_MONEY)


async def serve_line(books: Books) -> None:
    """Money returned: in the order of rank, everyone whose amount now fits gets it.

    Somebody whose grant is larger than what is left does not hold up those behind.
    """
    if not books.budget.available:
        return
    for waiting in await books.work.grants.in_line(books.budget):
        if books.budget.reaches(waiting):
            await reserve(waiting, waiting, books)


async def request_due(grant: Grant, books: Books, *, again: bool = False) -> None:
    """Draft payments of what is due, if the payee's account is known. ``again``: it has changed.

    Nobody outside is told before a second person approved them.
    """
    payee = await books.work.payees.get(grant.person_id)
    if payee is None or payee.iban is None:
        return
    waiting = {request.instalment for request in await books.work.requests.waiting_of(grant.id)}
    for part in due_to_order(grant, again=again):
        if part.number not in waiting:
            drafted = _request(grant, part, books)
            await books.work.requests.add(drafted, publishes=PaymentRequested(state=request_state(drafted)))


async def reserve(before: Grant | None, computed: Grant, books: Books) -> None:
    """Promise a computed grant that the budget reaches, and ask for its advance."""
    funded = fund(computed, books.work.plan, books.today)
    await request_due(await books.record(before, funded, GrantReserved, RESERVED), books)


def _request(grant: Grant, part: Instalment, books: Books) -> PaymentRequest:
    return PaymentRequest(
        id=new_id(),
        version=1,
        budget_id=grant.budget_id,
        grant_id=grant.id,
        person_id=grant.person_id,
        faculty=grant.faculty,
        instalment=part.number,
        amount=part.amount,
        due_on=part.due_on,
        drafted_at=books.now,
        caused_by=books.work.by,
    )
