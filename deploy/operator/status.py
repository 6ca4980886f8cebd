"""`kervan status`: every process by its own account, and how far the gateway's views have come."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import asyncpg
from rich.console import Console
from rich.table import Table

from deploy.local.health import is_ready, status_of
from deploy.operator.site import Site

VIEWS = "gateway.views"
PROGRESS = "SELECT topic, applied_at, sent_at FROM topic_progress ORDER BY topic"


@dataclass(frozen=True)
class Account:
    """What one process says of itself; an empty ``report`` when it does not answer."""

    name: str
    ready: bool
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def groups(self) -> list[dict[str, Any]]:
        return list(self.report.get("groups", ()))


def accounts(site: Site) -> list[Account]:
    with ThreadPoolExecutor() as at_once:
        return list(
            at_once.map(lambda way: Account(way[0], is_ready(way[1]), status_of(way[1])), site.urls.items())
        )


def show(console: Console, site: Site) -> bool:
    """Print everything; whether every process is ready."""
    found = accounts(site)
    console.print(_processes(found))
    show_lag(console, found)
    if (waiting := erasures(found, datetime.now(UTC))) is not None:
        console.print(waiting)
    console.print(_views(asyncio.run(_progress(site.databases["gateway"])), staleness(found)))
    return all(account.ready for account in found)


def show_lag(console: Console, found: list[Account]) -> None:
    table = Table(
        "group · grup",
        "lag · geride",
        "waits · bekliyor (s)",
        "parked · bekleyen",
        "state · durum",
        title="Consumers · Tüketiciler",
    )
    for group in (group for account in found for group in account.groups):
        healthy = "ok · iyi" if group["healthy"] else "[red]stuck · takıldı[/]"
        lag = "–" if group["lag"] is None else str(group["lag"])
        parked = f"[red]{group['parked']}[/]" if group["parked"] else "0"
        table.add_row(group["group"], lag, _seconds(group.get("lag_seconds")), parked, healthy)
    console.print(table)


def staleness(found: list[Account]) -> float | None:
    """How long the oldest change has waited that the gateway does not show; None while it is not known."""
    waits = [g.get("lag_seconds") for account in found for g in account.groups if g["group"] == VIEWS]
    return waits[0] if waits else None


def _seconds(waits: float | None) -> str:
    return "–" if waits is None else f"{waits:.1f}"


def erasures(found: list[Account], now: datetime) -> Table | None:
    """Of each group the oldest that is set aside; None where there is none."""
    waiting = [erasure for account in found for erasure in account.report.get("erasures", ())]
    if not waiting:
        return None
    table = Table(
        "group · grup",
        "waits since · bekliyor (UTC)",
        "days left · kalan gün",
        title="Erasures not confirmed · Onaylanmamış silmeler",
    )
    for erasure in waiting:
        since, due = (datetime.fromisoformat(erasure[name]).astimezone(UTC) for name in ("since", "due"))
        table.add_row(erasure["group"], f"{since:%F %T}", f"[red]{(due - now).days}[/]")
    return table


def _processes(found: list[Account]) -> Table:
    table = Table(
        "process · süreç",
        "state · durum",
        "outbox · giden kutusu",
        "oldest · en eski (s)",
        title="Processes · Süreçler",
    )
    for account in found:
        outbox = account.report.get("outbox") or {}
        state = "ready · hazır" if account.ready else "[red]not ready · hazır değil[/]"
        age = f"{outbox.get('oldest_seconds') or 0:.1f}" if outbox else "–"
        table.add_row(account.name, state, str(outbox.get("depth", "–")), age)
    return table


async def _progress(dsn: str) -> list[tuple[str, datetime, datetime | None]]:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        return [tuple(row) for row in await connection.fetch(PROGRESS)]
    finally:
        await connection.close()


def _views(progress: list[tuple[str, datetime, datetime | None]], stale: float | None) -> Table:
    table = Table(
        "topic · konu",
        "taken in · alındı (UTC)",
        "on its way · yolda (s)",
        title=f"Views · Görünümler: {_seconds(stale)} s behind · geride",
    )
    for topic, applied, sent in progress:
        way = f"{(applied - sent).total_seconds():.2f}" if sent else "–"
        table.add_row(topic, f"{applied:%F %T}", way)
    return table
