"""The next version of the drill fits the present tree, and adds by the rules."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.upgrade.version import next_version, require_additions_only


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next_version(tmp_path_factory.mktemp("next"))


def test_the_next_version_only_adds_to_what_was_promised(tree: Path) -> None:
    require_additions_only(tree)
    told = (tree / "contracts" / "schemas" / "kervan.events.event-scheduled.v1.json").read_text()
    assert '"language"' in told


@pytest.mark.parametrize("service", ["events", "mobility"])
def test_its_migrations_stand_after_those_that_are_there(tree: Path, service: str) -> None:
    [added] = (tree / "services" / service / "migrations" / "versions").glob("next_*.py")
    assert "newest there is" not in added.read_text()


def test_a_change_that_breaks_readers_is_no_addition(tree: Path) -> None:
    contract = tree / "contracts" / "events.py"
    before = contract.read_text()
    contract.write_text(before.replace("language: str | None = Field(default=None", "language: str = Field("))
    try:
        with pytest.raises(subprocess.CalledProcessError):
            require_additions_only(tree)
    finally:
        contract.write_text(before)
