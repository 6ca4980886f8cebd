"""A token must be of our issuer, for us, in time, and signed with its key by an algorithm we take."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from chassis.identity.caller import Caller, Role, Unauthenticated
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.tokens import (
    LEEWAY_SECONDS,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    TokenNotForUs,
    TokenVerifier,
)
from chassis.ids import new_id
from chassis.refusal import Kind
from chassis.tests.identity.conftest import MovableClock


async def test_a_token_becomes_its_caller(issuer: DevelopmentIssuer, verifier: TokenVerifier) -> None:
    person, partner = new_id(), new_id()
    token = issuer.issue(
        [Role.COORDINATOR, Role.STAFF], subject="s", person_id=person, faculty="ENG", partner_id=partner
    )
    roles = frozenset({Role.COORDINATOR, Role.STAFF})
    assert await verifier.verify(token) == Caller("s", roles, person, "ENG", partner)


@pytest.mark.parametrize("absent", [None, ""])
async def test_without_a_token_the_caller_is_told_to_sign_in(
    verifier: TokenVerifier, absent: str | None
) -> None:
    with pytest.raises(TokenMissing) as refused:
        await verifier.verify(absent)
    assert (refused.value.kind, refused.value.code) == (Kind.UNAUTHENTICATED, "token-missing")


@pytest.mark.parametrize("token", ["x", "a.b.c", "..", "a.b", "ş.ş.ş", "e30.e30.e30", "\x00", "a" * 10_000])
async def test_what_is_no_token_is_invalid(verifier: TokenVerifier, token: str) -> None:
    with pytest.raises(TokenInvalid):
        await verifier.verify(token)


async def test_a_token_ends(issuer: DevelopmentIssuer, verifier: TokenVerifier, clock: MovableClock) -> None:
    token = issuer.issue(Role.OFFICE, lifetime=timedelta(minutes=5))
    clock.forward(minutes=5, seconds=LEEWAY_SECONDS - 1)
    assert (await verifier.verify(token)).has(Role.OFFICE)
    clock.forward(seconds=1)
    with pytest.raises(TokenExpired):
        await verifier.verify(token)


async def test_a_token_for_another_audience_is_refused(
    issuer: DevelopmentIssuer, verifier: TokenVerifier
) -> None:
    with pytest.raises(TokenNotForUs, match="aud"):
        await verifier.verify(issuer.issue(Role.OFFICE, audience="library"))


async def test_a_token_of_another_issuer_is_refused(
    issuer: DevelopmentIssuer, verifier: TokenVerifier
) -> None:
    with pytest.raises(TokenNotForUs, match="iss"):
        await verifier.verify(issuer.issue(Role.OFFICE, issuer="elsewhere"))


async def test_a_token_signed_with_another_key_is_refused(
    verifier: TokenVerifier, tmp_path: Path, clock: MovableClock
) -> None:
    stranger = DevelopmentIssuer.at(tmp_path / "stranger", clock)
    with pytest.raises(TokenInvalid):
        await verifier.verify(stranger.issue(Role.OFFICE))


async def test_a_strangers_key_under_our_key_id_is_refused(
    verifier: TokenVerifier, issuer: DevelopmentIssuer, clock: MovableClock
) -> None:
    forged = ECKey.generate_key("P-256", {"kid": _kid(issuer)})
    with pytest.raises(TokenInvalid):
        await verifier.verify(_signed(forged, "ES256", _claims(clock)))


async def test_an_unsigned_token_is_refused(verifier: TokenVerifier, clock: MovableClock) -> None:
    parts = [_part({"alg": "none", "typ": "JWT"}), _part(_claims(clock)), ""]
    with pytest.raises(TokenInvalid):
        await verifier.verify(".".join(parts))


async def test_our_public_key_is_no_shared_secret(
    verifier: TokenVerifier, issuer: DevelopmentIssuer, clock: MovableClock
) -> None:
    public = json.loads(issuer.jwks.read_text())["keys"][0]
    for secret in (json.dumps(public).encode(), ECKey.import_key(public).as_pem(private=False)):
        with pytest.raises(TokenInvalid):
            await verifier.verify(_with_shared_secret(secret, public["kid"], _claims(clock)))


async def test_an_algorithm_left_out_is_refused_even_with_the_right_key(
    tmp_path: Path, clock: MovableClock
) -> None:
    key = RSAKey.generate_key(2048, auto_kid=True)
    verifier = _trusting(tmp_path, key, clock)
    assert (await verifier.verify(_signed(key, "RS256", _claims(clock)))).subject == "s"
    with pytest.raises(TokenInvalid):
        await verifier.verify(_signed(key, "PS256", _claims(clock)))


async def test_ed25519_is_taken(tmp_path: Path, clock: MovableClock) -> None:
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    token = _signed(key, "Ed25519", _claims(clock))
    assert (await _trusting(tmp_path, key, clock).verify(token)).subject == "s"


@pytest.mark.parametrize("claim", ["exp", "iat", "sub", "iss", "aud"])
async def test_a_token_without_a_claim_we_need_is_refused(
    tmp_path: Path, clock: MovableClock, claim: str
) -> None:
    claims = {name: value for name, value in _claims(clock).items() if name != claim}
    await _is_refused(tmp_path, clock, claims)


@pytest.mark.parametrize(
    "change",
    [
        {"exp": "tomorrow"},
        {"exp": float("nan")},
        {"sub": 7},
        {"sub": ""},
        {"exp": 10**400},
        {"exp": float("inf")},
        {"aud": []},
        {"roles": "office"},
        {"roles": {"office": True}},
        {"person_id": "1"},
        {"partner_id": ["x"]},
    ],
)
async def test_a_token_with_a_claim_of_the_wrong_shape_is_refused(
    tmp_path: Path, clock: MovableClock, change: dict[str, Any]
) -> None:
    await _is_refused(tmp_path, clock, {**_claims(clock), **change})


@pytest.mark.parametrize("claim", ["nbf", "iat"])
async def test_a_token_of_the_future_is_refused(tmp_path: Path, clock: MovableClock, claim: str) -> None:
    soon = int(clock().timestamp()) + LEEWAY_SECONDS + 1
    await _is_refused(tmp_path, clock, {**_claims(clock), claim: soon})


async def test_roles_of_other_applications_count_for_nothing(tmp_path: Path, clock: MovableClock) -> None:
    key = ECKey.generate_key("P-256", auto_kid=True)
    token = _signed(key, "ES256", {**_claims(clock), "roles": ["offline_access", "finance", 7, None]})
    assert (await _trusting(tmp_path, key, clock).verify(token)).roles == {Role.FINANCE}


async def _is_refused(folder: Path, clock: MovableClock, claims: dict[str, Any]) -> None:
    key = ECKey.generate_key("P-256", auto_kid=True)
    with pytest.raises(Unauthenticated):
        await _trusting(folder, key, clock).verify(_signed(key, "ES256", claims))


def _claims(clock: MovableClock) -> dict[str, Any]:
    now = int(clock().timestamp())
    return {"iss": DEVELOPMENT_ISSUER, "aud": "kervan", "sub": "s", "iat": now, "exp": now + 60}


def _trusting(folder: Path, key: Key, clock: MovableClock) -> TokenVerifier:
    jwks = folder / "other.json"
    jwks.write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    return TokenVerifier(jwks, DEVELOPMENT_ISSUER, clock=clock)


def _signed(key: Key, algorithm: str, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": algorithm, "kid": key.kid}, dict(claims), key, algorithms=[algorithm])


def _with_shared_secret(secret: bytes, kid: str, claims: dict[str, Any]) -> str:
    """By hand: the library itself refuses to take a public key for a secret."""
    signed = f"{_part({'alg': 'HS256', 'kid': kid})}.{_part(claims)}"
    return f"{signed}.{_base64(hmac.digest(secret, signed.encode(), 'sha256'))}"


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _kid(issuer: DevelopmentIssuer) -> str:
    return str(json.loads(issuer.jwks.read_text())["keys"][0]["kid"])
