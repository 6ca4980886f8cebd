"""The runbook's pages: what each section says, and the commands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from deploy.local.layout import CHECKOUT

FOLDER = CHECKOUT / "docs" / "runbook"
SECTIONS = ("Symptom", "Cause", "Command", "Over")
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``sections`` by heading, in the page's order."""

    name: str
    sections: dict[str, str]

    def commands(self, section: str) -> str:
        """What the section's fenced blocks tell to type. Raises LookupError when they tell nothing."""
        blocks = BLOCK.findall(self.sections[section])
        if not blocks:
            raise LookupError(f"{self.name}: nothing to type under {section}")
        return "\n".join(blocks)


def page(name: str) -> Page:
    """``page("broker-away")`` is ``docs/runbook/broker-away.md``."""
    _, *parts = re.split(r"^## (.+)$", (FOLDER / f"{name}.md").read_text(), flags=re.MULTILINE)
    return Page(name, dict(zip(parts[::2], parts[1::2], strict=True)))


def names() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.md") if file.stem != "README")


def drill_of(name: str) -> Path:
    """The test that runs a page's commands."""
    return Path(__file__).with_name(f"test_{name.replace('-', '_')}.py")
