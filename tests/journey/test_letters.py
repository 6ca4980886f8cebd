"""The office writes to a partner: registered, seen in the graph, printed, annulled."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

AGREEMENT = "{ agreements(filter: { status: ACTIVE }, first: 1) { nodes { id reference partner { name } } } }"
WRITE = """
mutation Write($input: WriteLetterInput!) {
  writeLetter(input: $input) {
    letter { id version number subject { tr en } party agreement { reference } }
    userErrors { code field message { en } }
  }
}
"""
ANNUL = """
mutation Annul($input: AnnulLetterInput!) {
  annulLetter(input: $input) { letter { annulled number } userErrors { code } }
}
"""
REGISTER = "{ letters(first: 50) { nodes { id number annulled } } }"


async def written(system: System, agreement: str, **more: Any) -> Any:
    given = {"template": "agreement-renewal", "writtenOn": "2026-03-02", "agreementId": agreement} | more
    answer = await system.stage.gateway.ask(system.stage.office, WRITE, {"input": given})
    return answer["writeLetter"]


async def test_a_letter_about_an_agreement_from_template_to_register(system: System) -> None:
    (agreement,) = (await system.stage.gateway.ask(system.stage.office, AGREEMENT))["agreements"]["nodes"]
    unfilled = await written(system, agreement["id"])
    assert [error["code"] for error in unfilled["userErrors"]] == ["letter-values-missing"]
    assert "answer_by" in unfilled["userErrors"][0]["message"]["en"]
    answer_by = {"place": "answer_by", "tr": "1 Mayıs", "en": "1 May"}
    letter = (await written(system, agreement["id"], values=[answer_by]))["letter"]
    assert letter["subject"]["en"] == f"Renewal of agreement {agreement['reference']}"
    assert letter["party"] == agreement["partner"]["name"]
    assert letter["agreement"] == {"reference": agreement["reference"]}

    kind, document = await system.stage.gateway.document(system.stage.office, letter["id"])
    assert (kind, document[:5]) == ("application/pdf", b"%PDF-")
    asking = {"id": letter["id"], "expectedVersion": letter["version"], "reason": "Wrong year"}
    done = (await system.stage.gateway.ask(system.stage.office, ANNUL, {"input": asking}))["annulLetter"]
    assert done["letter"] == {"annulled": True, "number": letter["number"]}
    nodes = (await system.stage.gateway.ask(system.stage.office, REGISTER))["letters"]["nodes"]
    assert [node["number"] for node in nodes] == list(range(1, len(nodes) + 1))


async def test_nobody_else_sees_the_register(system: System) -> None:
    someone = system.stage.student(system.stage.facts("applications")["people"][0])
    assert (await system.stage.gateway.ask(someone, REGISTER))["letters"]["nodes"] == []
    nodes = (await system.stage.gateway.ask(system.stage.office, REGISTER))["letters"]["nodes"]
    kind, _ = await system.stage.gateway.document(someone, nodes[0]["id"])
    assert kind == "application/problem+json"
