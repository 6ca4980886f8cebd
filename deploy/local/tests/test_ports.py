"""Addresses stay the same between runs, and nobody is pushed from a port they have."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.ports import STEP, Ports, free_ports, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield somebody.getsockname()[1]


def test_a_port_somebody_has_is_stepped_around(tmp_path: Path, taken: int) -> None:
    chosen = Ports(tmp_path / "ports.json").choose("gateway", taken)
    assert chosen != taken
    assert is_free(chosen)


def test_stepping_around_never_lands_on_a_sibling(tmp_path: Path, taken: int) -> None:
    chosen = Ports(tmp_path / "ports.json").choose("gateway", taken)
    assert (chosen - taken) % STEP == 0


def test_a_chosen_port_is_remembered_by_the_next_run(tmp_path: Path, taken: int) -> None:
    first = Ports(tmp_path / "ports.json").choose("gateway", taken)
    assert Ports(tmp_path / "ports.json").choose("gateway", free_ports(1)[0]) == first


def test_our_own_running_process_keeps_its_port(tmp_path: Path, taken: int) -> None:
    assert Ports(tmp_path / "ports.json").choose("gateway", taken, already_ours=True) == taken


def test_a_remembered_port_taken_meanwhile_is_left_to_its_taker(tmp_path: Path, taken: int) -> None:
    Ports(tmp_path / "ports.json").choose("gateway", taken, already_ours=True)
    assert Ports(tmp_path / "ports.json").choose("gateway", taken) != taken
