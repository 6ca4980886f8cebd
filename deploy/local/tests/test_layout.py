"""Two commands at once, and secrets of a run."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from deploy.local.failure import LocalFailure
from deploy.local.layout import Layout


def test_a_second_command_is_refused_while_one_is_at_work(tmp_path: Path) -> None:
    with Layout(tmp_path / ".run").one_at_a_time():  # noqa: SIM117  the second one is the subject
        with pytest.raises(LocalFailure, match="Wait for it to end"):
            with Layout(tmp_path / ".run").one_at_a_time():
                pass


def test_the_next_command_may_go_on_when_the_first_ended(tmp_path: Path) -> None:
    with Layout(tmp_path / ".run").one_at_a_time():
        pass
    with Layout(tmp_path / ".run").one_at_a_time():
        pass


def test_a_password_is_drawn_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    layout = Layout(tmp_path / ".run")
    assert layout.password("kervan_events") == Layout(tmp_path / ".run").password("kervan_events")
    mode = (layout.home / "passwords.json").stat().st_mode
    assert stat.S_IMODE(mode) == stat.S_IRUSR | stat.S_IWUSR
