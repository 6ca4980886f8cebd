"""A program that is started through the launcher sees a clock that a file sets."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.local.layout import CHECKOUT
from tests.chaos import launch

TELLS_THE_TIME = """
import sys
from chassis.kafka import log  # whatever is imported later has the stepped clock
from chassis.identity.issuer import utc_now
print(utc_now().isoformat(), *sys.argv[1:])
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "teller.py").write_text(TELLS_THE_TIME)
    return tmp_path


def _run(folder: Path, **told: str) -> list[str]:
    command = [sys.executable, "-m", "tests.chaos.launch", "teller", "all"]
    environment = {"PYTHONPATH": str(folder)} | told
    done = subprocess.run(command, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_step_of_an_hour_is_seen_by_every_module(program: Path) -> None:
    clock = program / "clock"
    clock.write_text("3600")
    told, *arguments = _run(program, **{launch.CLOCK_FILE: str(clock)})
    ahead = datetime.fromisoformat(told) - datetime.now(UTC)
    assert timedelta(minutes=50) < ahead <= timedelta(hours=1)
    assert arguments == ["all"]


def test_the_clock_jumps_back_when_the_file_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "LOOKS_EVERY_SECONDS", 0.0)
    file = tmp_path / "clock"
    file.write_text("-600")
    now = launch.stepped_clock(file)
    assert now() < datetime.now(UTC) - timedelta(minutes=9)
    file.unlink()
    assert now() > datetime.now(UTC) - timedelta(minutes=1)
