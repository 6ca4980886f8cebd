"""Whatever a client sends, the answer is what the published document promises, and never a fault of ours."""

from __future__ import annotations

from pathlib import Path

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.tests.http.fuzzing import fuzz
from services.agreements.tests.builders import drafted
from services.agreements.tests.conftest import Client


async def test_generated_requests_find_no_broken_promise(
    base_url: str, issuer: DevelopmentIssuer, office: Client, tmp_path: Path
) -> None:
    await drafted(office)
    await fuzz(base_url, issuer.issue(Role.OFFICE), tmp_path, examples=8, phases="fuzzing")
