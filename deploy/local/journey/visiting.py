"""Chapter: a delegation that comes, one that leaves, and projects at several stages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from deploy.local.journey.choosing import me
from deploy.local.journey.clients import Json
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage

GUESTS = (
    {"name": "Annelies Zandvoort", "role": "Dean"},
    {"name": "Willem Brandt", "role": "Head of the International Office"},
)
PROJECTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Dijital hareketlilik", "Digital mobility", ()),
    ("Ortak yeşil ders", "A green course together", ("applyWithProject",)),
    (
        "Kıyı kentleri ağı",
        "A network of coastal cities",
        ("applyWithProject", "grantProject", "startProject"),
    ),
    ("Göç ve kent", "Migration and the city", ("applyWithProject", "refuseProject")),
)
"""Titles, and the steps that each has taken."""


async def visits_and_projects(stage: Stage) -> Facts:
    """Guests are named to the office alone; one of the projects runs, one was refused, one is an idea."""
    ours = (await me(stage, stage.facts("applications")["people"][0]))["id"]
    partner = stage.facts("agreements")["made"][0]["partner"]["id"]
    today = stage.journal.began.date()
    comes = await _do(stage, "planVisit", _incoming(partner, ours, today), "visit", step="comes")
    named = {"id": comes["id"], "guests": list(GUESTS), "expectedVersion": comes["version"]}
    await _do(stage, "nameVisitGuests", named, "visit")
    await _step(stage, "confirmVisit", comes, "visit")
    leaves = await _do(stage, "planVisit", _outgoing(partner, ours, today), "visit", step="leaves")
    stage.story.step("mutation planVisit, nameVisitGuests", "one comes with two guests, one leaves")
    projects = [await _project(stage, number, partner, ours) for number in range(len(PROJECTS))]
    stage.story.step("mutation draftProject", f"{len(projects)} projects, each at another stage")
    return {"comes": comes["id"], "leaves": leaves["id"], "projects": [each["id"] for each in projects]}


def _incoming(partner: str, ours: str, today: date) -> Json:
    first, last = (today + timedelta(days=30)).isoformat(), (today + timedelta(days=31)).isoformat()
    return _visit(partner, ours, first, last) | {
        "direction": "INCOMING",
        "purpose": {"tr": "Ortak yüksek lisans", "en": "A joint master's programme"},
        "host": "Rektörlük / Rectorate",
        "programme": [
            {"day": first, "at": "09:30", "place": "Senato", "what": {"tr": "Karşılama", "en": "Welcome"}}
        ],
        "hosting": {
            "rooms": [{"place": "Konukevi", "rooms": 2, "begins": first, "until": last}],
            "meals": [{"day": first, "meal": "DINNER", "place": "Konukevi", "people": 4}],
        },
    }


def _outgoing(partner: str, ours: str, today: date) -> Json:
    first, last = (today + timedelta(days=60)).isoformat(), (today + timedelta(days=63)).isoformat()
    return _visit(partner, ours, first, last) | {
        "direction": "OUTGOING",
        "purpose": {"tr": "Kontenjan görüşmesi", "en": "Talks about places"},
        "host": "International Office",
    }


def _visit(partner: str, ours: str, first: str, last: str) -> Json:
    cost = {"kind": "HOSPITALITY", "planned": {"amount": "240.00", "currency": "EUR"}}
    return {"partnerId": partner, "personIds": [ours], "beginsOn": first, "endsOn": last, "costs": [cost]}


async def _project(stage: Stage, number: int, partner: str, ours: str) -> Any:
    tr, en, steps = PROJECTS[number]
    due = (stage.journal.began.date() + timedelta(days=45)).isoformat()
    given = {
        "title": {"tr": tr, "en": en},
        "call": f"KA220 {due[:4]}",
        "source": "European Commission",
        "applyBy": due,
        "partnerIds": [partner],
        "members": [{"personId": ours, "role": "LEADER"}],
        "budget": {"reference": f"KA220-{number + 1}", "amount": {"amount": "60000.00", "currency": "EUR"}},
    }
    project = await _do(stage, "draftProject", given, "project", step=f"project-{number}")
    for step in steps:
        await _step(stage, step, project, "project")
    task = {"what": {"tr": "Ortaklarla toplantı", "en": "A meeting with the partners"}, "dueOn": due}
    if "refuseProject" not in steps:
        added = {"id": project["id"], "tasks": [task]}
        await _do(stage, "addProjectTasks", added, "project", step=f"tasks-{number}")
    return project


async def _step(stage: Stage, mutation: str, thing: Json, shown: str) -> None:
    await _do(
        stage, mutation, {"id": thing["id"]}, shown,
        step=f"{mutation}-{thing['id']}", input_type=f"{shown.capitalize()}Input",
    )  # fmt: skip


async def _do(
    stage: Stage,
    mutation: str,
    given: Json,
    shown: str,
    *,
    step: str | None = None,
    input_type: str | None = None,
) -> Any:
    payload = await stage.gateway.do(
        stage.office, mutation, given, f"{shown} {{ id version }}",
        key=stage.key(f"visiting-{step or mutation}"), input_type=input_type,
    )  # fmt: skip
    return payload[shown]
