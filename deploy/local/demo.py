"""``make demo``: everything is running; walk the journey and tell it."""

from __future__ import annotations

import asyncio
import time

from rich.console import Console

from deploy.local.failure import LocalFailure
from deploy.local.journey.clients import JourneyStopped
from deploy.local.journey.stage import Place
from deploy.local.journey.walk import walk


def main(place: Place, console: Console) -> None:
    """Raises: LocalFailure when the journey stopped; what runs goes on running."""
    started = time.monotonic()
    try:
        asyncio.run(walk(place, console))
    except JourneyStopped as stopped:
        raise LocalFailure(
            tr="Yolculuk yarıda kaldı; sistem çalışmaya devam ediyor.",
            en="The journey stopped half way; everything goes on running.",
            next_tr="`make status` günlükleri gösterir; `make demo` kaldığı yerden sürdürür.",
            next_en="`make status` shows where the logs are; `make demo` goes on from here.",
            detail=str(stopped),
        ) from stopped
    console.print(f"[dim]walked in {time.monotonic() - started:.0f} s[/]")
