"""Why the local run could not go on, in both languages, with what to do next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)  # not frozen: raising sets its traceback
class LocalFailure(Exception):
    """Stops the command; ``detail`` is evidence, usually the end of a log."""

    tr: str
    en: str
    next_tr: str
    next_en: str
    detail: str = ""

    def __str__(self) -> str:
        parts = (self.en, self.detail, self.next_en)
        return "\n".join(part for part in parts if part)
