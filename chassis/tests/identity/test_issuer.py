"""The development issuer keeps one key, keeps it to itself, and publishes only the public half."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.tokens import TokenVerifier


async def test_tokens_outlive_a_restart_of_the_issuer(tmp_path: Path) -> None:
    token = DevelopmentIssuer.at(tmp_path).issue(Role.OPS)
    again = DevelopmentIssuer.at(tmp_path)
    assert (await TokenVerifier(again.jwks, DEVELOPMENT_ISSUER).verify(token)).has(Role.OPS)


def test_the_private_key_is_the_owners_alone(tmp_path: Path) -> None:
    issuer = DevelopmentIssuer.at(tmp_path)
    assert (tmp_path / "development-key.json").stat().st_mode & 0o777 == 0o600
    assert "d" not in json.loads(issuer.jwks.read_text())["keys"][0]


def test_issuers_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        issuers = list(threads.map(lambda _: DevelopmentIssuer.at(tmp_path), range(8)))
    assert len({issuer._key.kid for issuer in issuers}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["development-key.json", "jwks.json"]
