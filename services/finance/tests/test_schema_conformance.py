"""Whatever a client sends, the answer is what the published document promises, and never a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.tests.http.fuzzing import fuzz
from services.finance.tests.builders import planned, reported
from services.finance.tests.office import Office


@pytest.mark.timeout(400)  # every boundary of some fifty routes: minutes on a busy machine
async def test_generated_requests_find_no_broken_promise(
    base_url: str, issuer: DevelopmentIssuer, office: Office, tmp_path: Path
) -> None:
    await office.budget("10000.00")
    await office.pays_advance(planned())
    await office.hears(reported(new_id(), hospitality="98.50"))
    await fuzz(base_url, issuer.issue(Role.FINANCE), tmp_path, examples=2)
