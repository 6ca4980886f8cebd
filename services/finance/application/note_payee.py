"""A person's bank account became known, changed or is to be forgotten."""

from __future__ import annotations

from datetime import datetime

from contracts.mobility import Person, PersonChanged, PersonErased, PersonRegistered, PersonRepublished
from services.finance.application.books import books_of
from services.finance.application.line import request_due
from services.finance.application.work import Payee, Work

AccountTold = PersonRegistered | PersonChanged | PersonRepublished


async def note_payee(event: AccountTold, work: Work, now: datetime) -> None:
    """A new account drafts the payment of what waited for one, and again of what was rejected."""
    person = event.state
    await work.drafting.close()
    known = await work.payees.get(person.id)
    if _is_news(person, known):
        await work.payees.save(Payee(person.id, person.version, person.iban, *_name(person, known)))
        await _request_again(person, work, now)
    elif known is not None and known.name_version < person.version:
        await work.payees.save(Payee(known.person_id, known.version, known.iban, *_name(person, known)))


async def forget_payee(event: PersonErased, work: Work, now: datetime) -> None:
    """Erasure: what stays is a ledger that names nobody."""
    await work.drafting.close()
    await work.payees.forget(event.key)


def _is_news(person: Person, known: Payee | None) -> bool:
    """Only a change of the account counts: its version then says which account an order was meant for."""
    if known is None:
        return person.iban is not None
    return known.version < person.version and known.iban != person.iban


def _name(person: Person, known: Payee | None) -> tuple[str | None, int]:
    """The newest that was told, with its version."""
    if known is not None and known.name_version > person.version:
        return known.name, known.name_version
    return f"{person.given_name} {person.family_name}", person.version


async def _request_again(person: Person, work: Work, now: datetime) -> None:
    for budget_id in await work.grants.budgets_of_person(person.id):
        async with books_of(await work.budgets.lock(budget_id), work, now) as books:
            for grant in await work.grants.of_person(person.id, budget_id):
                await request_due(grant, books, again=True)
