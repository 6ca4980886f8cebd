"""Asking the processes themselves: are they ready, and how far behind are they."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.failure import LocalFailure
from deploy.local.processes import Identity, last_lines

READY_SECONDS_MAX = 60
ANSWER_SECONDS_MAX = 2
UNREACHABLE = (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError)


def is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=ANSWER_SECONDS_MAX) as answer:  # noqa: S310
            return bool(answer.status == http.client.OK)
    except UNREACHABLE:
        return False


def status_of(url: str) -> dict[str, Any]:
    """A process's own ``GET /status``; empty when it does not answer."""
    try:
        with urllib.request.urlopen(f"{url}/status", timeout=ANSWER_SECONDS_MAX) as answer:  # noqa: S310
            found: dict[str, Any] = json.load(answer)
            return found
    except (*UNREACHABLE, json.JSONDecodeError):
        return {}


@dataclass(frozen=True, slots=True)
class Awaited:
    """A process that is starting; one without a ``url`` serves nobody and is ready while it lives."""

    name: str
    identity: Identity
    log: Path
    url: str | None

    def ready(self) -> bool:
        """Raises: LocalFailure when it has ended."""
        if self.identity.process() is None:
            raise _ended(self)
        return self.url is None or is_ready(self.url)


def wait_for_all(starting: Sequence[Awaited], tell: Callable[[str], None]) -> None:
    """Until every one is ready; ``tell`` hears who is still awaited.

    Raises: LocalFailure as soon as one has ended, or when the time is up.
    """
    deadline = time.monotonic() + READY_SECONDS_MAX
    while waiting := [awaited for awaited in starting if not awaited.ready()]:
        if time.monotonic() > deadline:
            raise _not_ready(waiting[0])
        tell(", ".join(awaited.name for awaited in waiting))
        time.sleep(0.1)


def _ended(awaited: Awaited) -> LocalFailure:
    return LocalFailure(
        tr=f"{awaited.name} başlarken sonlandı.",
        en=f"{awaited.name} ended while starting.",
        next_tr=f"Günlük: {awaited.log}. Nedeni giderin, `make demo` sürdürür; FRESH=1 baştan kurar.",
        next_en=f"Its log is {awaited.log}. Mend it, `make demo` goes on; FRESH=1 begins anew.",
        detail=last_lines(awaited.log),
    )


def _not_ready(awaited: Awaited) -> LocalFailure:
    return LocalFailure(
        tr=f"{awaited.name} {READY_SECONDS_MAX} saniyede hazır olmadı.",
        en=f"{awaited.name} was not ready within {READY_SECONDS_MAX} seconds.",
        next_tr=f"Günlük: {awaited.log}. `make status` durumu gösterir, `make demo` sürdürür.",
        next_en=f"Its log is {awaited.log}. `make status` shows how things are, `make demo` goes on.",
        detail=last_lines(awaited.log),
    )
