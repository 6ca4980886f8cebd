"""An announcement's way, by the office and by the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.vocabulary import AnnouncementStatus as Status
from contracts.vocabulary import Audience
from services.events.domain.announcement import (
    AnnouncementEndsBeforeItIsOut,
    AnnouncementIsNoDraft,
    AnnouncementIsOut,
    AnnouncementIsOver,
    AnnouncementIsWithdrawn,
    Occasion,
    OccasionEndsBeforeItBegins,
    draft,
    edit,
    move_on,
    schedule,
    withdraw,
)
from services.events.tests.builders import NOW, an_announcement, contents

HOUR = timedelta(hours=1)


def test_it_waits_for_its_time() -> None:
    scheduled = schedule(an_announcement(publish_at=NOW + HOUR), NOW)
    assert (scheduled.status, scheduled.published_at) == (Status.SCHEDULED, None)
    assert move_on(scheduled, NOW + HOUR - timedelta(microseconds=1)) is None
    out = move_on(scheduled, NOW + HOUR)
    assert out is not None
    assert (out.status, out.published_at, out.version) == (Status.PUBLISHED, NOW + HOUR, 3)


def test_one_whose_time_has_come_is_out_at_once() -> None:
    out = schedule(an_announcement(publish_at=NOW), NOW)
    assert (out.status, out.published_at) == (Status.PUBLISHED, NOW)


def test_the_clock_withdraws_it() -> None:
    out = schedule(an_announcement(publish_at=NOW, until=NOW + HOUR), NOW)
    assert move_on(out, NOW + HOUR - timedelta(microseconds=1)) is None
    over = move_on(out, NOW + HOUR)
    assert over is not None
    assert (over.status, over.was_public) == (Status.WITHDRAWN, True)


def test_one_whose_whole_time_passed_while_nobody_looked_never_comes_out() -> None:
    scheduled = schedule(an_announcement(publish_at=NOW + HOUR, until=NOW + 2 * HOUR), NOW)
    over = move_on(scheduled, NOW + 3 * HOUR)
    assert over is not None
    assert (over.status, over.published_at, over.was_public) == (Status.WITHDRAWN, None, False)


def test_nothing_is_due_of_a_draft_or_of_what_was_withdrawn() -> None:
    drafted = an_announcement(publish_at=NOW, until=NOW + HOUR)
    assert move_on(drafted, NOW + 2 * HOUR) is None
    assert move_on(withdraw(drafted, NOW), NOW + 2 * HOUR) is None


def test_an_edited_one_is_a_draft_again() -> None:
    scheduled = schedule(an_announcement(publish_at=NOW + HOUR), NOW)
    assert edit(scheduled, contents(publish_at=NOW), NOW).status is Status.DRAFTED


def test_what_is_out_is_corrected_where_it_stands() -> None:
    out = schedule(an_announcement(publish_at=NOW), NOW)
    corrected = edit(out, replace(out.content, audience=Audience.STAFF), NOW + HOUR)
    assert (corrected.status, corrected.published_at) == (Status.PUBLISHED, NOW)
    assert (corrected.changed_at, corrected.is_public) == (NOW + HOUR, False)


def test_what_is_out_cannot_come_out_at_another_time() -> None:
    out = schedule(an_announcement(publish_at=NOW), NOW)
    with pytest.raises(AnnouncementIsOut) as refused:
        edit(out, contents(publish_at=NOW + HOUR), NOW)
    assert refused.value.field == "publish_at"


def test_nothing_is_scheduled_twice_or_after_its_end() -> None:
    out = schedule(an_announcement(publish_at=NOW), NOW)
    with pytest.raises(AnnouncementIsNoDraft):
        schedule(out, NOW)
    with pytest.raises(AnnouncementIsOver):
        schedule(an_announcement(publish_at=NOW - HOUR, until=NOW), NOW)


def test_what_was_withdrawn_stays_withdrawn() -> None:
    gone = withdraw(an_announcement(), NOW)
    with pytest.raises(AnnouncementIsWithdrawn):
        schedule(gone, NOW)
    with pytest.raises(AnnouncementIsWithdrawn):
        withdraw(gone, NOW)
    with pytest.raises(AnnouncementIsWithdrawn):
        edit(gone, contents(), NOW)


def test_times_that_cannot_be_are_refused() -> None:
    with pytest.raises(AnnouncementEndsBeforeItIsOut):
        draft(an_announcement().id, contents(publish_at=NOW, until=NOW), NOW)
    with pytest.raises(OccasionEndsBeforeItBegins):
        draft(an_announcement().id, contents(occasion=Occasion(NOW, NOW, "A hall")), NOW)
