"""One more call with students of its own: tests accept, return and erase without touching the journey's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal

from deploy.local.journey.agreeing import find_partner, make_agreement
from deploy.local.journey.cast import Student, turkish_iban
from deploy.local.journey.choosing import (
    AT_ONCE,
    apply,
    call_input,
    close_call,
    offered_in_order,
    open_call,
    publish,
    rank,
    register,
)
from deploy.local.journey.clients import Json
from deploy.local.journey.stage import Stage
from gateway.reading.ids import parse_node_id

CALL_YEAR = 2025
"""Its rate was entered in the journey; earlier years would change the office's record, 2024 its line."""

PARTNER = ("UPPSALA01", "SE")
NAMES = (
    ("Ferahnur", "Kızılcıklıoğlu"),
    ("Gülefşan", "Tozkoparanlar"),
    ("Dorukhan", "Yelkovancı"),
    ("Sırmagül", "Pamukçuzade"),
    ("Alpertunga", "Değirmenardı"),
    ("Nazenin", "Çınaraltılı"),
    ("Ilgın", "Kervansaraylı"),
    ("Yekta", "Bozdoğanlar"),
    ("Mihriban", "Suyabatmaz"),
    ("Tuğralp", "Gökçeağaç"),
    ("Elifnaz", "Yıldızeli"),
)
"""Nobody else here is called so: whoever finds one of these words has found that person."""


def students() -> list[Student]:
    return [
        Student(
            number=500 + number,
            given_name=given,
            family_name=family,
            faculty="engineering",
            iban=turkish_iban(500 + number),
            right_iban=turkish_iban(500 + number),
            cgpa=Decimal("3.9") - Decimal(number) / 20,
            language_score=Decimal(90 - number),
            wishes=(0,),
        )
        for number, (given, family) in enumerate(NAMES)
    ]


@dataclass(frozen=True)
class Offer:
    """A place that waits for its student's answer, best rank first. ``person_id`` is the service's id."""

    placement: str
    student: Student
    person_id: str


async def offers(stage: Stage) -> list[Offer]:
    """An agreement with a place for everybody, a call, applications, lists; money for all."""
    agreement = await make_agreement(stage, await find_partner(stage, *PARTNER), len(NAMES), aloud=False)
    call_id = await open_call(stage, call_input(stage, [agreement["id"]], CALL_YEAR), "another-open")
    await _allocate(stage)
    people = await register(stage, students())
    await _apply_all(stage, call_id, people, (agreement["id"], agreement["conditions"][0]["id"]))
    await close_call(stage, call_id, "another-close")
    await rank(stage, call_id, "another-rank")
    await publish(stage, call_id, "another-publish")
    placements = await offered_in_order(stage, call_id, len(NAMES), "another-offers")
    cast = dict(zip(people, students(), strict=True))
    holders = [str(parse_node_id(placement["person"]["id"])[1]) for placement in placements]
    return [
        Offer(placement["id"], cast[holder], holder)
        for placement, holder in zip(placements, holders, strict=True)
    ]


BUDGETS = "query Budgets($year: Int!) { budgets(filter: { callYear: $year }, first: 1) { nodes { id } } }"


async def _allocate(stage: Stage) -> None:
    """Enough for everybody who goes, on top of what the journey allocated."""
    found = await stage.gateway.ask(stage.finance, BUDGETS, {"year": CALL_YEAR})
    given = {
        "id": found["budgets"]["nodes"][0]["id"],
        "amount": {"amount": "90000.00", "currency": "EUR"},
    }
    key = stage.key("another-budget")
    await stage.gateway.do(stage.finance, "increaseBudget", given, "budget { id }", key=key)


async def _apply_all(stage: Stage, call_id: str, people: list[str], place: tuple[str, str]) -> None:
    limit = asyncio.Semaphore(AT_ONCE)
    applying = (
        apply(stage, limit, call_id, student, person_id, places=[place])
        for student, person_id in zip(students(), people, strict=True)
    )
    await asyncio.gather(*applying)


async def accept(stage: Stage, offer: Offer) -> Json:
    """The mobility that the place became."""
    payload = await stage.gateway.do(
        stage.student(offer.person_id), "acceptPlacement", {"id": offer.placement},
        "mobility { id version status person { id } }", input_type="PlacementInput",
    )  # fmt: skip
    mobility: Json = payload["mobility"]
    return mobility
