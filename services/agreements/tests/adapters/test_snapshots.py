"""Sending everything again: each aggregate's present state, at its present version."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.republish import republish
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.app import SERVICE
from services.agreements.tests.builders import a_partner, active, drafted
from services.agreements.tests.conftest import Client, ReadOutbox


async def last_said(outbox: ReadOutbox) -> dict[tuple[str, str], tuple[int, object]]:
    """The newest state of every key on every topic: what a compacted topic keeps."""
    return {(event.topic, event.state["id"]): (event.sequence, event.state) for event in await outbox()}


@pytest.fixture
async def history(office: Client) -> None:
    partner_id = await a_partner(office)
    await drafted(office, partner_id=partner_id, reference="A")
    await active(office, partner_id=partner_id, reference="B")
    ended = await active(office, partner_id=partner_id, reference="C")
    await office.post(f"/agreements/{ended}/terminate", {"reason": "No demand."})


@pytest.mark.usefixtures("history")
async def test_what_is_said_again_is_what_was_said_last(
    outbox: ReadOutbox, transactions: Transactions[AgreementsWork], engine: AsyncEngine
) -> None:
    said = await last_said(outbox)
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM outbox"))
    assert await republish(SERVICE, transactions) == 1 + 3 + 2
    assert await last_said(outbox) == said
    assert {event.name.rsplit("-", 1)[1] for event in await outbox()} == {"republished"}
