"""Views follow the topics, whatever the order in which their events come."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from chassis.ids import new_id
from contracts.vocabulary import GrantStatus, MobilityStatus
from gateway.tests import office, stay_files
from gateway.tests.fixtures import Views
from gateway.views.catalogue import METADATA, VIEWS


async def test_a_row_of_each_view_comes_from_its_topic(views: Views) -> None:
    partner, student, call, event = (
        office.partner(new_id()),
        office.person(new_id()),
        office.call(new_id()),
        office.gathering(new_id()),
    )
    agreement = office.agreement(new_id(), partner.key)
    application = office.application(new_id(), call.key, student.key)
    stay = office.stay(new_id(), student.key)
    grant, budget = office.grant(new_id(), stay), office.budget(new_id())
    await views.take_in(
        partner,
        student,
        call,
        event,
        agreement,
        application,
        office.placement(new_id(), application, agreement),
        stay,
        stay_files.file(stay),
        stay_files.learning_agreement(stay),
        stay_files.coming(new_id(), student.key),
        bed := stay_files.bed(new_id()),
        stay_files.booking(stay, bed.key),
        grant,
        office.order(new_id(), grant),
        office.letter(new_id()),
        budget,
        office.spending_plan(new_id(), budget.key, grant.key),
        office.expense(new_id(), budget.key),
        office.expense_proposal(new_id(), event_id=event.key),
        office.payment_request(new_id(), budget.key, grant),
        office.payment_batch(new_id(), budget.key),
        office.statement_line(new_id()),
        office.registration(new_id(), event.key, student.key),
        office.posting(new_id(), grant.key),
        office.announcement(new_id()),
        office.opportunity(new_id()),
        office.interest(new_id(), student.key),
        office.reminder(new_id(), grant.key),
        office.visit(new_id(), partner.key),
        office.project(new_id(), (student.key,)),
        office.event_plan(event.key),
    )
    assert {table: len(rows) for table, rows in (await views.all_rows()).items()} == {
        view.table.name: 1 for view in VIEWS
    }


async def test_a_partners_new_name_reaches_every_row_that_shows_it(views: Views) -> None:
    partner, student = office.partner(new_id()), office.person(new_id())
    agreement = office.agreement(new_id(), partner.key)
    stay = office.stay(new_id(), student.key, agreement_id=agreement.key, partner_id=partner.key)
    await views.take_in(partner, agreement, student, stay)
    await views.take_in(office.partner(partner.key, version=2, name="Universität zu Köln"))
    (row,) = await views.rows("mobility_view")
    (agreed,) = await views.rows("agreement_view")
    assert row["partner"]["name"] == "Universität zu Köln"
    assert agreed["partner"]["name"] == "Universität zu Köln"


async def test_an_older_version_never_wins(views: Views) -> None:
    student = new_id()
    stay = office.stay(new_id(), student, version=3, status=MobilityStatus.COMPLETED)
    await views.take_in(stay)
    await views.take_in(office.stay(stay.key, student, version=2))
    (row,) = await views.rows("mobility_view")
    assert (row["version"], row["status"]) == (3, "completed")


async def test_within_one_batch_the_newest_version_wins(views: Views) -> None:
    stay = office.stay(new_id(), new_id())
    grant = office.grant(new_id(), stay, version=2, status=GrantStatus.SETTLED)
    await views.take_in(grant, stay, office.grant(grant.key, stay, version=1))
    (row,) = await views.rows("grant_view")
    assert row["status"] == "settled"


async def test_a_grant_that_comes_before_its_mobility_is_found_by_it(views: Views) -> None:
    stay = office.stay(new_id(), new_id())
    grant = office.grant(new_id(), stay)
    await views.take_in(grant)
    await views.take_in(stay)
    (row,) = await views.rows("mobility_view")
    assert (row["grant_id"], row["grant"]["id"]) == (grant.key, str(grant.key))


async def test_progress_is_noted_by_topic(views: Views) -> None:
    await views.take_in(office.partner(new_id()))
    async with views.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM topic_progress"))).all()
    assert [row.topic for row in rows] == ["agreements.partner.v1"]
    assert rows[0].sent_at is not None


async def test_the_migrations_make_what_the_code_names(views: Views) -> None:
    """A view's table and its migration are written in two places: they must not drift apart."""

    def drift(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        return list(compare_metadata(context, METADATA))

    async with views.engine.connect() as connection:
        assert await connection.run_sync(drift) == []


def _ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
    return kind != "table" or name in METADATA.tables


async def test_what_an_event_cost_is_shared_among_those_who_came(views: Views) -> None:
    """Whichever topic is ahead."""
    event = office.gathering(new_id(), attended=0)
    await views.take_in(office.event_plan(event.key), event)
    (before,) = await views.rows("event_plan_view")
    await views.take_in(office.gathering(event.key, version=2, registered=3, attended=3))
    (after,) = await views.rows("event_plan_view")
    total = {"currency": "EUR", "planned": "90.00", "actual": "100.00"}
    assert before["totals"] == [{**total, "per_participant": None}]
    assert after["totals"] == [{**total, "per_participant": "33.33"}]


async def test_a_volunteers_hours_are_summed_until_the_person_is_erased(views: Views) -> None:
    student = office.person(new_id())
    comes = [office.registration(new_id(), new_id(), student.key, hours=hours) for hours in (2, 0, None)]
    await views.take_in(*comes, student)
    (row,) = await views.rows("volunteer_view")
    assert (row["hours"], row["activities"]) == (2, 1)
    await views.take_in(office.registration(comes[1].key, new_id(), student.key, version=2, hours=3))
    (row,) = await views.rows("volunteer_view")
    assert (row["hours"], row["activities"]) == (5, 2)
    await views.take_in(office.erased(student.key, 2))
    assert await views.rows("volunteer_view") == []
