"""What is asked, and with which values: drawn anew for every request, so that only the cache that is meant to
helps. It may hold what no row policy narrows: D, were it asked the same again, and the hot queries."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import func, select

from chassis.database import create_engine
from contracts.vocabulary import Programme
from gateway.reading.ids import node_id
from gateway.reading.paging import Order
from gateway.views.mobility import TABLE as MOBILITIES
from gateway.views.partner import TABLE as PARTNERS

REQUESTS = 2000
SEED = 4

STAY = """
    id status begins ends
    person { givenName familyName }
    agreement { reference }
    partner { name country }
    grant { status amount { amount currency } instalments { amount { amount currency } dueOn status } }
"""
A = f"""
query Stays($after: String) {{
  mobilities(first: 20, after: $after) {{ nodes {{ {STAY} }} pageInfo {{ hasNextPage endCursor }} }}
}}"""
B = f"query Stay($id: ID!) {{ mobility(id: $id) {{ {STAY} }} }}"
C = """
query StaysWithPartner($partner: ID!, $status: MobilityStatus!) {
  mobilities(first: 20, filter: { partnerId: $partner, status: $status }) {
    totalCount
    nodes { id status begins ends person { id givenName familyName } }
    pageInfo { hasNextPage endCursor }
  }
}"""
D = """
query Record($from: Int!, $to: Int!, $programmes: [Programme!]) {
  programmeStatistics(fromYear: $from, toYear: $to, programmes: $programmes) {
    programme beneficiaries agreements
  }
}"""
DIRECTORY = """
query Directory($after: String) {
  partners(first: 100, after: $after) {
    nodes { id name country city erasmusCode website }
    pageInfo { hasNextPage endCursor }
  }
}"""


DOCUMENTS = {"A": A, "B": B, "C": C, "D": D, "hot_public": DIRECTORY, "hot_statistics": D}


@dataclass(frozen=True)
class Query:
    """A document, and the variables of as many requests as are drawn."""

    name: str
    document: str
    variables: Sequence[Mapping[str, Any]]

    def bodies(self) -> list[bytes]:
        return [orjson.dumps({"query": self.document, "variables": each}) for each in self.variables]


async def draw(database_url: str) -> dict[str, Query]:
    """Every query by name, with values from this database."""
    dice = random.Random(SEED)
    cursor = Order((MOBILITIES.c.id,)).cursor
    engine = create_engine(database_url, pool_size=2, application="bench.queries")
    async with engine.connect() as connection:
        drawn = select(MOBILITIES.c.id, cursor).order_by(func.random()).limit(REQUESTS)
        stays = (await connection.execute(drawn)).all()
        place = Order((PARTNERS.c.name, PARTNERS.c.id)).cursor
        listed = select(PARTNERS.c.id, place).order_by(PARTNERS.c.name, PARTNERS.c.id)
        partners = (await connection.execute(listed)).all()
    await engine.dispose()
    variables = {
        "A": [{"after": place} for _, place in stays],
        "B": [{"id": node_id("Mobility", identifier)} for identifier, _ in stays],
        "C": [_with_a_partner(dice, partners) for _ in range(REQUESTS)],
        "D": [_some_record(dice) for _ in range(REQUESTS)],
        "hot_public": [{"after": after} for after in _pages(partners)],
        "hot_statistics": [{"from": 2021, "to": 2025, "programmes": None}],
    }
    return {name: Query(name, document, variables[name]) for name, document in DOCUMENTS.items()}


def _with_a_partner(dice: random.Random, partners: Sequence[Any]) -> dict[str, Any]:
    identifier, _ = dice.choice(partners)
    return {"partner": node_id("Partner", identifier), "status": "COMPLETED"}


def _pages(partners: Sequence[Any]) -> list[str | None]:
    """The cursors that begin the directory's ten pages."""
    return [None, *(place for _, place in partners[99:-1:100])]


def _some_record(dice: random.Random) -> dict[str, Any]:
    """Years, and some of the programmes in some order: more records than requests."""
    begins, ends = sorted(dice.choices(range(2019, 2026), k=2))
    programmes = dice.sample([programme.name for programme in Programme], dice.randint(1, len(Programme)))
    return {"from": begins, "to": ends, "programmes": programmes}
