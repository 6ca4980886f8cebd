"""Generated requests that use what earlier ones made: Schemathesis's stateful phase over each document.

An evening's walk: ``KERVAN_FUZZ_EXAMPLES=200 make test T=tests/security/test_chained_requests.py``. A few
chains reach little (a planted fault was missed), so it is left out without that;
``authorisation/test_generated.py`` asks about what exists.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.tests.http.fuzzing import fuzz
from tests.security.authorisation.walking import SERVICES
from tests.security.houses import House, open_houses

EXAMPLES = int(os.environ.get("KERVAN_FUZZ_EXAMPLES", "0"))


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="module")
async def houses(databases: Any, issuer: DevelopmentIssuer) -> AsyncIterator[dict[str, House]]:
    async with open_houses(databases, str(issuer.jwks), DEVELOPMENT_ISSUER) as houses:
        yield houses


@pytest.mark.skipif(not EXAMPLES, reason="KERVAN_FUZZ_EXAMPLES says how long")
@pytest.mark.timeout(max(120, 20 * EXAMPLES))
@pytest.mark.parametrize("service", SERVICES)
async def test_no_chain_of_requests_breaks_a_promise(
    service: str, houses: dict[str, House], issuer: DevelopmentIssuer, tmp_path: Path
) -> None:
    token = issuer.issue([Role.OFFICE, Role.FINANCE])
    await fuzz(houses[service].url, token, tmp_path, examples=EXAMPLES, phases="stateful", mode="positive")
