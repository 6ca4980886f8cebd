"""People, calls from opening to published lists, places, stays."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial

from deploy.local.journey.cast import FACULTIES, FIELD_OF, national_id, turkish_iban
from gateway.reading.ids import node_id
from tests.chaos.clients.command import Command, Json, Mutation
from tests.chaos.clients.known import Fact, Known

SERVICE = "mobility"
CALL_YEAR = 2024
"""The last one with published rates."""

OPEN_CALLS_MAX = 3
APPLICATIONS_ENOUGH = 6


def register_person(known: Known, chance: random.Random) -> Command:
    number = known.number()
    body = person_body(known, number)
    return Command(
        SERVICE, "register-person", "POST", "/v1/people", known.office, body,
        learn=known.learns("person", faculty=body["faculty"], number=number),
    )  # fmt: skip


def person_body(known: Known, number: int) -> Json:
    """Every ninth has an IBAN that the bank sends back. No name is a word that stands anywhere else."""
    iban = turkish_iban(number)
    if number % 9 == 0:
        iban = f"TR{(int(iban[2:4]) % 97) + 1:02}{iban[4:]}"
    return {
        "given_name": f"Zühtü{number}", "family_name": f"Yolgeçer{number}", "iban": iban,
        "national_id": national_id(number),
        "email": f"y{known.run}{number}@ogrenci.example", "nationality": "TR",
        "student_number": f"{known.run}-{number}",
        "faculty": FACULTIES[number % 2], "eqf_level": "6",
    }  # fmt: skip


def correct_person(known: Known, chance: random.Random) -> Command | None:
    """With the version known, or with a stale one."""
    person = known.one("person", chance)
    if person is None or not person.get("version"):
        return None
    version = person["version"] - (chance.random() < 0.25)
    body = {"iban": turkish_iban(10_000 + known.number())}
    return Command(
        SERVICE, "correct-person", "PATCH", f"/v1/people/{person['id']}", known.student(person["id"]), body,
        version=version, learn=known.learns("person"),
        mutation=Mutation(
            "changePerson", {"id": node_id("Person", person["id"]), "expectedVersion": version} | body,
            "person { id version }", "ChangePersonInput",
        ),
    )  # fmt: skip


def erase_person(known: Known, chance: random.Random) -> Command | None:
    """Of somebody who may have applied, registered for events, or stay abroad and be refused."""
    person = known.one("person", chance)
    if person is None:
        return None
    return Command(
        SERVICE, "erase-person", "DELETE", f"/v1/people/{person['id']}", known.office,
        learn=lambda _: known.forget("person", person["id"]),
        mutation=Mutation("erasePerson", {"id": node_id("Person", person["id"])}, "", "ErasePersonInput"),
    )  # fmt: skip


def open_call(known: Known, chance: random.Random) -> Command | None:
    agreement = known.one("agreement", chance, state="active", in_call=False)
    open_now = [one for one in known.kinds["call"].values() if one["state"] == "open"]
    if agreement is None or len(open_now) >= OPEN_CALLS_MAX:
        return None
    place = (agreement["id"], agreement["condition"])

    def learn(answer: Json) -> None:
        known.note_more("agreement", agreement["id"], in_call=True)
        known.note("call", answer["id"], state="open", applications=0, place=place)

    return Command(
        SERVICE, "open-call", "POST", "/v1/calls", known.office, call_body(known, [place[0]]), learn=learn
    )  # fmt: skip


def call_body(known: Known, agreement_ids: list[str]) -> Json:
    begins, ends = known.stay
    number = known.number()
    return {
        "programme": "erasmus", "call_year": CALL_YEAR, "academic_year": f"{begins.year}/{begins.year + 1}",
        "kind": "student-study", "title": {"tr": f"Deneme çağrısı {number}", "en": f"Trial call {number}"},
        "opens_at": (known.clock() - timedelta(days=1)).isoformat(),
        "closes_at": (known.clock() + timedelta(days=1)).isoformat(),
        "stay_begins": begins.isoformat(), "stay_ends": ends.isoformat(), "agreement_ids": agreement_ids,
        "settings": {"minimum_language_score": "60"},
    }  # fmt: skip


def submit_application(known: Known, chance: random.Random) -> Command | None:
    call, person = known.one("call", chance, state="open"), known.one("person", chance)
    return apply(known, call, person, chance) if call and person else None


def apply(known: Known, call: Fact, person: Fact, chance: random.Random) -> Command:
    def learn(answer: Json) -> None:
        call["applications"] += 1
        known.note("application", answer["id"], person=person["id"])

    body = application_body(call, person, chance)
    return Command(
        SERVICE, "submit-application", "POST", "/v1/applications", known.student(person["id"]), body,
        learn=learn,
    )  # fmt: skip


def application_body(call: Fact, person: Fact, chance: random.Random) -> Json:
    agreement, condition = call["place"]
    return {
        "call_id": call["id"], "person_id": person["id"], "eqf_level": "6",
        "isced_code": FIELD_OF[person["faculty"]], "cgpa": f"{chance.uniform(2.3, 4):.2f}", "cgpa_scale": 4,
        "language_score": str(chance.randint(61, 99)), "citizen_of": ["TR"],
        "preferences": [{"agreement_id": agreement, "condition_id": condition}],
    }  # fmt: skip


def withdraw_application(known: Known, chance: random.Random) -> Command | None:
    application = known.one("application", chance)
    if application is None:
        return None
    return Command(
        SERVICE, "withdraw-application", "POST", f"/v1/applications/{application['id']}/withdraw",
        known.student(application["person"]), learn=lambda _: known.forget("application", application["id"]),
    )  # fmt: skip


def advance_call(known: Known, chance: random.Random) -> Command | None:
    """The deadline is brought forward, then the list is ranked, then published."""
    call = known.one("call", chance)
    if call is None or (call["state"] == "open" and call["applications"] < APPLICATIONS_ENOUGH):
        return None
    return advance(known, call)


def advance(known: Known, call: Fact) -> Command | None:
    """None for a call whose lists are out."""
    match call["state"]:
        case "open":
            body = {"closes_at": (known.clock() + timedelta(seconds=0.5)).isoformat()}
            return _call_command(known, call, "reschedule-call", "closed", method="PATCH", body=body)
        case "closed":
            return _call_command(known, call, "rank-call", "ranked", action="/rank")
        case "ranked":
            return _call_command(known, call, "publish-call", "published", action="/publish")
        case _:
            return None


def _call_command(
    known: Known,
    call: Fact,
    name: str,
    then: str,
    *,
    method: str = "POST",
    action: str = "",
    body: Json | None = None,
) -> Command:
    return Command(
        SERVICE, name, method, f"/v1/calls/{call['id']}{action}", known.office, body,
        learn=lambda _: known.note("call", call["id"], state=then),
    )  # fmt: skip


def accept_placement(known: Known, chance: random.Random) -> Command | None:
    placement = known.one("placement", chance, status="offered")
    if placement is None:
        return None

    def learn(answer: Json) -> None:
        known.note("placement", placement["id"], status="accepted")
        if made := answer.get("mobility_id"):  # the gateway's view may not have it yet
            known.note("mobility", made, person=placement["person"])

    return Command(
        SERVICE, "accept-placement", "POST", f"/v1/placements/{placement['id']}/accept",
        known.student(placement["person"]), learn=learn,
        mutation=Mutation(
            "acceptPlacement", {"id": node_id("Placement", placement["id"])},
            "placement { id version } mobility { id }", "PlacementInput",
        ),
    )  # fmt: skip


def withdraw_placement(known: Known, chance: random.Random) -> Command | None:
    placement = known.one("placement", chance)
    if placement is None or placement["status"] == "withdrawn":
        return None

    def learn(answer: Json) -> None:
        known.note("placement", placement["id"], status="withdrawn")
        if promoted := answer.get("promoted_placement_id"):
            known.note("placement", promoted, status="offered")

    return Command(
        SERVICE, "withdraw-placement", "POST", f"/v1/placements/{placement['id']}/withdraw",
        known.student(placement["person"]), learn=learn,
        mutation=Mutation(
            "withdrawPlacement", {"id": node_id("Placement", placement["id"])},
            "placement { id version }", "PlacementInput",
        ),
    )  # fmt: skip


def withdraw_mobility(known: Known, chance: random.Random) -> Command | None:
    mobility = known.one("mobility", chance)
    if mobility is None:
        return None
    body = {"reason": "family reasons"}
    return Command(
        SERVICE, "withdraw-mobility", "POST", f"/v1/mobilities/{mobility['id']}/withdraw", known.office, body,
        learn=lambda _: known.forget("mobility", mobility["id"]),
        mutation=Mutation(
            "withdrawMobility", {"id": node_id("Mobility", mobility["id"])} | body,
            "mobility { id version }", "WithdrawMobilityInput",
        ),
    )  # fmt: skip


def end_stay(known: Known, chance: random.Random) -> Command | None:
    """Early, or as planned; before that the file is opened, and its learning agreement waived."""
    mobility, early = known.one("mobility", chance), chance.random() < 0.5
    if mobility is None:
        return None
    if (papers := _papers(known, mobility)) is not None:
        return papers
    last = known.stay[1] - timedelta(days=chance.randint(10, 60) if early else 0)
    name = "early-return" if early else "complete"
    return Command(
        SERVICE, name, "POST", f"/v1/mobilities/{mobility['id']}/{name}", known.office,
        {"ends": last.isoformat()},
        learn=lambda _: None if early else known.forget("mobility", mobility["id"]),
    )  # fmt: skip


def _papers(known: Known, mobility: Fact) -> Command | None:
    """What lets a stay begin, one command after the other; None once it is done."""
    identity, papers = mobility["id"], mobility.get("papers")
    if papers == "complete":
        return None
    learn = partial(_note_papers, known, identity, "complete" if papers else "open")
    if papers is None:
        path = f"/v1/mobilities/{identity}/file"
        return Command(SERVICE, "open-file", "POST", path, known.office, learn=learn)
    waived = {"task": "learning-agreement", "status": "waived"}
    path = f"/v1/files/{identity}/tasks"
    return Command(SERVICE, "waive-task", "POST", path, known.office, waived, learn=learn)


def _note_papers(known: Known, identity: str, papers: str, _: Json) -> None:
    known.note_more("mobility", identity, papers=papers)
