"""Chapter: an opportunity of somebody else, and a student who wants to hear of such."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chassis.clock import ISTANBUL
from deploy.local.journey.choosing import me
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage

OPEN = """
query Open { opportunities(filter: { status: OPEN }, first: 5) { nodes { title { en } source deadline } } }
"""


async def opportunities(stage: Stage) -> Facts:
    """A student says what she wants to hear of; the office publishes; she finds it, and is sent a mail."""
    uuid = stage.facts("applications")["people"][0]
    student = stage.student(uuid)
    wanted = {
        "personId": (await me(stage, uuid))["id"],
        "kinds": ["SCHOLARSHIP", "SUMMER_SCHOOL"],
        "languages": ["en"],
        "mailKinds": ["SCHOLARSHIP"],
    }
    stated = await stage.gateway.do(
        student, "stateInterest", wanted, "interest { kinds mailKinds }", key=stage.key("interest")
    )
    stage.story.step("mutation stateInterest, as a student", f"by mail: {stated['interest']['mailKinds']}")
    deadline = datetime.combine(stage.stay[0] - timedelta(days=30), time(17), ISTANBUL)
    given = {
        "kind": "SCHOLARSHIP",
        "title": {"tr": "Jean Monnet Burs Programı", "en": "Jean Monnet Scholarship Programme"},
        "body": {"tr": "Avrupa Birliği alanında araştırma bursu.", "en": "For research in EU affairs."},
        "source": "Delegation of the European Union to Türkiye",
        "deadline": deadline.isoformat(),
        "languages": ["en", "fr", "de"],
    }
    await stage.gateway.do(
        stage.office, "publishOpportunity", given, "opportunity { id }", key=stage.key("opportunity")
    )
    found = (await stage.gateway.ask(student, OPEN))["opportunities"]["nodes"]
    stage.story.step("query opportunities, as the student", ", ".join(each["title"]["en"] for each in found))
    return {"opportunities": len(found)}
