"""Nothing a stranger sends makes a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.tests.http.fuzzing import PromiseBroken, fuzz


async def test_generated_requests_find_no_broken_promise(
    base_url: str, issuer: DevelopmentIssuer, tmp_path: Path
) -> None:
    await fuzz(base_url, issuer.issue(Role.OFFICE), tmp_path)


async def test_a_planted_fault_is_found(base_url: str, issuer: DevelopmentIssuer, tmp_path: Path) -> None:
    with pytest.raises(PromiseBroken, match="POST /v1/faults"):
        await fuzz(base_url, issuer.issue([Role.OFFICE, Role.OPS]), tmp_path, examples=1)
