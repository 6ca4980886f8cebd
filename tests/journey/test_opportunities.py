"""An opportunity reaches who asked for it, once, in the web and by mail; a link in the mail ends that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from chassis.clock import utc_now
from deploy.local.journey.choosing import me
from services.events.tests.mail_server import MailServer, mail_server
from tests.journey.system import MAIL_PORT, System

pytestmark = pytest.mark.timeout(300)

OWN = "query Own { interests { nodes { kinds mailKinds } } }"
OPEN = "query Open { opportunities(filter: { kind: SUMMER_SCHOOL }) { nodes { source status } } }"
WAITING = "SELECT count(*) FROM mail WHERE person_id::text = $1 AND state IN ('waiting', 'claimed')"
TITLE = "Yaz okulu: Balkanlar"


@pytest.fixture
async def server(system: System) -> AsyncIterator[MailServer]:
    """Where the started system's mail goes."""
    async with mail_server(MAIL_PORT) as caught:
        yield caught


async def wants(system: System, uuid: str, mail: list[str]) -> None:
    given = {
        "personId": (await me(system.stage, uuid))["id"],
        "kinds": ["SUMMER_SCHOOL", "SEMINAR"],
        "mailKinds": mail,
    }
    await system.stage.gateway.do(
        system.stage.student(uuid), "stateInterest", given, "interest { mailKinds }"
    )


async def offered(system: System, **known: Any) -> None:
    given = {
        "kind": "SUMMER_SCHOOL",
        "title": {"tr": TITLE, "en": "Summer school: the Balkans"},
        "body": {"tr": "İki hafta.", "en": "Two weeks."},
        "source": "Ghent University",
        "deadline": (utc_now() + timedelta(days=20)).isoformat(),
        **known,
    }
    await system.stage.gateway.do(system.stage.office, "publishOpportunity", given, "opportunity { id }")


async def mail_kinds(system: System, uuid: str) -> list[str]:
    found = await system.stage.gateway.ask(system.stage.student(uuid), OWN)
    kinds: list[str] = found["interests"]["nodes"][0]["mailKinds"]
    return kinds


async def test_who_asked_is_told_once_and_may_take_it_back(system: System, server: MailServer) -> None:
    asks, looks = system.stage.facts("applications")["people"][1:3]
    await wants(system, asks, ["SUMMER_SCHOOL"])
    await wants(system, looks, [])
    await offered(system)
    (mail,) = await system.until("the mail", lambda: mails(server), lambda found: len(found) == 1)
    seen = await system.stage.gateway.ask(system.stage.student(looks), OPEN)
    assert {"source": "Ghent University", "status": "OPEN"} in seen["opportunities"]["nodes"]

    link = str(mail["List-Unsubscribe"]).strip("<>")
    async with aiohttp.ClientSession() as session, session.post(link) as answer:
        assert answer.status == 200
    await system.until("her word", lambda: mail_kinds(system, asks), lambda kinds: kinds == [])
    await offered(system, source="Sapienza")
    untold = "SELECT count(*) FROM opportunity WHERE untold"
    await system.until("the telling", lambda: system.rows("events", untold), lambda rows: rows[0][0] == 0)
    waiting = await system.rows("events", WAITING, asks)
    assert (len(await mails(server)), waiting[0][0]) == (1, 0)


async def mails(server: MailServer) -> list[Any]:
    """Of this test: what the walk wrote may come too, now that there is a mail server."""
    return [mail for mail in server.mails if TITLE in str(mail["Subject"])]
