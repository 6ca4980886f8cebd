"""Every page of the runbook is whole, found from docs/operations.md, and drilled."""

from __future__ import annotations

import pytest

from deploy.local.layout import CHECKOUT
from tests.drills.pages import SECTIONS, drill_of, names, page

OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text()


@pytest.mark.parametrize("name", names())
def test_a_page_is_whole_and_its_commands_are_run_by_its_drill(name: str) -> None:
    found = page(name)
    assert [section for section in SECTIONS if not found.sections.get(section, "").strip()] == []
    assert found.commands("Command")
    assert f'page("{name}")' in drill_of(name).read_text() or f'"{name}"' in drill_of(name).read_text()
    assert f"runbook/{name}.md" in OPERATIONS


def test_every_drill_has_a_page() -> None:
    drills = [file for file in drill_of("x").parent.glob("test_*.py") if file.name != "test_pages.py"]
    assert {drill_of(name) for name in names()} == set(drills)
