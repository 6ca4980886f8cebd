"""The office's desk: letters, expenses, visits, projects, announcements, opportunities."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from typing import Any

from gateway.reading.ids import node_id
from tests.chaos.clients.command import Command, Json, Mutation
from tests.chaos.clients.known import Known

Steps = dict[str, tuple[str, str | None]]

LATER: dict[str, tuple[str, Steps]] = {
    "visit": ("planned", {"planned": ("confirm", "confirmed"), "confirmed": ("cancel", None)}),
    "announcement": ("draft", {"draft": ("schedule", "scheduled"), "scheduled": ("withdraw", None)}),
    "opportunity": ("open", {"open": ("withdraw", None)}),
}
"""Of each kind, the state it begins in, and from each state the action and the next one."""
INTERESTS = ("call", "project", "seminar", "summer-school", "scholarship")


def register_letter(known: Known, chance: random.Random) -> Command:
    partner = known.one("partner", chance)
    body = {
        "direction": chance.choice(("incoming", "outgoing")),
        "written_on": known.clock().date().isoformat(),
        "subject": _words(known, "Yazı", "Letter"),
        "party": "Somebody else" if partner is None else "",
        "partner_id": partner and partner["id"],
    }
    return Command(
        "agreements", "register-letter", "POST", "/v1/letters", known.office, body,
        learn=known.learns("letter"),
    )  # fmt: skip


def annul_letter(known: Known, chance: random.Random) -> Command | None:
    letter = known.one("letter", chance)
    if letter is None or not letter.get("version"):
        return None
    body = {"reason": "entered twice"}
    return Command(
        "agreements", "annul-letter", "POST", f"/v1/letters/{letter['id']}/annul", known.office, body,
        version=letter["version"], learn=lambda _: known.forget("letter", letter["id"]),
        mutation=Mutation(
            "annulLetter",
            {"id": node_id("Letter", letter["id"]), "expectedVersion": letter["version"]} | body,
            "letter { id version }", "AnnulLetterInput",
        ),
    )  # fmt: skip


def enter_expense(known: Known, chance: random.Random) -> Command | None:
    budget = known.one("budget", chance)
    if budget is None:
        return None
    body = {
        "kind": "visit",
        "purpose": f"Taxi {known.number()}",
        "incurred_on": known.clock().date().isoformat(),
        "amount": {"amount": f"{chance.randint(5, 90)}.00", "currency": "EUR"},
        "receipt": f"A-{known.run}-{known.number()}",
    }
    return Command(
        "finance", "enter-expense", "POST", f"/v1/budgets/{budget['id']}/expenses", known.office, body,
        learn=known.learns("expense"),
    )  # fmt: skip


def decide_expense(known: Known, chance: random.Random) -> Command | None:
    """By another person, or by the one who entered it, who is refused."""
    expense = known.one("expense", chance)
    if expense is None:
        return None
    by = known.office if chance.random() < 0.3 else known.finance
    return Command(
        "finance", "approve-expense", "POST", f"/v1/expenses/{expense['id']}/approval", by,
        learn=lambda _: known.forget("expense", expense["id"]),
        mutation=Mutation(
            "approveExpense", {"id": node_id("Expense", expense["id"])}, "expense { id version }",
            "ApproveExpenseInput",
        ),
    )  # fmt: skip


def plan_visit(known: Known, chance: random.Random) -> Command | None:
    partner = known.one("partner", chance)
    if partner is None:
        return None
    begins = known.clock().date() + timedelta(days=chance.randint(1, 20))
    body = {
        "purpose": _words(known, "Ziyaret", "Visit"), "direction": "incoming", "partner_id": partner["id"],
        "host": "Rektörlük", "begins_on": begins.isoformat(),
        "ends_on": (begins + timedelta(days=2)).isoformat(), "costs": [_flight(chance)],
    }  # fmt: skip
    return _begin("visit", known, body)


def _flight(chance: random.Random) -> Json:
    """Planned, and of every second one that it is paid already."""
    paid = {"amount": f"{chance.randint(80, 400)}.00", "currency": "EUR"}
    actual = paid if chance.random() < 0.5 else None
    return {"kind": "travel", "planned": {"amount": "250.00", "currency": "EUR"}, "actual": actual}


def plan_project(known: Known, chance: random.Random) -> Command:
    body = {
        "title": _words(known, "Proje", "Project"), "call": "KA220 2026", "source": "European Commission",
        "apply_by": (known.clock().date() + timedelta(days=30)).isoformat(),
        "budget": {"reference": "KA220-2026", "amount": {"amount": "60000.00", "currency": "EUR"}},
    }  # fmt: skip
    return _begin("project", known, body)


def draft_announcement(known: Known, chance: random.Random) -> Command:
    body = {
        "title": _words(known, "Duyuru", "News"), "body": _words(known, "Metin", "Text"),
        "audience": "public", "publish_at": known.clock().isoformat(),
    }  # fmt: skip
    return _begin("announcement", known, body)


def publish_opportunity(known: Known, chance: random.Random) -> Command:
    body = {
        "kind": chance.choice(INTERESTS), "title": _words(known, "Burs", "Grant"),
        "body": _words(known, "Metin", "Text"), "source": "Jean Monnet",
        "deadline": (known.clock() + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    return _begin("opportunity", known, body)


def state_interest(known: Known, chance: random.Random) -> Command | None:
    person = known.one("person", chance)
    if person is None:
        return None
    body = {"person_id": person["id"], "kinds": chance.sample(INTERESTS, 2)}
    return Command(
        "events", "state-interest", "POST", "/v1/interests", known.student(person["id"]), body,
        learn=known.learns("interest"),
    )  # fmt: skip


def move_on(known: Known, chance: random.Random) -> Command | None:
    """A step further, at the version last seen or at an old one."""
    kind = chance.choice(list(LATER))
    thing = known.one(kind, chance)
    if thing is None or not thing.get("version"):
        return None
    first, steps = LATER[kind]
    action, then = steps[thing.get("state", first)]
    return Command(
        "events", f"{action}-{kind}", "POST", f"{_address(kind)}/{thing['id']}/{action}", known.office,
        version=thing["version"] - (chance.random() < 0.1), learn=partial(_moved, known, kind, then),
    )  # fmt: skip


def _moved(known: Known, kind: str, then: str | None, answer: Json) -> None:
    if then is None:
        known.forget(kind, answer["id"])
    else:
        known.note_more(kind, answer["id"], version=answer["version"], state=then)


def _begin(kind: str, known: Known, body: dict[str, Any]) -> Command:
    return Command(
        "events", f"begin-{kind}", "POST", _address(kind), known.office, body, learn=known.learns(kind)
    )


def _address(kind: str) -> str:
    return "/v1/opportunities" if kind == "opportunity" else f"/v1/{kind}s"


def _words(known: Known, tr: str, en: str) -> Json:
    number = known.number()
    return {"tr": f"{tr} {number}", "en": f"{en} {number}"}
