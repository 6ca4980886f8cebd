"""The change log: in order, without holes, bounded, and silent about what it is not asked."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from contracts.mobility import MobilityPlanned
from contracts.vocabulary import CallStatus
from gateway.reading.change_log import ChangeCursorInvalid, ChangeLog, Clock, CursorTooOld, Noted
from gateway.tests import office
from gateway.tests.fixtures import Views, received
from gateway.views.changes import FORGET_EVERY, KEPT_MAX, begin_anew
from gateway.views.projection import keep_views

WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest.fixture
def change_log(views: Views) -> ChangeLog:
    return ChangeLog(views.engine)


async def noted_since(change_log: ChangeLog, position: int) -> list[Noted]:
    return await change_log.next(position, 10_000)


async def test_each_change_has_the_next_position(change_log: ChangeLog, views: Views) -> None:
    before = (await change_log.clock()).newest
    stays = [office.stay(new_id(), new_id()) for _ in range(3)]
    await views.take_in(stays[0])
    await views.take_in(stays[1], stays[2])
    noted = await noted_since(change_log, before)
    assert [change.position - before for change in noted] == [1, 2, 3]
    assert {change.id for change in noted} == {stay.key for stay in stays}


async def test_a_stale_or_repeated_event_is_no_change(change_log: ChangeLog, views: Views) -> None:
    stay = office.stay(new_id(), new_id(), version=2)
    await views.take_in(stay)
    before = (await change_log.clock()).newest
    await views.take_in(stay, office.stay(stay.key, stay.state.person_id, version=1))
    assert (await change_log.clock()).newest == before


async def test_a_batch_that_is_rolled_back_leaves_no_hole(change_log: ChangeLog, views: Views) -> None:
    before = (await change_log.clock()).newest
    with suppress(ZeroDivisionError):
        async with views.engine.begin() as connection:
            await keep_views(connection, [received(office.stay(new_id(), new_id()))])
            raise ZeroDivisionError
    await views.take_in(office.stay(new_id(), new_id()))
    assert [change.position for change in await noted_since(change_log, before)] == [before + 1]


async def test_a_later_writer_waits_until_the_earlier_is_visible(change_log: ChangeLog, views: Views) -> None:
    before = (await change_log.clock()).newest
    first, second = office.stay(new_id(), new_id()), office.stay(new_id(), new_id())
    async with views.engine.begin() as connection:
        await keep_views(connection, [received(first)])
        later = asyncio.create_task(views.take_in(second))
        await _until_somebody_waits(views)
        assert await noted_since(change_log, before) == []
    await later
    assert [change.id for change in await noted_since(change_log, before)] == [first.key, second.key]


async def _until_somebody_waits(views: Views) -> None:
    async with asyncio.timeout(10), views.engine.connect() as connection:
        while not (await connection.execute(WAITING)).scalar():  # noqa: ASYNC110  the database has no bell
            await asyncio.sleep(0.01)


async def test_whoever_follows_the_log_passes_nothing_over(change_log: ChangeLog, views: Views) -> None:
    """Writers side by side, a reader that only ever asks for what is behind its last position."""
    position = (await change_log.clock()).newest
    stays = [office.stay(new_id(), new_id()) for _ in range(60)]
    writing = asyncio.gather(*(_write(views, stays[part::6]) for part in range(6)))
    heard: list[Noted] = []
    while not writing.done() or len(heard) < len(stays):
        noted = await noted_since(change_log, position)
        heard += noted
        position = noted[-1].position if noted else position
        await asyncio.sleep(0)
    await writing
    assert {change.id for change in heard} == {stay.key for stay in stays}


async def _write(views: Views, stays: list[MobilityPlanned]) -> None:
    for stay in stays:
        await views.take_in(stay)


async def test_old_rows_go_by_age_and_by_number(change_log: ChangeLog, views: Views) -> None:
    await _fill(views, "clock_timestamp() - interval '25 hours'", 10)
    await _fill(views, "clock_timestamp()", 5)
    kept_from = (await change_log.clock()).newest - 5
    await _fill(views, "clock_timestamp()", FORGET_EVERY - (kept_from + 5) % FORGET_EVERY - 1)
    await views.take_in(office.stay(new_id(), new_id()))
    assert (await change_log.clock()).forgotten == kept_from
    await _fill(views, "clock_timestamp()", KEPT_MAX + FORGET_EVERY - 1)
    await views.take_in(office.stay(new_id(), new_id()))
    clock = await change_log.clock()
    assert clock.forgotten == clock.newest - KEPT_MAX


async def _fill(views: Views, at: str, count: int) -> None:
    async with views.engine.begin() as connection:
        newest = (await connection.execute(text("SELECT newest FROM change_clock"))).scalar_one()
        await connection.execute(
            text(
                "INSERT INTO changes (position, type, aggregate_id, version, at) "
                f"SELECT n, 'Mobility', gen_random_uuid(), 1, {at} "
                f"FROM generate_series({newest + 1}, {newest + count}) n"
            )
        )
        await connection.execute(text(f"UPDATE change_clock SET newest = {newest + count}"))


async def test_what_is_forgotten_is_never_passed_over_in_silence(change_log: ChangeLog, views: Views) -> None:
    before = (await change_log.clock()).newest
    await views.take_in(office.stay(new_id(), new_id()))
    async with views.engine.begin() as connection:
        await begin_anew(connection)
    await views.take_in(office.stay(new_id(), new_id()))
    newest = (await change_log.clock()).newest
    with pytest.raises(CursorTooOld):
        await change_log.next(before, 100)
    with pytest.raises(CursorTooOld):
        await change_log.missed(before, newest, {"Mobility"})


async def test_a_cursor_tells_nothing_and_cannot_be_made(change_log: ChangeLog, views: Views) -> None:
    clock = await change_log.clock()
    once, again = clock.seal(clock.newest), clock.seal(clock.newest)
    assert once != again
    assert clock.open(once) == clock.open(again) == clock.newest
    other = Clock(clock.newest, 0, bytes(32))
    for forged in ("", "7", once[:-2], other.seal(clock.newest), once.upper()):
        with pytest.raises(ChangeCursorInvalid):
            clock.open(forged)


async def test_a_cursor_of_another_time_is_too_old(change_log: ChangeLog, views: Views) -> None:
    clock = await change_log.clock()
    with pytest.raises(CursorTooOld):
        clock.open(clock.seal(clock.newest + 1))
    with pytest.raises(CursorTooOld):
        Clock(9, 5, clock.key).open(clock.seal(4))


async def test_an_application_changes_when_its_call_is_published_not_when_it_is_renamed(
    change_log: ChangeLog, views: Views
) -> None:
    call = office.call(new_id(), status=CallStatus.RANKED)
    application = office.application(new_id(), call.key, new_id())
    await views.take_in(call, application)
    before = (await change_log.clock()).newest
    await views.take_in(office.call(call.key, 2, status=CallStatus.RANKED, title=office.both("renamed")))
    assert (await change_log.clock()).newest == before
    await views.take_in(office.call(call.key, 3, status=CallStatus.PUBLISHED))
    (noted,) = await noted_since(change_log, before)
    assert (noted.type, noted.id) == ("Application", application.key)


async def test_an_erasure_reaches_all_that_showed_the_person(change_log: ChangeLog, views: Views) -> None:
    person, call = office.person(new_id()), office.call(new_id())
    stay = office.stay(new_id(), person.key)
    grant = office.grant(new_id(), stay)
    order, application = office.order(new_id(), grant), office.application(new_id(), call.key, person.key)
    await views.take_in(person, call, stay, grant, order, application)
    before = (await change_log.clock()).newest
    await views.take_in(office.erased(person.key, 2))
    noted = {(change.type, change.id) for change in await noted_since(change_log, before)}
    assert noted == {
        ("Mobility", stay.key),
        ("Grant", grant.key),
        ("PaymentOrder", order.key),
        ("Application", application.key),
    }


async def test_what_is_shown_beside_an_object_is_not_its_change(change_log: ChangeLog, views: Views) -> None:
    """A message would tell of a draft agreement to a student who may not see drafts."""
    partner, agreement = office.partner(new_id()), office.agreement(new_id(), new_id())
    await views.take_in(partner, agreement, office.stay(new_id(), new_id(), agreement_id=agreement.key))
    before = (await change_log.clock()).newest
    await views.take_in(office.agreement(agreement.key, partner.key, 2), office.partner(partner.key, 2))
    assert (await change_log.clock()).newest == before
