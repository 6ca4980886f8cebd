"""An announcement from its draft to its page, its feed and its end, through the gateway."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from chassis.clock import utc_now
from chassis.identity.caller import Role
from gateway.reading.ids import parse_node_id
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

MOVE = {"input_type": "AnnouncementInput"}
FOUND = "query Found($id: ID!) { announcement(id: $id) { status reach { page poster } } }"
TITLE = "Yaz okulu başvuruları"


@pytest.fixture
async def drafted(system: System) -> dict[str, Any]:
    """For students and everybody else, out in two seconds."""
    given = {
        "title": {"tr": TITLE, "en": "Summer school applications"},
        "body": {"tr": "Başvurular açıldı.", "en": "Applications are open."},
        "audience": "PUBLIC",
        "publishAt": (utc_now() + timedelta(seconds=2)).isoformat(),
    }
    return await do(system, "draftAnnouncement", given)


async def do(system: System, mutation: str, given: dict[str, Any], **more: str) -> dict[str, Any]:
    payload = await system.stage.gateway.do(
        system.stage.office, mutation, given, "announcement { id version status }", **more
    )
    announcement: dict[str, Any] = payload["announcement"]
    return announcement


async def seen(system: System, drafted: dict[str, Any], role: Role) -> Any:
    asking = system.site.issuer().issue(role)
    return (await system.stage.gateway.ask(asking, FOUND, {"id": drafted["id"]}))["announcement"]


async def opened(system: System, path: str) -> tuple[int, str]:
    address = f"{system.stage.endpoints['services']['events']}/announcements/{path}"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def test_from_draft_to_page_and_back(system: System, drafted: dict[str, Any]) -> None:
    uuid = parse_node_id(drafted["id"])[1]
    assert (drafted["status"], await seen(system, drafted, Role.STUDENT)) == ("DRAFTED", None)
    assert (await opened(system, f"tr/{uuid}"))[0] == 404
    await do(system, "scheduleAnnouncement", {"id": drafted["id"]}, **MOVE)
    found = await system.until("its time", lambda: seen(system, drafted, Role.STUDENT))
    assert found == {"status": "PUBLISHED", "reach": None}

    status, page = await opened(system, f"{uuid}?via=poster")
    assert (status, "Summer school applications" in page) == (200, True)
    assert TITLE in (await opened(system, "tr/feed.rss"))[1]
    counted = await system.until(
        "the count",
        lambda: seen(system, drafted, Role.OFFICE),
        lambda announcement: announcement["reach"]["poster"] == 1,
    )
    assert counted["reach"]["page"] == 0

    await do(system, "withdrawAnnouncement", {"id": drafted["id"]}, **MOVE)
    assert await seen(system, drafted, Role.STUDENT) is None
    assert (await opened(system, f"en/{uuid}"))[0] == 410


async def test_who_it_is_not_for_does_not_see_it(system: System, drafted: dict[str, Any]) -> None:
    edited = {
        "id": drafted["id"],
        "expectedVersion": drafted["version"],
        "title": {"tr": TITLE, "en": "Summer school"},
        "body": {"tr": "Yalnız çalışanlar.", "en": "Staff only."},
        "audience": "STAFF",
        "publishAt": utc_now().isoformat(),
    }
    await do(system, "editAnnouncement", edited)
    await do(system, "scheduleAnnouncement", {"id": drafted["id"]}, **MOVE)
    sees = {role: await seen(system, drafted, role) is not None for role in Role}
    assert {role for role, it in sees.items() if not it} == {Role.STUDENT, Role.PARTNER}
    assert (await opened(system, f"tr/{parse_node_id(drafted['id'])[1]}"))[0] == 404


async def test_only_the_office_writes_them(system: System) -> None:
    student = system.site.issuer().issue(Role.STUDENT)
    given = {
        "title": {"tr": "a", "en": "a"},
        "body": {"tr": "a", "en": "a"},
        "audience": "PUBLIC",
        "publishAt": utc_now().isoformat(),
    }
    error = await system.stage.gateway.refusal(student, "draftAnnouncement", given)
    assert error["code"] == "role-missing"
