"""Chapter: an announcement in two languages comes out by the clock, for those it is meant for."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chassis.clock import ISTANBUL, utc_now
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage
from gateway.reading.ids import parse_node_id

COMES_OUT_IN = timedelta(seconds=3)
SEEN = "query Announced($id: ID!) { announcement(id: $id) { status title { en tr } beginsAt venue } }"


async def announcements(stage: Stage) -> Facts:
    """The fair is announced: drafted, refused once, scheduled, out, and a page that anybody may read."""
    given = await stage.once("announcement", lambda: _words(stage))
    drafted = await _do(stage, "draftAnnouncement", given)
    stage.story.step("mutation draftAnnouncement", f"{given['title']['en']} · {given['title']['tr']}")
    wrong = {**given, "until": given["publishAt"]}
    stage.story.refused(
        "the same, over before it is out",
        await stage.gateway.refusal(stage.office, "draftAnnouncement", wrong),
    )
    await _do(stage, "scheduleAnnouncement", {"id": drafted["id"]}, "AnnouncementInput")
    student = stage.student(stage.facts("applications")["people"][0])
    seen = await eventually(
        "the announcement's time",
        lambda: stage.gateway.ask(student, SEEN, {"id": drafted["id"]}),
        lambda found: found["announcement"] is not None,
    )
    stage.story.step(
        "events' timetable",
        f"it is out: students see {seen['announcement']['status']}, drafts they never did",
    )
    page = f"{stage.endpoints['services']['events']}/announcements/tr/{parse_node_id(drafted['id'])[1]}"
    stage.story.step("for anybody, without a token", page)
    return {"announcement": drafted["id"], "page": page}


async def _do(stage: Stage, mutation: str, given: Json, input_type: str | None = None) -> Json:
    payload = await stage.gateway.do(
        stage.office, mutation, given, "announcement { id status }", input_type=input_type,
        key=stage.key(mutation),
    )  # fmt: skip
    announcement: Json = payload["announcement"]
    return announcement


async def _words(stage: Stage) -> Json:
    begins_at = datetime.combine(stage.stay[0], time(11), ISTANBUL)
    return {
        "title": {"tr": "Uluslararası Gün", "en": "International Day"},
        "body": {
            "tr": "Ortak üniversitelerimiz tanıtım masalarında.\n\nAyrıntılar: https://erasmus-plus.ec.europa.eu",
            "en": "Our partner universities at their stands.\n\nMore: https://erasmus-plus.ec.europa.eu",
        },
        "audience": "PUBLIC",
        "publishAt": (utc_now() + COMES_OUT_IN).isoformat(),
        "until": (begins_at + timedelta(days=1)).isoformat(),
        "occasion": {
            "beginsAt": begins_at.isoformat(),
            "endsAt": (begins_at + timedelta(hours=6)).isoformat(),
            "venue": "Merkez Kampüs Fuaye / Main Campus Foyer",
        },
    }
