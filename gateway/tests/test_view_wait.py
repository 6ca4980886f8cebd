"""Mutations wait for views that move, and leave their places to readers when views stand still."""

from __future__ import annotations

from gateway.reading.view_wait import SECONDS_MIN, ViewWait


def test_views_that_stand_still_are_hardly_waited_for() -> None:
    wait = ViewWait(2.0)
    for _ in range(10):
        wait.ended(arrived=False)
    assert wait.seconds == SECONDS_MIN


def test_the_first_arrival_makes_it_the_whole_time_again() -> None:
    wait = ViewWait(2.0)
    wait.ended(arrived=False)
    assert wait.seconds == 1.0
    wait.ended(arrived=True)
    assert wait.seconds == 2.0


def test_who_is_told_not_to_wait_does_not() -> None:
    wait = ViewWait(0)
    wait.ended(arrived=False)
    assert wait.seconds == 0
