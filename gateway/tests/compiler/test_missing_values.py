"""A required value that is missing: the compiled path answers what resolvers do, errors and paths included.

The holes are made in the database: no event could bring them, a bad migration might.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from gateway.tests import office
from gateway.tests.compiler.passes import OFFICE
from gateway.tests.fixtures import Views
from gateway.tests.ways import COMPILED, RESOLVED, Told, Way, both_ways


@pytest.fixture(scope="module")
async def ways(shared_views: Views) -> AsyncIterator[dict[str, Way]]:
    async with both_ways(shared_views) as ways:
        yield ways


@pytest.fixture
async def stay(views: Views) -> None:
    """A stay with all around it, twice: only one of each has holes."""
    for _ in range(2):
        partner, student, call = office.partner(new_id()), office.person(new_id()), office.call(new_id())
        agreement = office.agreement(new_id(), partner.key)
        stay = office.stay(
            new_id(), student.key, agreement_id=agreement.key, partner_id=partner.key, call_id=call.key
        )
        grant = office.grant(new_id(), stay)
        applied = office.application(new_id(), call.key, student.key)
        await views.take_in(partner, student, call, agreement, stay, grant, applied)


@dataclass(frozen=True)
class Hole:
    """In the first row of ``table`` the ``column`` becomes ``value``, SQL over it; ``path`` leads there."""

    asked: str
    table: str
    column: str
    value: str
    path: tuple[Any, ...]

    async def dig(self, views: Views) -> None:
        first = f"(SELECT id FROM {self.table} ORDER BY id LIMIT 1)"
        made = text(f'UPDATE {self.table} SET "{self.column}" = {self.value} WHERE id = {first}')
        async with views.engine.begin() as connection:
            await connection.execute(made)


def without(column: str, path: str) -> str:
    return f"\"{column}\" #- '{{{path}}}'"


def null_at(column: str, path: str) -> str:
    return f"jsonb_set(\"{column}\", '{{{path}}}', 'null')"


def in_grants(column: str, asked: str, value: str, *path: Any) -> Hole:
    return Hole(
        f"grants {{ nodes {{ status {asked} }} }}", "grant_view", column, value, ("grants", "nodes", 0, *path)
    )


def in_conditions(asked: str, value: str, *path: Any) -> Hole:
    within = ("agreements", "nodes", 0, "conditions", 0, *path)
    document = f"agreements {{ nodes {{ reference conditions {{ {asked} }} }} }}"
    return Hole(document, "agreement_view", "conditions", value, within)


def instalments(asked: str, value: str, *path: Any) -> Hole:
    return in_grants("instalments", f"instalments {{ {asked} }}", value, "instalments", *path)


LISTED = "conditions"
NO_TITLE = Hole(
    "calls { nodes { status title { tr } } }",
    "call_view",
    "title",
    without("title", "tr"),
    ("calls", "nodes", 0, "title", "tr"),
)
OF_ANOTHER_ROW = Hole(
    "mobilities { nodes { id call { title { en } } } }",
    "call_view",
    "title",
    without("title", "en"),
    ("mobilities", "nodes", 0, "call", "title", "en"),
)
HOLES = {
    "a leaf of a required object": NO_TITLE,
    "under a nullable object of another row": OF_ANOTHER_ROW,
    "a required object": in_grants("paid", "paid { amount }", "'null'", "paid"),
    "a leaf of a nullable object": in_grants(
        "amount", "amount { currency }", without("amount", "currency"), "amount", "currency"
    ),
    "a leaf in a list": in_conditions("placesPerYear", without(LISTED, "0,places_per_year"), "placesPerYear"),
    "a null leaf in a list": in_conditions("blended", null_at(LISTED, "0,blended"), "blended"),
    "a list of words": in_conditions("iscedCodes", without(LISTED, "0,isced_codes"), "iscedCodes"),
    "an object in a list": instalments("number", null_at("instalments", "0"), 0),
    "an object in an object in a list": instalments(
        "number amount { amount }", null_at("instalments", "0,amount"), 0, "amount"
    ),
    "the whole list": instalments("number", "'null'"),
}
SHOWN_BY_THE_COMPILER = {
    "a list of enums": in_conditions("eqfLevels", without(LISTED, "0,eqf_levels"), "eqfLevels"),
    "a word in a list": in_conditions("iscedCodes", null_at(LISTED, "0,isced_codes,0"), "iscedCodes", 0),
    "an enum in a list": in_conditions("eqfLevels", null_at(LISTED, "0,eqf_levels,0"), "eqfLevels", 0),
    "an object in a list, of which nothing required is asked": instalments(
        "dueOn", null_at("instalments", "0"), 0
    ),
    "an id in a list": in_conditions("id", without(LISTED, "0,id"), "id"),
}
"""Found with these tests: the statement shows an empty list, or a null where none may be."""


async def told_alike(hole: Hole, ways: dict[str, Way], views: Views) -> None:
    await hole.dig(views)
    resolved = await ways[RESOLVED].tell(OFFICE, f"{{ {hole.asked} }}")
    assert [where for _, _, where in resolved.errors] == [hole.path]
    assert await compiled(ways, f"{{ {hole.asked} }}") == resolved


@pytest.mark.parametrize("hole", HOLES.values(), ids=HOLES.keys())
async def test_a_hole_is_told_alike(hole: Hole, ways: dict[str, Way], stay: None, views: Views) -> None:
    await told_alike(hole, ways, views)


@pytest.mark.parametrize("hole", SHOWN_BY_THE_COMPILER.values(), ids=SHOWN_BY_THE_COMPILER.keys())
async def test_a_hole_in_a_list_is_told_alike(
    hole: Hole, ways: dict[str, Way], stay: None, views: Views
) -> None:
    await told_alike(hole, ways, views)


async def test_a_hole_in_a_copy_is_filled_from_the_row(
    ways: dict[str, Way], stay: None, views: Views
) -> None:
    """Resolvers read the row; a copy without a required value must not be shown."""
    await Hole("", "mobility_view", "partner", without("partner", "name"), ()).dig(views)
    document = "{ mobilities { nodes { partner { name } } } }"
    resolved = await ways[RESOLVED].tell(OFFICE, document)
    assert resolved.errors == ()
    assert await compiled(ways, document) == resolved


async def test_a_hole_that_is_not_asked_for_hurts_nobody(
    ways: dict[str, Way], stay: None, views: Views
) -> None:
    await NO_TITLE.dig(views)
    document = "{ calls { nodes { title { en } } } }"
    assert await compiled(ways, document) == await ways[RESOLVED].tell(OFFICE, document)


async def compiled(ways: dict[str, Way], document: str) -> Told:
    """Whatever the compiled path makes of it, by itself or by leaving it to resolvers."""
    return await ways[COMPILED].tell_anyhow(OFFICE, document)
