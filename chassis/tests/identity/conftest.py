"""A development issuer, a clock that tests move, and a verifier that trusts that issuer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.tokens import TokenVerifier


class MovableClock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def issuer(tmp_path: Path, clock: MovableClock) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path, clock)


@pytest.fixture
def verifier(issuer: DevelopmentIssuer, clock: MovableClock) -> TokenVerifier:
    return TokenVerifier(issuer.jwks, DEVELOPMENT_ISSUER, clock=clock)
