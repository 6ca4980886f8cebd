"""A pid is no identity: only what we started ourselves is ever signalled."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import Identity, last_lines, recall, remember, spawn, stop, wait_until

SLEEPS = "import time; time.sleep(60)"
IGNORES_TERM = (
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Identity]:
    identity = spawn([sys.executable, "-c", SLEEPS], log=tmp_path / "sleeper.log")
    yield identity
    if process := identity.process():
        stop([process], 5)


def test_a_running_process_is_recognised_by_pid_and_birth(tmp_path: Path, sleeper: Identity) -> None:
    remember(tmp_path / "sleeper.json", sleeper)
    remembered = recall(tmp_path / "sleeper.json")
    assert remembered == sleeper
    assert remembered.process() is not None


def test_somebody_else_with_our_old_pid_is_not_ours(sleeper: Identity) -> None:
    older = replace(sleeper, born=sleeper.born - 3600)
    assert older.process() is None


def test_an_ended_process_that_nobody_collected_is_not_running(tmp_path: Path) -> None:
    identity = spawn([sys.executable, "-c", ""], log=tmp_path / "ended.log")
    zombie = psutil.Process(identity.pid)
    assert wait_until(lambda: zombie.status() == psutil.STATUS_ZOMBIE, 10)
    assert identity.process() is None
    os.waitpid(identity.pid, 0)


def test_a_half_written_record_means_nobody(tmp_path: Path) -> None:
    (tmp_path / "half.json").write_text('{"pid": 1')
    assert recall(tmp_path / "half.json") is None


def test_one_that_ignores_the_signal_is_killed_and_named(tmp_path: Path) -> None:
    log = tmp_path / "deaf.log"
    identity = spawn([sys.executable, "-c", IGNORES_TERM], log=log)
    assert wait_until(lambda: last_lines(log) == "deaf", 10)
    killed = stop([psutil.Process(identity.pid)], patience_seconds=0.2)
    assert [process.pid for process in killed] == [identity.pid]
    assert identity.process() is None
