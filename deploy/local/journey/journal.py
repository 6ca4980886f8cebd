"""What the journey has found out so far, kept between runs."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.local.layout import write_private

Facts = dict[str, Any]


class Journal:
    """Chapters already walked with their facts, and the run's own id and first day.

    The id makes idempotency keys, the day makes dates: a step that is repeated sends the very same request.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._pages: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        if "run" not in self._pages:
            self.write("run", {"id": secrets.token_hex(6), "began": datetime.now(UTC).isoformat()})

    def page(self, name: str) -> Facts | None:
        found: Facts | None = self._pages.get(name)
        return found

    def write(self, name: str, facts: Facts) -> None:
        self._pages[name] = facts
        write_private(self._file, json.dumps(self._pages, indent=1))

    @property
    def began(self) -> datetime:
        return datetime.fromisoformat(self._pages["run"]["began"])

    def key(self, step: str) -> str:
        """The idempotency key of a step of this run."""
        return f"journey-{self._pages['run']['id']}-{step}"
