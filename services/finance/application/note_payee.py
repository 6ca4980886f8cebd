"""A person's bank account became known, changed or is to be forgotten."""

from __future__ import annotations

from datetime import datetime

from contracts.mobility import Person, PersonChanged, PersonErased, PersonRegistered, PersonRepublished
from services.finance.application.books import books_of
from services.finance.application.line import order_due
from services.finance.application.work import Payee, Work

AccountTold = PersonRegistered | PersonChanged | PersonRepublished


async def note_payee(event: AccountTold, work: Work, now: datetime) -> None:
    """A new account pays what waited for one and, with a new order, what the finance office rejected."""
    person = event.state
    await work.drafting.close()
    if await _is_news(person, work):
        await work.payees.save(Payee(person.id, person.version, person.iban))
        await _order_again(person, work, now)


async def forget_payee(event: PersonErased, work: Work, now: datetime) -> None:
    """Erasure: what stays is a ledger that names nobody."""
    await work.drafting.close()
    await work.payees.forget(event.key)


async def _is_news(person: Person, work: Work) -> bool:
    """Only a change of the account counts: its version then says which account an order was meant for."""
    known = await work.payees.get(person.id)
    if known is None:
        return person.iban is not None
    return known.version < person.version and known.iban != person.iban


async def _order_again(person: Person, work: Work, now: datetime) -> None:
    for budget_id in await work.grants.budgets_of_person(person.id):
        async with books_of(await work.budgets.lock(budget_id), work, now) as books:
            for grant in await work.grants.of_person(person.id, budget_id):
                await order_due(grant, books, again=True)
