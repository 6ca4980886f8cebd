"""Asking the processes themselves: are they ready, and how far behind are they."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
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


def wait_for_all(starting: dict[str, tuple[Identity, str, Path]], tell: Callable[[list[str]], None]) -> None:
    """Until every process (identity, url, log) is ready; ``tell`` hears who is still awaited.

    Raises: LocalFailure as soon as one has ended, or when the time is up.
    """
    deadline = time.monotonic() + READY_SECONDS_MAX
    waiting = dict(starting)
    while waiting:
        for name, (identity, url, log) in tuple(waiting.items()):
            if is_ready(url):
                del waiting[name]
            elif identity.process() is None:
                raise _ended(name, log)
            elif time.monotonic() > deadline:
                raise _not_ready(name, log)
        tell(sorted(waiting))
        time.sleep(0.1)


def _ended(name: str, log: Path) -> LocalFailure:
    return LocalFailure(
        tr=f"{name} başlarken sonlandı.",
        en=f"{name} ended while starting.",
        next_tr=f"Günlük: {log}. Nedeni giderip `make demo` ile sürdürün; `make demo FRESH=1` baştan kurar.",
        next_en=f"Its log is {log}. Mend it and go on with `make demo`; `make demo FRESH=1` begins anew.",
        detail=last_lines(log),
    )


def _not_ready(name: str, log: Path) -> LocalFailure:
    return LocalFailure(
        tr=f"{name} {READY_SECONDS_MAX} saniyede hazır olmadı.",
        en=f"{name} was not ready within {READY_SECONDS_MAX} seconds.",
        next_tr=f"Günlük: {log}. `make status` durumu gösterir, `make demo` sürdürür.",
        next_en=f"Its log is {log}. `make status` shows how things are, `make demo` goes on.",
        detail=last_lines(log),
    )
