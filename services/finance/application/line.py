"""The line in front of a budget: who is paid, who waits for money, and who is next when money returns."""

from __future__ import annotations

from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts.finance import GrantReserved, InstalmentOrdered, PaymentOrderIssued, ZeroGrantOffered
from services.finance.application.books import Because, Books
from services.finance.application.published import order_state
from services.finance.application.work import Payee
from services.finance.domain.grant import Grant, due_to_order, fund, order
from services.finance.domain.instalments import Instalment
from services.finance.domain.payment_order import PaymentOrder

RESERVED = Because(LocalizedText("Hibe için bütçe ayrıldı", "Money set aside for a grant"))
NO_MONEY = Because(LocalizedText("Hibesiz yer önerildi", "Zero-grant place offered"))
ORDERED = Because(LocalizedText("Ödeme emri verildi", "Payment order issued"))


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


async def order_due(grant: Grant, books: Books, *, again: bool = False) -> Grant:
    """Issue payment orders for what is due, if the payee's account is known. ``again``: it has changed."""
    payee = await books.work.payees.get(grant.person_id)
    if payee is None or payee.iban is None:
        return grant
    for part in due_to_order(grant, again=again):
        issued = _order(grant, part, payee, books)
        await books.work.orders.add(issued, publishes=PaymentOrderIssued(state=order_state(issued)))
        grant = await books.record(grant, order(grant, part.number, issued.id), InstalmentOrdered, ORDERED)
    return grant


async def reserve(before: Grant | None, computed: Grant, books: Books) -> None:
    """Promise a computed grant that the budget reaches, and ask for its advance."""
    funded = fund(computed, books.work.plan, books.today)
    await order_due(await books.record(before, funded, GrantReserved, RESERVED), books)


def _order(grant: Grant, part: Instalment, payee: Payee, books: Books) -> PaymentOrder:
    return PaymentOrder(
        id=new_id(),
        version=1,
        grant_id=grant.id,
        person_id=grant.person_id,
        faculty=grant.faculty,
        instalment=part.number,
        amount=part.amount,
        issued_at=books.now,
        due_on=part.due_on,
        payee_version=payee.version,
    )
