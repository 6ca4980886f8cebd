"""Two records of a partner became one: what was written under the old id shows the one that stands."""

from __future__ import annotations

from typing import Any

from chassis.ids import new_id
from gateway.tests import office, stay_files
from gateway.tests.fixtures import Views

SHOWING = ("mobility", "placement", "visit", "incoming", "learning_agreement", "mobility_file")


def under(partner: Any) -> list[Any]:
    """One of everything that names a partner."""
    call, person = office.call(new_id()), new_id()
    agreed = office.agreement(new_id(), partner)
    stay = office.stay(new_id(), person, partner_id=partner, agreement_id=agreed.key)
    application = office.application(new_id(), call.key, person)
    coming = stay_files.coming(new_id(), person, partner_id=partner)
    files = [stay_files.file(stay), stay_files.learning_agreement(stay), coming]
    return [
        call,
        stay,
        office.placement(new_id(), application, agreed),
        office.visit(new_id(), partner),
        *files,
    ]


async def shown(views: Views) -> dict[str, set[Any]]:
    return {name: {row["partner_id"] for row in await views.rows(f"{name}_view")} for name in SHOWING}


async def test_rows_written_before_and_after_name_the_record_that_stands(views: Views) -> None:
    old, stands = new_id(), new_id()
    project = office.project(new_id(), (), partner_ids=(old, stands))
    await views.take_in(office.partner(old), office.partner(stands, name="It stands"), project, *under(old))
    assert await shown(views) == {name: {old} for name in SHOWING}
    await views.take_in(office.partner(old, 2, merged_into=stands))
    await views.take_in(*under(old))
    assert await shown(views) == {name: {stands} for name in SHOWING}
    for name in ("mobility", "placement", "visit"):
        rows = await views.rows(f"{name}_view")
        assert {row["partner"]["name"] for row in rows} == {"It stands"}
    (row,) = await views.rows("project_view")
    assert row["partner_ids"] == [str(stands)]


async def test_what_becomes_of_the_record_that_stands_reaches_them(views: Views) -> None:
    old, stands, last = new_id(), new_id(), new_id()
    await views.take_in(
        office.partner(old, merged_into=stands), *under(old), office.partner(stands, name="A")
    )
    await views.take_in(office.partner(stands, 2, name="B"))
    (stay,) = await views.rows("mobility_view")
    assert (stay["partner_id"], stay["partner"]["name"]) == (stands, "B")
    moved = [office.partner(one, 3, merged_into=last) for one in (old, stands)]
    await views.take_in(office.partner(last, name="C"), *moved)
    assert await shown(views) == {name: {last} for name in SHOWING}


async def test_the_old_record_answers_by_its_id_and_no_search_finds_it(views: Views) -> None:
    old, stands = new_id(), new_id()
    await views.take_in(
        office.partner(old), office.partner(stands), office.partner(old, 2, merged_into=stands)
    )
    rows = {row["id"]: row for row in await views.rows("partner_view")}
    assert (rows[old]["merged"], rows[old]["merged_into_id"], rows[old]["search"]) == (True, stands, "")
    assert (rows[stands]["merged"], rows[stands]["search"] != "") == (False, True)
