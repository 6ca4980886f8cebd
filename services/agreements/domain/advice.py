"""What the office should know although nothing refuses: recommended levels, a charter that ends early."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.refusal import LocalizedText


@dataclass(frozen=True, slots=True)
class Advice:
    """A warning. ``code`` is stable; ``field`` is the path of the input it is about."""

    code: str
    message: LocalizedText
    field: str | None = None
