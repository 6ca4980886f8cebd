"""Bearer tokens in, callers out: signature, algorithm, issuer, audience and times are all checked here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, JoseError

from chassis.clock import Clock, utc_now
from chassis.identity.caller import Caller, Role, Unauthenticated
from chassis.identity.jwks import SigningKeys

ALGORITHMS = ("ES256", "RS256", "Ed25519", "EdDSA")
LEEWAY_SECONDS = 5
SECONDS_MAX = 2**40
"""Since 1970: 34,000 years. Later times are no times, and not every reader of the token could hold them."""
TIMES = ("exp", "iat", "nbf")
REMEMBERED_MAX = 4096
CALLERS_MAX = 4096


class TokenMissing(Unauthenticated):
    code = "token-missing"
    tr, en = "İstekte erişim belirteci yok.", "The request carries no access token."
    next_tr = "Oturum açıp belirteci Authorization: Bearer başlığında gönderin."
    next_en = "Sign in and send the token as Authorization: Bearer."


class TokenExpired(Unauthenticated):
    code = "token-expired"
    tr, en = "Oturumunuzun süresi doldu.", "Your session has expired."


class TokenInvalid(Unauthenticated):
    """Malformed, badly signed, or of an algorithm or key we do not accept; which one is not told."""

    code = "token-invalid"
    tr, en = "Erişim belirteci geçerli değil.", "The access token is not valid."


class TokenNotForUs(Unauthenticated):
    """Issued by somebody else, for somebody else, not yet valid, or lacking what we need."""

    code = "token-not-for-us"
    tr = "Erişim belirteci burada kabul edilmiyor: {claim}."
    en = "The access token is not accepted here: {claim}."


UNREADABLE = (JoseError, ValueError, RecursionError)
"""The last for JSON that is thousands of levels deep."""


class _Admitted(NamedTuple):
    """A caller, from when until when (seconds since 1970) their token holds, and the keys that said so."""

    caller: Caller
    since: float
    until: float
    generation: int


class TokenVerifier:
    """Verifies JWTs of one issuer for one audience.

    ``jwks`` is a path or an http(s) URL of a JSON Web Key Set. Verified tokens are remembered until their
    keys are read again (a signature costs five times the rest); their times are checked every time.
    """

    def __init__(
        self,
        jwks: str | Path | SigningKeys,
        issuer: str,
        audience: str = "kervan",
        algorithms: Collection[str] = ALGORITHMS,
        clock: Clock = utc_now,
    ) -> None:
        self._keys = jwks if isinstance(jwks, SigningKeys) else SigningKeys(jwks)
        self._registry = jws.JWSRegistry(algorithms=list(algorithms))
        self._clock = clock
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(self._clock().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        self._remembered: dict[str, Mapping[str, Any]] = {}
        self._remembered_generation = -1
        self._callers: dict[str, _Admitted] = {}

    def remembered(self, token: str) -> Caller | None:
        """The caller behind a token that was verified before, if its times and its keys still hold; 1 µs.

        None says nothing about the token: ``verify`` does.
        """
        admitted = self._callers.get(token)
        if admitted is None or not self._keys.hold(admitted.generation):
            return None
        now = int(self._clock().timestamp())
        return admitted.caller if admitted.since <= now < admitted.until else None

    async def verify(self, token: str | None) -> Caller:
        """The caller behind ``token`` (without the word Bearer).

        Raises: TokenMissing, TokenExpired, TokenInvalid, TokenNotForUs; KeysUnavailable without any key set.
        """
        if not token:
            raise TokenMissing
        if (known := self.remembered(token)) is not None:
            return known
        claims = await self._signed_claims(token)
        self._check(claims)
        return self._remember(token, claims)

    def _remember(self, token: str, claims: Mapping[str, Any]) -> Caller:
        if len(self._callers) >= CALLERS_MAX:
            self._callers = {}
        caller = _caller(claims)
        since = max(claims["iat"], claims.get("nbf", 0)) - LEEWAY_SECONDS
        self._callers[token] = _Admitted(caller, since, claims["exp"] + LEEWAY_SECONDS, self._keys.generation)
        return caller

    async def _signed_claims(self, token: str) -> Mapping[str, Any]:
        keys = await self._keys.for_key(_key_id(token))
        if self._remembered_generation != self._keys.generation or len(self._remembered) >= REMEMBERED_MAX:
            self._remembered, self._remembered_generation = {}, self._keys.generation
        if token not in self._remembered:
            try:
                self._remembered[token] = jwt.decode(token, keys, registry=self._registry).claims
            except UNREADABLE as error:
                raise TokenInvalid from error
        return self._remembered[token]

    def _check(self, claims: Mapping[str, Any]) -> None:
        try:
            self._claims.validate(dict(claims))
        except ExpiredTokenError as error:
            raise TokenExpired from error
        except JoseError as error:
            raise TokenNotForUs(claim=getattr(error, "claim", "?")) from error
        for name in TIMES:
            if not -SECONDS_MAX < claims.get(name, 0) < SECONDS_MAX:
                raise TokenNotForUs(claim=name)


def bearer_of(credentials: bytes) -> str:
    """The token of an ``Authorization`` header's raw value; empty where it holds none."""
    scheme, _, token = credentials.partition(b" ")
    return token.decode("latin-1").strip() if scheme.lower() == b"bearer" else ""


def _key_id(token: str) -> str | None:
    """The header's ``kid``; read before the signature is, so it may only choose among our own keys.

    Raises: TokenInvalid, also for what the header declares critical: we know no such extension.
    """
    try:
        headers = jws.extract_compact(token.encode()).headers()
    except UNREADABLE as error:
        raise TokenInvalid from error
    if "crit" in headers:
        raise TokenInvalid
    kid = headers.get("kid")
    return kid if isinstance(kid, str) else None


def _caller(claims: Mapping[str, Any]) -> Caller:
    """Kervan's claims: ``roles``, and the person, faculty or partner that these are limited to."""
    try:
        return Caller(
            subject=_written(claims["sub"]),
            roles=_roles(claims.get("roles", [])),
            person_id=_uuid(claims.get("person_id")),
            faculty=_text(claims.get("faculty")),
            partner_id=_uuid(claims.get("partner_id")),
        )
    except (TypeError, ValueError) as error:
        raise TokenInvalid from error


def _roles(claimed: object) -> frozenset[Role]:
    """Roles we do not know belong to another application of the same identity provider."""
    if not isinstance(claimed, list):
        raise TypeError(claimed)
    return frozenset(role for role in Role if role in claimed)


def _uuid(value: object) -> UUID | None:
    return None if value is None else UUID(str(value))


def _text(value: object) -> str | None:
    return None if value is None else _written(str(value))


def _written(text: str) -> str:
    """Raises: UnicodeEncodeError for half a character, which JSON can say and nothing else can hold."""
    text.encode()
    return text
