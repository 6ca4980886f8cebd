"""`make status`: what runs, how far each consumer is behind, and where the logs are."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from deploy.local.broker import Kind, ours
from deploy.local.health import is_ready, status_of
from deploy.local.layout import CHECKOUT, Layout
from deploy.local.ports import HOST, Ports
from deploy.local.postgres import Postgres
from deploy.local.processes import recall
from deploy.local.programs import PROGRAMS, Program

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One process as the table shows it; ``report`` is its own account of its consumers and outbox."""

    name: str
    port: str
    process: psutil.Process | None
    ready: bool
    report: dict[str, Any] = field(default_factory=dict)


def show(console: Console, layout: Layout) -> None:
    """Looks only: it starts nothing and chooses no port."""
    if not layout.endpoints.exists():
        console.print("Nothing was started here yet: `make demo` · Henüz bir şey başlatılmadı: `make demo`")
        return
    rows = [*_stores(layout), *_programs(layout)]
    console.print(_processes(layout, rows))
    console.print(_consumers(rows))
    console.print(_outboxes(rows))


def _programs(layout: Layout) -> list[Row]:
    ports = Ports(layout.ports)
    with ThreadPoolExecutor() as at_once:
        return list(at_once.map(lambda program: _ask(layout, ports, program), PROGRAMS))


def _ask(layout: Layout, ports: Ports, program: Program) -> Row:
    identity = recall(layout.process(program.name))
    process = identity.process() if identity else None
    if not program.usual_port:
        return Row(program.name, "–", process, process is not None)
    port = ports[program.name]
    if process is None:
        return Row(program.name, str(port), None, ready=False)
    url = f"http://{HOST}:{port}"
    return Row(program.name, str(port), process, is_ready(url), status_of(url))


def _stores(layout: Layout) -> list[Row]:
    postgres = Postgres(layout.postgres, Ports(layout.ports)["postgres"], layout.log("postgres"))
    running = postgres.process()
    kafka = json.loads(layout.endpoints.read_text())["kafka"]
    return [
        Row("postgres", str(postgres.port), running, running is not None),
        _kafka(layout, Kind(kafka["kind"]), kafka["bootstrap_servers"]),
    ]


def _kafka(layout: Layout, kind: Kind, bootstrap: str) -> Row:
    port = bootstrap.rpartition(":")[2]
    if kind is Kind.EXISTING:
        return Row(f"kafka ({bootstrap})", port, None, ready=True)
    name = "kafka" if kind is Kind.APACHE else "kafka-in-memory"
    process = ours(layout)[name].process()
    return Row(name, port, process, process is not None)


def _processes(layout: Layout, rows: list[Row]) -> Table:
    table = Table(title="Processes · Süreçler")
    for heading in ("process · süreç", "pid", "port", "MB", "state · durum", "log · günlük"):
        table.add_column(heading, justify="right" if heading in {"pid", "port", "MB"} else "left")
    for row in rows:
        memory = memory_of(row.process)
        table.add_row(
            row.name,
            str(row.process.pid) if row.process else "–",
            str(row.port),
            str(memory // MEBIBYTE) if memory else "–",
            _state(row),
            _shown(layout.log(row.name)),
        )
    table.add_section()
    table.add_row(
        "all · toplam", "", "", str(sum(memory_of(row.process) for row in rows) // MEBIBYTE), "", ""
    )
    return table


def _shown(log: Path) -> str:
    """Short inside the checkout; another run's logs stand elsewhere."""
    return str(log.relative_to(CHECKOUT) if log.is_relative_to(CHECKOUT) else log)


def _state(row: Row) -> str:
    if row.ready:
        return "[green]ready · hazır[/]"
    return "[yellow]not ready · hazır değil[/]" if row.process else "[red]down · kapalı[/]"


def _consumers(rows: list[Row]) -> Table:
    table = Table(title="Consumers · Tüketiciler")
    for heading in (
        "group · grup",
        "lag · geride",
        "waits · bekliyor (s)",
        "parked · bekleyen",
        "state · durum",
    ):
        table.add_column(heading)
    for group in (group for row in rows for group in row.report.get("groups", ())):
        healthy = "[green]ok · iyi[/]" if group["healthy"] else "[red]stuck · takıldı[/]"
        parked = f"[red]{group['parked']}[/]" if group["parked"] else "0"
        lag, waits = (
            "–" if figure is None else str(figure) for figure in (group["lag"], group.get("lag_seconds"))
        )
        table.add_row(group["group"], lag, waits, parked, healthy)
    return table


def _outboxes(rows: list[Row]) -> Table:
    table = Table(title="Outboxes · Giden kutuları")
    for heading in ("service · servis", "rows · satır", "oldest · en eski (s)"):
        table.add_column(heading)
    for row in rows:
        if outbox := row.report.get("outbox"):
            table.add_row(row.name, str(outbox["depth"]), f"{outbox['oldest_seconds'] or 0:.1f}")
    return table


def memory_of(process: psutil.Process | None) -> int:
    """Bytes of a process with its children, shared pages counted once where the system tells (PSS)."""
    if process is None:
        return 0
    try:
        return sum(_memory(one) for one in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _memory(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
    return int(getattr(full, "pss", 0) or full.rss)
