"""How long a caller may hold a connection: no longer than the token says."""

from __future__ import annotations

from typing import NamedTuple

import orjson
from joserfc import jws

from chassis.clock import utc_now
from chassis.identity.tokens import TokenExpired
from chassis.refusal import Refusal
from gateway.subscriptions.endings import LifetimeOver


class Lifetime(NamedTuple):
    """After ``seconds`` the connection ends with ``ending``."""

    seconds: float
    ending: Refusal


def lifetime_of(verified_token: str, seconds_max: float) -> Lifetime:
    """Of a connection whose token's signature and times were just checked."""
    left = _expires_at(verified_token) - utc_now().timestamp()
    if left < seconds_max:
        return Lifetime(max(0.0, left), TokenExpired())
    return Lifetime(seconds_max, LifetimeOver())


def _expires_at(verified_token: str) -> float:
    claims = orjson.loads(jws.extract_compact(verified_token.encode()).payload)
    return float(claims["exp"])
