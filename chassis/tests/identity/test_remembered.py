"""A remembered caller is one whom ``verify`` would let in now; else nobody is remembered."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.jwks import SigningKeys
from chassis.identity.tokens import LEEWAY_SECONDS, TokenVerifier
from chassis.tests.identity.conftest import MovableClock


class Seconds:
    passed = 0.0

    def __call__(self) -> float:
        return self.passed


async def test_nobody_is_remembered_before_they_were_verified(
    issuer: DevelopmentIssuer, verifier: TokenVerifier
) -> None:
    token = issuer.issue(Role.OFFICE)
    assert verifier.remembered(token) is None
    caller = await verifier.verify(token)
    assert verifier.remembered(token) == caller
    assert verifier.remembered(token[:-2]) is None


async def test_a_remembered_token_ends_when_it_ends(
    issuer: DevelopmentIssuer, verifier: TokenVerifier, clock: MovableClock
) -> None:
    token = issuer.issue(Role.OFFICE, lifetime=timedelta(minutes=5))
    await verifier.verify(token)
    clock.forward(minutes=5, seconds=LEEWAY_SECONDS - 1)
    assert verifier.remembered(token)
    clock.forward(seconds=1)
    assert verifier.remembered(token) is None


async def test_a_clock_set_back_before_the_token_began_remembers_nobody(
    tmp_path: Path, clock: MovableClock
) -> None:
    key = ECKey.generate_key("P-256", auto_kid=True)
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    verifier = TokenVerifier(tmp_path / "keys.json", DEVELOPMENT_ISSUER, clock=clock)
    now = int(clock().timestamp())
    claims = {"iss": DEVELOPMENT_ISSUER, "aud": "kervan", "sub": "s", "iat": now, "nbf": now, "exp": now + 60}
    token = jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)
    await verifier.verify(token)
    clock.forward(seconds=-LEEWAY_SECONDS - 1)
    assert verifier.remembered(token) is None


async def test_keys_that_are_due_or_read_again_remember_nobody(
    issuer: DevelopmentIssuer, clock: MovableClock, tmp_path: Path
) -> None:
    seconds = Seconds()
    stranger = DevelopmentIssuer.at(tmp_path / "stranger", clock)
    keys = SigningKeys(issuer.jwks, monotonic=seconds)
    verifier = TokenVerifier(keys, DEVELOPMENT_ISSUER, clock=clock)
    token = issuer.issue(Role.OFFICE)
    await verifier.verify(token)
    seconds.passed = 601
    assert verifier.remembered(token) is None
    issuer.jwks.write_bytes(stranger.jwks.read_bytes())
    await verifier.verify(stranger.issue(Role.OFFICE))
    assert verifier.remembered(token) is None
