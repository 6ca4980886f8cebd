"""The ledger's export through the gateway: passed on as the owner sends it, for finance alone."""

from __future__ import annotations

import pytest

from chassis.identity.caller import Role
from gateway.tests.fixtures import Gateway
from gateway.tests.owner import Owner

PERIOD = {"begins": "2026-01-01", "ends": "2026-03-31", "language": "en"}


async def asked(gateway: Gateway, role: Role, **given: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {gateway.token(role)}"}
    url = f"{gateway.url}/v1/reports/ledger"
    async with gateway.session.get(url, params=given, headers=headers) as answer:
        return answer.status, await answer.read()


async def test_it_is_passed_on_with_the_callers_token(gateway: Gateway, owner: Owner) -> None:
    owner.answer = {"rows": "x" * 300_000}
    status, body = await asked(gateway, Role.FINANCE, **PERIOD)
    assert (status, len(body) > 300_000) == (200, True)
    (seen,) = owner.seen
    assert (seen["path"], dict(seen["query"])) == ("/v1/ledger/export", PERIOD)
    assert seen["headers"]["Authorization"].startswith("Bearer ")


async def test_the_owners_refusal_is_the_answer(gateway: Gateway, owner: Owner) -> None:
    owner.refuses(422, code="period-ends-first")
    status, body = await asked(gateway, Role.FINANCE, **PERIOD)
    assert (status, b"period-ends-first" in body) == (422, True)


async def test_an_owner_that_fails_or_is_silent_is_unavailable(gateway: Gateway, owner: Owner) -> None:
    owner.refuses(500, code="internal")
    assert (await asked(gateway, Role.FINANCE, **PERIOD))[0] == 503
    owner.slow_seconds = 2.0
    assert (await asked(gateway, Role.FINANCE, **PERIOD))[0] == 503


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FINANCE])
async def test_it_is_for_finance_alone(gateway: Gateway, owner: Owner, role: Role) -> None:
    assert (await asked(gateway, role, **PERIOD))[0] == 403
    assert owner.seen == []
