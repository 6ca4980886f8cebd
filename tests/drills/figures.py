"""What a drill measured, as the line that `make drills` prints."""

from __future__ import annotations

from dataclasses import dataclass, field

NAME_WIDTH = 24


@dataclass
class Figures:
    """``facts`` in the order in which they were measured: ``longest wait 2.1 s``."""

    drill: str
    facts: list[str] = field(default_factory=list)

    def add(self, *facts: str) -> None:
        self.facts += facts

    def line(self) -> str:
        return f"{self.drill:<{NAME_WIDTH}} {' · '.join(self.facts)}"
