"""Projects over HTTP."""

from __future__ import annotations

from chassis.ids import new_id
from contracts import projects as told
from contracts.mobility import PersonErased
from services.events.tests.conftest import Client, OtherServices, Said, a_project

TASK = {"what": {"tr": "Ara rapor", "en": "Interim report"}, "due_on": "2199-01-01"}
RESULT = {"result": {"tr": "Hazır.", "en": "Ready."}}


async def test_a_project_goes_from_idea_to_closed_report(office: Client, said: Said) -> None:
    path = f"/projects/{(await office.has_idea())['id']}"
    assert (await office.post(f"{path}/grant")).code == "project-out-of-turn"
    for step, status in (("apply", "applied"), ("grant", "granted"), ("start", "running")):
        assert (await office.post(f"{path}/{step}")).body["status"] == status
    assert (await office.post(f"{path}/tasks", {"tasks": [TASK]})).body["tasks"][0]["number"] == 1
    assert (await office.post(f"{path}/tasks/done", {"number": 1})).status == 200
    assert (await office.post(f"{path}/report", RESULT)).body["status"] == "reported"
    assert (await office.post(f"{path}/close")).body["status"] == "closed"
    events = await said()
    assert [type(event) for event in events] == [
        told.ProjectDrafted,
        told.ProjectApplied,
        told.ProjectGranted,
        told.ProjectStarted,
        told.ProjectChanged,
        told.ProjectChanged,
        told.ProjectReported,
        told.ProjectClosed,
    ]
    last = events[-1]
    assert isinstance(last, told.ProjectEvent)
    assert (await office.get(path)).body == last.state.model_dump(mode="json")


async def test_a_change_needs_the_version_it_is_based_on(office: Client) -> None:
    path = f"/projects/{(await office.has_idea())['id']}"
    assert (await office.replaces(path, a_project(call="A"), None)).status == 428
    assert (await office.replaces(path, a_project(call="B"), 1)).body["call"] == "B"
    assert (await office.replaces(path, a_project(call="C"), 1)).status == 412
    assert (await office.get(path)).body["call"] == "B"


async def test_one_of_ours_who_is_erased_leaves_every_project(office: Client, others: OtherServices) -> None:
    gone, stays = ({"person_id": str(new_id()), "role": "expert"} for _ in range(2))
    project = await office.has_idea(members=[gone, stays])
    await others.say(PersonErased(key=gone["person_id"], sequence=2))
    after = (await office.get(f"/projects/{project['id']}")).body
    assert (after["members"], after["version"]) == ([stays], 2)
    assert (await office.post("/projects", a_project(members=[gone]))).code == "person-erased"


async def test_the_office_lists_them_by_the_last_day_to_apply(office: Client) -> None:
    later, soon = await office.has_idea(apply_by="2199-01-01"), await office.has_idea()
    listed = (await office.get("/projects", status="idea")).body["items"]
    assert [each["id"] for each in listed] == [soon["id"], later["id"]]
