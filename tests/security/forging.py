"""Tokens that must open nothing: made by strangers, or by our issuer with something wrong in them."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from chassis.identity.issuer import ALGORITHM, AUDIENCE, DEVELOPMENT_ISSUER


@dataclass(frozen=True)
class Forge:
    """``trusted`` is the issuer's own key, ``canary`` an address that must never be asked."""

    trusted: ECKey
    stranger: ECKey
    canary: str

    @property
    def public(self) -> dict[str, Any]:
        return dict(self.trusted.as_dict(private=False))

    def signed(
        self,
        claims: Mapping[str, Any] | bytes | None = None,
        *,
        key: ECKey | None = None,
        **header: Any,
    ) -> str:
        """ES256 by our own key unless told otherwise; ``claims`` may be raw bytes, the header anything."""
        payload = claims if isinstance(claims, bytes) else _json(good_claims() | dict(claims or {}))
        parts = {"alg": ALGORITHM, "typ": "JWT", "kid": self.public["kid"], **header}
        return sign(parts, payload, key or self.trusted)


def good_claims() -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": DEVELOPMENT_ISSUER,
        "aud": AUDIENCE,
        "sub": "somebody",
        "iat": now,
        "exp": now + 600,
        "roles": ["office"],
    }


def sign(header: Mapping[str, Any], payload: bytes, key: ECKey) -> str:
    """By hand, so that a header the library would refuse to write can be sent all the same."""
    plain = {"alg": ALGORITHM}
    signed = f"{part(_json(header))}.{part(payload)}"
    algorithm = jws.JWSRegistry(algorithms=[ALGORITHM]).get_alg(plain["alg"])
    return f"{signed}.{part(algorithm.sign(signed.encode(), key))}"


def part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _with_secret(forge: Forge, secret: bytes) -> str:
    signed = f"{part(_json({'alg': 'HS256', 'kid': forge.public['kid']}))}.{part(_json(good_claims()))}"
    return f"{signed}.{part(hmac.digest(secret, signed.encode(), 'sha256'))}"


def _unsigned(word: str) -> str:
    return f"{part(_json({'alg': word, 'typ': 'JWT'}))}.{part(_json(good_claims()))}."


def _raw(forge: Forge, change: str) -> str:
    """A claim as JSON text, which may say what no value of Python does; it comes last and so holds."""
    written = _json(good_claims()).decode().removesuffix("}")
    return forge.signed(f"{written}, {change}}}".encode())


Making = Callable[[Forge], str]

UNSIGNED: dict[str, Making] = {
    f"alg {word}": lambda _, word=word: _unsigned(word)  # type: ignore[misc]
    for word in ("none", "None", "NONE", "nOnE", "", "null")
}

ALGORITHMS: dict[str, Making] = {
    "public key as secret, JSON": lambda forge: _with_secret(forge, _json(forge.public)),
    "public key as secret, PEM": lambda forge: _with_secret(forge, forge.trusted.as_pem(private=False)),
    "empty secret": lambda forge: _with_secret(forge, b""),
    "RS256 said, ES256 signed": lambda forge: forge.signed(alg="RS256"),
    "HS256 said, ES256 signed": lambda forge: forge.signed(alg="HS256"),
    "ES512 said": lambda forge: forge.signed(alg="ES512"),
    "an algorithm that is a list": lambda forge: forge.signed(alg=[ALGORITHM]),
    "no algorithm": lambda forge: forge.signed(alg=None),
}

KEYS: dict[str, Making] = {
    "a stranger's key under our id": lambda forge: forge.signed(key=forge.stranger),
    "a stranger's key, embedded": lambda forge: forge.signed(
        key=forge.stranger, jwk=forge.stranger.as_dict(private=False)
    ),
    "a stranger's key, embedded, no id": lambda forge: forge.signed(
        key=forge.stranger, kid=None, jwk=forge.stranger.as_dict(private=False)
    ),
    "a stranger's key by jku": lambda forge: forge.signed(key=forge.stranger, jku=forge.canary),
    "a stranger's key by x5u": lambda forge: forge.signed(key=forge.stranger, x5u=forge.canary),
    "a stranger's certificate": lambda forge: forge.signed(key=forge.stranger, x5c=["MIIB"]),
    **{
        f"key id {name}": lambda forge, kid=kid: forge.signed(key=forge.stranger, kid=kid)  # type: ignore[misc]
        for name, kid in {
            "of a path": "../../../../../../dev/null",
            "of SQL": "' UNION SELECT 'key' --",
            "of a command": "|cat /etc/passwd",
            "very long": "k" * 20_000,
            "number": 7,
            "list": ["a"],
            "object": {"a": "b"},
            "empty": "",
            "with NUL": "\x00",
            "of a surrogate": "\ud800",
        }.items()
    },
    "key id of an address": lambda forge: forge.signed(key=forge.stranger, kid=forge.canary),
}

HEADERS: dict[str, Making] = {
    "critical header unknown": lambda forge: forge.signed(crit=["kervan"], kervan=True),
    "critical header absent": lambda forge: forge.signed(crit=["exp"]),
    "critical header empty": lambda forge: forge.signed(crit=[]),
    "payload not encoded": lambda forge: forge.signed(crit=["b64"], b64=False),
    "header is deep": lambda forge: forge.signed().replace(
        forge.signed().split(".")[0], part(b'{"alg":"ES256","x":' + b"[" * 12_000 + b"]" * 12_000 + b"}"), 1
    ),
    "header is no object": lambda forge: ".".join([part(b"[]"), *forge.signed().split(".")[1:]]),
    "header is no JSON": lambda forge: ".".join([part(b"\xff\xfe"), *forge.signed().split(".")[1:]]),
}

CLAIMS: dict[str, Making] = {
    "another issuer": lambda forge: forge.signed({"iss": "elsewhere"}),
    "issuer is a list": lambda forge: forge.signed({"iss": [DEVELOPMENT_ISSUER]}),
    "another audience": lambda forge: forge.signed({"aud": "library"}),
    "audience is an object": lambda forge: forge.signed({"aud": {AUDIENCE: 1}}),
    "audience twice, the last another": lambda forge: _raw(forge, '"aud": "library"'),
    "expired": lambda forge: forge.signed({"exp": int(time.time()) - 60}),
    "expires as text": lambda forge: forge.signed({"exp": str(int(time.time()) + 600)}),
    "expires never": lambda forge: _raw(forge, '"exp": null'),
    "expires at NaN": lambda forge: _raw(forge, '"exp": NaN'),
    "expires at infinity": lambda forge: _raw(forge, '"exp": Infinity'),
    "expires beyond every float": lambda forge: _raw(forge, '"exp": 1e999'),
    "expires in a million years": lambda forge: _raw(forge, '"exp": ' + "9" * 400),
    "expires at true": lambda forge: forge.signed({"exp": True}),
    "expires at a list": lambda forge: forge.signed({"exp": [int(time.time()) + 600]}),
    "not valid yet": lambda forge: forge.signed({"nbf": int(time.time()) + 600}),
    "not valid before text": lambda forge: forge.signed({"nbf": "yesterday"}),
    "not valid before NaN": lambda forge: _raw(forge, '"nbf": NaN'),
    "not valid before null": lambda forge: _raw(forge, '"nbf": null'),
    "issued in the future": lambda forge: forge.signed({"iat": int(time.time()) + 600}),
    "issued at text": lambda forge: forge.signed({"iat": "now"}),
    "of nobody": lambda forge: forge.signed({"sub": ""}),
    "of a number": lambda forge: forge.signed({"sub": 7}),
    "of an object": lambda forge: forge.signed({"sub": {"a": 1}}),
    "of a surrogate": lambda forge: forge.signed({"sub": "\ud800"}),
    "of a faculty of a surrogate": lambda forge: forge.signed({"faculty": "\ud800"}),
    "roles as text": lambda forge: forge.signed({"roles": "office"}),
    "person is no id": lambda forge: forge.signed({"person_id": "../office"}),
    "claims are deep": lambda forge: forge.signed(b'{"a":' + b"[" * 12_000 + b"]" * 12_000 + b"}"),
    "claims are a list": lambda forge: forge.signed(b"[]"),
    "claims are no JSON": lambda forge: forge.signed(b"\xff"),
    "a token in a token": lambda forge: forge.signed(forge.signed().encode(), cty="JWT"),
}

SHAPES: dict[str, Making] = {
    "changed": lambda forge: _altered(forge.signed(), 1),
    "signature cut": lambda forge: forge.signed()[:-20],
    "signature empty": lambda forge: forge.signed().rsplit(".", 1)[0] + ".",
    "signature of zeros": lambda forge: forge.signed().rsplit(".", 1)[0] + "." + part(bytes(64)),
    "four parts": lambda forge: forge.signed() + ".a",
    "five parts, encrypted": lambda forge: ".".join(
        [part(b'{"alg":"dir","enc":"A256GCM"}'), "", "a", "b", "c"]
    ),
    "as JSON": lambda forge: json.dumps({"payload": "e30", "signatures": []}),
    "huge": lambda forge: "a" * 40_000,
    "dots": lambda _: "." * 2_000,
    "no token": lambda _: "somebody",
}

FORGED: dict[str, Making] = {**UNSIGNED, **ALGORITHMS, **KEYS, **HEADERS, **CLAIMS, **SHAPES}


def _altered(token: str, which: int) -> str:
    """One part says something else than what was signed."""
    parts = token.split(".")
    parts[which] = part(_json(good_claims() | {"roles": ["office", "finance"]}))
    return ".".join(parts)
