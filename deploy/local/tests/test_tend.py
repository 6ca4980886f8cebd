"""A service's own command, with the addresses of the run and not of the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chassis.consuming import parking
from chassis.consuming.record import Record
from chassis.database import create_engine
from conftest import NewDatabase
from deploy.local.failure import LocalFailure
from deploy.local.layout import Layout
from deploy.local.programs import WITH_DATABASE
from deploy.local.tend import settings_of, tend

ENDPOINTS = {
    "kafka": {"bootstrap_servers": "127.0.0.1:9"},
    "identity": {"issuer": "somebody", "audience": "kervan", "jwks": "jwks.json"},
}
ORDER = "019a0000-0000-7000-8000-000000000001"


def _run_with(home: Path, dsn: str) -> Layout:
    layout = Layout(home / ".run")
    layout.home.mkdir()
    layout.endpoints.write_text(json.dumps(ENDPOINTS | {"databases": {"finance": dsn}}))
    return layout


async def _park_something(dsn: str) -> None:
    engine = create_engine(dsn, pool_size=4)
    record = Record("finance.payment-results.v1", 0, 7, ORDER, ORDER.encode(), b"{}", ())
    async with engine.begin() as connection:
        await parking.park(connection, "finance.payment-results", record, "payment-order-unknown: none")
    await engine.dispose()


async def test_what_is_parked_in_this_run_is_listed(
    tmp_path: Path, new_database: NewDatabase, capfd: pytest.CaptureFixture[str]
) -> None:
    dsn = await new_database("services.finance")
    await _park_something(dsn)
    assert tend(_run_with(tmp_path, dsn), "finance", ("parked", "list")) == 0
    listed = capfd.readouterr().out
    assert ORDER in listed
    assert "payment-order-unknown" in listed


async def test_a_command_that_fails_fails_here_too(tmp_path: Path, new_database: NewDatabase) -> None:
    dsn = await new_database("services.finance")
    await _park_something(dsn)
    replayed = ("parked", "replay", "--group", "finance.payment-results")
    assert tend(_run_with(tmp_path, dsn), "finance", replayed) == 1


def test_a_kafka_named_in_the_shell_is_not_taken_for_the_run_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092")
    databases = {program.name: "postgresql://here" for program in WITH_DATABASE}
    for program in WITH_DATABASE:
        told = settings_of(program, ENDPOINTS | {"databases": databases})
        assert told["KERVAN_KAFKA_BOOTSTRAP"] == "127.0.0.1:9"


def test_before_anything_was_started_it_says_what_to_do_first(tmp_path: Path) -> None:
    with pytest.raises(LocalFailure, match="make up"):
        tend(Layout(tmp_path / ".run"), "finance", ("parked", "list"))


def test_an_unknown_service_is_told_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(LocalFailure, match="gateway, agreements, mobility, finance, events"):
        tend(Layout(tmp_path / ".run"), "finanse", ("parked", "list"))
