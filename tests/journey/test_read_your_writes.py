"""Who changes something sees it in the very next query."""

from __future__ import annotations

import pytest

from deploy.local.journey.choosing import me
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

CHANGES = 30
STUDENT_AT = 25
ASK = "query Own { me { person { version email } } }"


async def test_each_of_thirty_quick_changes_stands_in_the_next_query(system: System) -> None:
    stage = system.stage
    person_id = stage.facts("applications")["people"][STUDENT_AT]
    token, person = stage.student(person_id), await me(stage, person_id)
    missed = []
    for number in range(CHANGES):
        changed = {"version": person["version"] + number + 1, "email": f"student.{number}@ogrenci.example"}
        given = {"id": person["id"], "expectedVersion": changed["version"] - 1, "email": changed["email"]}
        payload = await stage.gateway.do(token, "changePerson", given, "person { version email }")
        seen = (await stage.gateway.ask(token, ASK))["me"]["person"]
        if not payload["stale"] and (payload["person"], seen) != (changed, changed):
            missed.append((number, payload["person"], seen))
    assert missed == []
