"""The schedule is a pure function of seed and seconds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from deploy.local.layout import CHECKOUT
from tests.chaos.faults import HARMS
from tests.chaos.schedule import Kind, schedule

SEEDS = range(30)


def test_the_same_seed_makes_the_same_schedule_in_any_process() -> None:
    """Also where strings hash otherwise: nothing may depend on a set's order."""
    printed = {_dry(hash_seed) for hash_seed in ("1", "2", "3")}
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == len(schedule(7, 60))


def _dry(hash_seed: str) -> str:
    command = [sys.executable, "-m", "tests.chaos", "--dry", "--seconds", "60", "--seed", "7"]
    done = subprocess.run(
        command, env={"PYTHONHASHSEED": hash_seed}, cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_another_seed_makes_another_schedule() -> None:
    assert len({schedule(seed, 60) for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_minutes_have_every_kind_of_harm_in_the_order_of_their_times(seed: int) -> None:
    faults = schedule(seed, 120)
    assert {fault.kind for fault in faults} == set(Kind)
    assert [fault.at for fault in faults] == sorted(fault.at for fault in faults)
    assert faults[-1].at < 120


def test_each_kind_has_its_harm() -> None:
    assert set(HARMS) == set(Kind)
