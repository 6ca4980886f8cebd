"""What a caller of a service sees: versions, roles, refusals, and that a refusal leaves nothing behind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.tests.http.conftest import Client

SENATE = {"name": "Senato Salonu", "places": 40}

Names = Callable[[], Awaitable[list[str]]]
ClientOf = Callable[[str | None], Client]


async def test_an_answer_names_the_aggregate_and_its_version(office: Client) -> None:
    added = await office.post("/v1/rooms", SENATE)
    assert added.headers["Kervan-Aggregate"] == (await added.json())["id"]
    assert (added.headers["ETag"], (await added.json())["version"]) == ('"1"', 1)


async def test_a_refused_command_leaves_nothing(office: Client, rooms_named: Names) -> None:
    refused = await office.post("/v1/rooms", {"name": "Kiler", "places": 0})
    assert (refused.status, (await refused.json())["code"]) == (422, "room-too-small")
    assert await rooms_named() == []


async def test_a_stale_version_is_told_the_present_one(office: Client) -> None:
    path = await _added(office)
    await office.put(path, {**SENATE, "places": 60}, If_Match='"1"')
    stale = await office.put(path, {**SENATE, "places": 70}, If_Match='"1"')
    problem = await stale.json()
    assert (stale.status, problem["code"]) == (412, "stale-version")
    assert problem["facts"] == {"expected": 1, "present": 2}


async def test_a_change_must_say_which_version_it_is_based_on(office: Client) -> None:
    answer = await office.put(await _added(office), SENATE)
    assert (answer.status, (await answer.json())["code"]) == (428, "version-required")


@pytest.mark.parametrize(
    "tag", ["7", 'W/"1"', "*", '"1", "2"', '"-1"', '"01"', '"1e3"', "", '"' + "9" * 19 + '"']
)
async def test_a_version_is_one_quoted_number(office: Client, tag: str) -> None:
    answer = await office.put(f"/v1/rooms/{new_id()}", SENATE, If_Match=tag)
    assert (answer.status, (await answer.json())["code"]) == (422, "if-match-malformed")


async def test_a_reader_who_holds_the_present_version_is_not_sent_it_again(office: Client) -> None:
    path = await _added(office)
    unchanged = await office.get(path, If_None_Match='W/"1"')
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert (await office.get(path, If_None_Match='"0"')).status == 200


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
async def test_only_the_office_adds_rooms(
    client_of: ClientOf, issuer: DevelopmentIssuer, rooms_named: Names, role: Role
) -> None:
    answer = await client_of(issuer.issue(role)).post("/v1/rooms", SENATE)
    problem = await answer.json()
    assert (answer.status, problem["code"]) == (403, "role-missing")
    assert "office" in problem["message"]["tr"]
    assert await rooms_named() == []


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
async def test_nobody_enters_without_a_token(client_of: ClientOf, method: str) -> None:
    path = "/v1/rooms" if method == "POST" else f"/v1/rooms/{new_id()}"
    answer = await client_of(None).send(method, path, SENATE)
    assert (answer.status, (await answer.json())["code"]) == (401, "token-missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_an_unusable_token_is_told_before_a_wrong_body(client_of: ClientOf) -> None:
    answer = await client_of("not.a.token").post("/v1/rooms", {"places": "many"})
    assert (answer.status, (await answer.json())["code"]) == (401, "token-invalid")


async def test_students_read_their_own_rows_only(client_of: ClientOf, issuer: DevelopmentIssuer) -> None:
    ayse, mehmet = new_id(), new_id()
    student = client_of(issuer.issue(Role.STUDENT, person_id=ayse))
    assert await _status(student, ayse) == 200
    assert await _status(student, mehmet) == 403


async def test_a_constraint_of_the_database_reads_as_its_refusal(office: Client) -> None:
    await office.post("/v1/rooms", SENATE)
    twice = await office.post("/v1/rooms", SENATE)
    assert (twice.status, (await twice.json())["code"]) == (409, "room-name-taken")


async def test_pages_follow_one_another_without_gaps(office: Client) -> None:
    for name in ("a", "b", "c", "ç", "d"):
        await office.post("/v1/rooms", {"name": name, "places": 1})
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = await (await office.get(f"/v1/rooms?limit=2{cursor and '&cursor=' + cursor}")).json()
        seen += [room["name"] for room in page["items"]]
        cursor = page["next"]
    assert sorted(seen) == ["a", "b", "c", "d", "ç"]
    assert len(seen) == 5


@pytest.mark.parametrize(
    "cursor", ["%%", "e30", "WzEsMl0", "WyJhIiwiYiJd", "x", "ş", "WyJcdTAwMDAiLCAiMDE5Il0"]
)
async def test_a_cursor_of_another_list_is_refused(office: Client, cursor: str) -> None:
    answer = await office.send("GET", "/v1/rooms", params={"cursor": cursor})
    problem = await answer.json()
    assert (answer.status, problem["code"], problem["field"]) == (422, "cursor-invalid", "cursor")


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many"])
async def test_a_page_has_a_bounded_size(office: Client, limit: str) -> None:
    answer = await office.get(f"/v1/rooms?limit={limit}")
    assert (answer.status, (await answer.json())["field"]) == (422, "limit")


async def _added(office: Client) -> str:
    return f"/v1/rooms/{(await (await office.post('/v1/rooms', SENATE)).json())['id']}"


async def _status(client: Client, person_id: UUID) -> int:
    return (await client.get(f"/v1/people/{person_id}/bookings")).status
