"""The whole system, started, killed and started again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import psutil
import pytest
from rich.console import Console

from deploy.local import run
from deploy.local.health import READY_SECONDS_MAX, is_ready
from deploy.local.layout import Layout
from deploy.local.processes import Identity, kill, recall
from deploy.local.programs import PROGRAMS
from deploy.local.site import Site
from deploy.local.throwaway import folder

pytestmark = pytest.mark.timeout(300)
CONSOLE = Console(quiet=True)


@pytest.fixture(scope="module")
def layout() -> Iterator[Layout]:
    """With a Kafka of its own: the groups here have the real names, other tests' events are not for them."""
    with pytest.MonkeyPatch.context() as environment, folder("run") as home:
        environment.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
        made = Layout(home / ".run")
        yield made
        run.down(CONSOLE, made)


def test_started_again_after_kill_9_of_everything_it_is_ready_at_the_same_addresses(layout: Layout) -> None:
    kill(_running(run.up(CONSOLE, layout)))
    before = json.loads(layout.endpoints.read_text())
    site = run.up(CONSOLE, layout)
    for program in PROGRAMS:
        if program.usual_port:
            _await_ready(site.url(program))
    assert json.loads(layout.endpoints.read_text())["services"] == before["services"]


def test_started_twice_it_keeps_what_runs(layout: Layout) -> None:
    run.up(CONSOLE, layout)
    before = _identities(layout)
    run.up(CONSOLE, layout)
    assert _identities(layout) == before


def test_stopped_it_leaves_nothing_running_and_its_data_behind(layout: Layout) -> None:
    site = run.up(CONSOLE, layout)
    run.down(CONSOLE, layout)
    assert _running(site) == []
    assert (layout.postgres / "PG_VERSION").exists()


def _await_ready(url: str) -> None:
    """An answer may take longer than it waits for one while the cores are busy."""
    deadline = time.monotonic() + READY_SECONDS_MAX
    while not is_ready(url):
        assert time.monotonic() < deadline, url
        time.sleep(0.1)


def _identities(layout: Layout) -> list[Identity | None]:
    return [recall(layout.process(program.name)) for program in PROGRAMS]


def _running(site: Site) -> list[psutil.Process]:
    programs = [identity.process() for identity in _identities(site.layout) if identity]
    return [one for one in (*programs, site.postgres.process(), site.broker.process()) if one]
