"""The copy of agreements: repeated and late events change nothing, in whatever order topics come."""

from __future__ import annotations

from typing import Any

from chassis.ids import new_id
from chassis.work import Transactions
from contracts import agreements as published
from contracts.vocabulary import AgreementStatus, Programme
from services.mobility.adapters.agreements import merge
from services.mobility.adapters.work import MobilityWork
from services.mobility.tests.office import received

AGREEMENT = new_id()


def an_event(version: int, status: AgreementStatus) -> published.AgreementActivated:
    return published.AgreementActivated(
        state=published.Agreement(
            id=AGREEMENT,
            version=version,
            reference="DE-1",
            programme=Programme.ERASMUS,
            partner_id=new_id(),
            status=status,
            first_year="2024/2025",
            last_year="2028/2029",
        )
    )


async def copied(transactions: Transactions[MobilityWork], *batches: list[Any]) -> AgreementStatus:
    for batch in batches:
        async with transactions.begin() as work:
            await merge(work.connection, [received(event) for event in batch])
    async with transactions.read() as work:
        return (await work.agreements.get_many([AGREEMENT]))[AGREEMENT].status


async def test_the_newest_state_stays_whatever_comes_late_or_twice(
    transactions: Transactions[MobilityWork],
) -> None:
    active, ended = an_event(4, AgreementStatus.ACTIVE), an_event(5, AgreementStatus.TERMINATED)
    assert await copied(transactions, [ended], [active], [active]) is AgreementStatus.TERMINATED


async def test_of_one_batch_the_newest_counts(transactions: Transactions[MobilityWork]) -> None:
    active, ended = an_event(4, AgreementStatus.ACTIVE), an_event(5, AgreementStatus.TERMINATED)
    assert await copied(transactions, [ended, active]) is AgreementStatus.TERMINATED


async def test_a_partner_that_moves_counts_from_then_on(transactions: Transactions[MobilityWork]) -> None:
    partner = published.Partner(id=new_id(), version=1, name="Universität", country="DE")
    moved = partner.model_copy(update={"version": 2, "country": "AT"})
    async with transactions.begin() as work:
        await merge(work.connection, [received(published.PartnerListed(state=partner))])
        await merge(work.connection, [received(published.PartnerChanged(state=moved))])
        assert await work.agreements.countries([partner.id]) == {partner.id: "AT"}
