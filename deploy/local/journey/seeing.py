"""Chapters 10 and 11: one query for a student's whole year, as every role; and one trace as a tree."""

from __future__ import annotations

import asyncio
from pathlib import Path

from chassis.identity.caller import Role
from deploy.local.journey.choosing import me
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.preparing import institution_uuid
from deploy.local.journey.stage import Stage
from deploy.local.journey.story import money
from deploy.local.trace_tree import load_trace, render

YEAR = """
query StudentYear($person: ID!) {
  person(id: $person) {
    givenName familyName faculty
    mobilities(first: 5) { nodes {
      academicYear begins ends days status
      agreement { reference status } partner { name country }
      grant {
        status amount { amount currency } instalments { number kind status amount { amount currency } }
      }
      registrations { nodes { status event { title { en tr } } } }
    } }
  }
}
"""
COUNTS = """
query WhatISee {
  people(first: 1) { totalCount } mobilities(first: 1) { totalCount } grants(first: 1) { totalCount }
  agreements(first: 1) { totalCount } applications(first: 1) { totalCount }
}
"""


async def whole_year(stage: Stage) -> Facts:
    """What a student's phone shows, from one query."""
    uuid, person = await _somebody_who_goes(stage)
    data = (await stage.gateway.ask(stage.student(uuid), YEAR, {"person": person}))["person"]
    stay = data["mobilities"]["nodes"][0]
    stage.story.step(
        "query StudentYear, as the student", f"{stay['partner']['name']} ({stay['partner']['country']})"
    )
    stage.story.table(
        "one query: stay, agreement, partner, grant, instalments, events · tek sorgu",
        ("what", "value"),
        [
            ("stay", f"{stay['begins']} – {stay['ends']}, {stay['days']} days, {stay['status']}"),
            ("agreement", f"{stay['agreement']['reference']}, {stay['agreement']['status']}"),
            ("grant", f"{money(stay['grant']['amount'])}, {stay['grant']['status']}"),
            *((f"instalment {i['number']}", f"{i['kind']} {money(i['amount'])}, {i['status']}")
              for i in stay["grant"]["instalments"]),
            *(("event", f"{r['event']['title']['en']}: {r['status']}") 
              for r in stay["registrations"]["nodes"] if r["event"]),
        ],
    )  # fmt: skip
    await _as_every_role(stage, uuid, person)
    return {"uuid": uuid, "person": person}


async def _somebody_who_goes(stage: Stage) -> tuple[str, str]:
    """(service id, node id) of a student whose stay is planned and whose grant is paid in part."""
    for uuid in stage.facts("applications")["people"]:
        person = (await me(stage, uuid))["id"]
        data = (await stage.gateway.ask(stage.office, YEAR, {"person": person}))["person"]
        for stay in data["mobilities"]["nodes"]:
            if stay["status"] == "PLANNED" and stay["grant"] and stay["grant"]["status"] == "RESERVED":
                return uuid, person
    raise LookupError("nobody goes")


async def _as_every_role(stage: Stage, uuid: str, person: str) -> None:
    other = next(u for u in stage.facts("applications")["people"] if u != uuid)
    first = stage.facts("agreements")["made"][0]["partner"]["erasmusCode"]
    partner_uuid = await institution_uuid(stage, first)
    tokens = {
        "student (self)": stage.student(uuid),
        "student (another)": stage.student(other),
        "coordinator, engineering": stage.coordinator("engineering"),
        "office": stage.office,
        "finance": stage.finance,
        "partner university": stage.partner(partner_uuid),
        "ops": stage.issuer.issue(Role.OPS, subject="ops-deniz"),
    }
    rows = []
    for role, token in tokens.items():
        seen = await stage.gateway.ask(token, COUNTS)
        reached = (await stage.gateway.answer(token, YEAR, {"person": person})).get("data") or {}
        counts = [
            seen[name]["totalCount"]
            for name in ("people", "mobilities", "grants", "agreements", "applications")
        ]
        rows.append((role, *counts, "yes" if reached.get("person") else "no"))
    stage.story.table(
        "query WhatISee: how many rows each role may see · her rolün görebildiği satır sayısı",
        ("role", "people", "mobilities", "grants", "agreements", "applications", "sees that student"),
        rows,
    )


async def one_trace(stage: Stage) -> Facts:
    """The first acceptance, from the mutation to the ledger and back into the gateway's view."""
    trace_id, folder = stage.facts("answers")["trace"], Path(stage.endpoints["traces"])

    async def spans() -> list[object]:
        return list(await asyncio.to_thread(load_trace, folder, trace_id))

    found = await eventually("the trace's spans", spans, lambda s: len(s) > 20)
    stage.story.show(render(found))  # type: ignore[arg-type]
    return {"spans": len(found)}


def addresses(stage: Stage) -> None:
    endpoints: Json = stage.endpoints
    rows = [
        ("gateway", endpoints["gateway"]["graphql"]),
        *endpoints["services"].items(),
        ("Kafka", f"{endpoints['kafka']['bootstrap_servers']} ({endpoints['kafka']['kind']})"),
        *stage.hints,
    ]
    stage.story.table("addresses · adresler", ("what", "where"), rows)
