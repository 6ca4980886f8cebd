"""Agreements in force: amended, ended by notice and by the clock, renewed once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from chassis.identity.caller import Role
from chassis.timetable import round_of
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.entrypoints.timetable import ENDS
from services.agreements.tests.builders import STUDY, active, drafted, proposed
from services.agreements.tests.conftest import Client, ClientOf, ReadOutbox

GERMAN = {**STUDY, "language": "de"}
"""A change of no quota, which no deadline forbids."""


async def amended(office: Client, identity: str, *conditions: dict[str, Any]) -> Any:
    version = (await office.get(f"/agreements/{identity}")).body["version"]
    given = {"counts_from": "2026/2027", "conditions": list(conditions or [GERMAN])}
    answer = await office.put(f"/agreements/{identity}/amendment", given, version=version)
    assert answer.status == 200, answer.body
    return answer.body


async def sign_both(office: Client, identity: str, content_hash: str) -> Any:
    for party in ("home", "partner"):
        given = {"party": party, "signed_on": "2026-11-20", "content_hash": content_hash}
        answer = await office.post(f"/agreements/{identity}/signatures", given)
        assert answer.status == 200, answer.body
    return answer.body


async def test_an_amendment_counts_once_both_signed_it(office: Client, outbox: ReadOutbox) -> None:
    identity = await active(office)
    waiting = await amended(office, identity)
    assert (waiting["status"], waiting["conditions"][0]["language"]) == ("active", "en")
    (line,) = waiting["amendment"]["differences"]
    assert line["text"] == {
        "tr": "Giden öğrenci öğrenimi: dil: en → de",
        "en": "Outgoing student studies: language: en → de",
    }
    after = await sign_both(office, identity, waiting["amendment"]["content_hash"])
    assert (after["conditions"][0]["language"], after["amendment"]) == ("de", None)
    assert after["conditions"][0]["id"] == waiting["conditions"][0]["id"]
    assert [one["conditions"][0]["language"] for one in after["earlier"]] == ["en"]
    assert [(e.name, e.sequence) for e in await outbox()][-4:] == [
        ("agreement-amendment-proposed", 6),
        ("agreement-signed", 7),
        ("agreement-amended", 8),
        ("agreement-published", 2),
    ]


async def test_a_signature_under_another_hash_changes_nothing(office: Client) -> None:
    identity = await active(office)
    waiting = await amended(office, identity)
    given = {"party": "home", "signed_on": "2026-11-20", "content_hash": waiting["content_hash"]}
    answer = await office.post(f"/agreements/{identity}/signatures", given)
    assert (answer.status, answer.code) == (409, "signed-other-content")
    assert (await office.get(f"/agreements/{identity}")).body["version"] == waiting["version"]


async def test_an_amendment_is_taken_back(office: Client) -> None:
    identity = await active(office)
    await amended(office, identity)
    answer = await office.post(f"/agreements/{identity}/amendment/withdraw")
    assert (answer.status, answer.body["amendment"], answer.body["status"]) == (200, None, "active")
    assert (await office.post(f"/agreements/{identity}/amendment/withdraw")).code == "no-amendment"


async def test_a_notice_ends_it_a_year_later_by_the_clock(
    office: Client, outbox: ReadOutbox, transactions: Transactions[AgreementsWork]
) -> None:
    identity = await active(office)
    given = {"by": "partner", "given_on": "2026-06-01", "reason": "Frau Muster left."}
    noticed = (await office.post(f"/agreements/{identity}/notice", given)).body
    assert (noticed["status"], noticed["ends_on"]) == ("active", "2027-08-31")

    def clock() -> datetime:
        return datetime(2027, 8, 31, 12, tzinfo=UTC)

    assert await round_of(ENDS, transactions, clock) == 0

    def later() -> datetime:
        """Midnight has passed in Istanbul, not yet in Greenwich."""
        return datetime(2027, 8, 31, 21, 1, tzinfo=UTC)

    assert await round_of(ENDS, transactions, later) == 1
    assert await round_of(ENDS, transactions, later) == 0
    ended = (await office.get(f"/agreements/{identity}")).body
    assert (ended["status"], ended["ended_by"]) == ("terminated", "notice")
    told = await outbox()
    assert [e.name for e in told][-2:] == ["agreement-terminated", "agreement-withdrawn"]
    assert "Muster left" not in str(told)


async def test_what_is_over_is_ended_whoever_looks(
    office: Client, transactions: Transactions[AgreementsWork]
) -> None:
    identity = await active(office)

    def after_its_years() -> datetime:
        return datetime(2029, 9, 1, tzinfo=UTC)

    done = await asyncio.gather(*(round_of(ENDS, transactions, after_its_years) for _ in range(2)))
    assert sum(done) >= 1
    ended = (await office.get(f"/agreements/{identity}")).body
    assert (ended["status"], ended["ended_by"], ended["version"]) == ("terminated", "expired", 6)


async def test_a_renewal_is_drafted_once_by_however_many(office: Client, outbox: ReadOutbox) -> None:
    identity = await active(office, programme="bilateral")
    answers = await asyncio.gather(
        *(office.post(f"/agreements/{identity}/renewal", {"last_year": "2031/2032"}) for _ in range(4))
    )
    assert {answer.status for answer in answers} == {200}
    (renewal,) = {answer.body["id"]: answer.body for answer in answers}.values()
    assert (renewal["renews"], renewal["status"], renewal["first_year"]) == (identity, "draft", "2029/2030")
    assert Counter(event.name for event in await outbox())["agreement-drafted"] == 2


async def test_a_renewal_that_was_given_up_may_be_drafted_again(office: Client) -> None:
    identity = await active(office, programme="bilateral")
    first = (await office.post(f"/agreements/{identity}/renewal", {"last_year": "2031/2032"})).body
    await office.post(f"/agreements/{first['id']}/terminate", {"reason": "Not now."})
    again = await office.post(f"/agreements/{identity}/renewal", {"last_year": "2031/2032"})
    assert (again.status, again.body["id"] == first["id"]) == (200, False), again.body


async def test_what_was_never_in_force_is_not_renewed(office: Client) -> None:
    identity = await proposed(office)
    answer = await office.post(f"/agreements/{identity}/renewal", {"last_year": "2031/2032"})
    assert (answer.status, answer.code) == (409, "agreement-never-in-force")


async def test_only_the_office_does_any_of_it(office: Client, client_of: ClientOf) -> None:
    identity = await drafted(office)
    student = await client_of(Role.STUDENT)
    for path in ("notice", "renewal", "amendment/withdraw"):
        given = {"by": "home", "given_on": "2026-06-01", "reason": "-"}
        body = {"notice": given, "renewal": {"last_year": "2031/2032"}}.get(path)
        answer = await student.post(f"/agreements/{identity}/{path}", body)
        assert (answer.status, answer.code) == (403, "role-missing")
