"""Who may hold a connection, and for how long: no longer than the token says."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from joserfc import jws

from chassis.clock import utc_now
from chassis.identity.caller import Caller
from chassis.identity.tokens import TokenExpired, TokenVerifier
from chassis.refusal import Refusal
from gateway.subscriptions.endings import LifetimeOver


@dataclass(frozen=True)
class Admitted:
    """After ``seconds`` the connection ends with ``ending``."""

    caller: Caller
    seconds: float
    ending: Refusal


async def admit(verifier: TokenVerifier, token: str | None, lifetime_seconds_max: float) -> Admitted:
    """Raises: Unauthenticated."""
    caller = await verifier.verify(token)
    left = _expires_at(token or "") - utc_now().timestamp()
    if left < lifetime_seconds_max:
        return Admitted(caller, max(0.0, left), TokenExpired())
    return Admitted(caller, lifetime_seconds_max, LifetimeOver())


def _expires_at(verified: str) -> float:
    """The claim ``exp`` of a token whose signature and times were just checked."""
    claims = orjson.loads(jws.extract_compact(verified.encode()).payload)
    return float(claims["exp"])
