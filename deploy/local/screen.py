"""What a person sees while things start: one line a step, both languages, seconds taken."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.panel import Panel
from rich.status import Status
from rich.text import Text

from deploy.local.failure import LocalFailure


@contextmanager
def step(console: Console, en: str, tr: str) -> Iterator[Status]:
    """A spinner while it lasts, a tick when it is done; a failure leaves a cross and goes on up."""
    started = time.monotonic()
    try:
        with console.status(f"{en} · {tr}") as status:
            yield status
    except BaseException:
        console.print(f"[red]✗[/] {en} · {tr}")
        raise
    console.print(f"[green]✓[/] {en} · {tr} [dim]{time.monotonic() - started:.1f} s[/]")


def note(console: Console, en: str, tr: str) -> None:
    console.print(f"[yellow]![/] {en}\n[yellow]![/] {tr}")


def show_failure(console: Console, failure: LocalFailure) -> None:
    body = Text(f"{failure.en}\n{failure.tr}\n")
    if failure.detail:
        body.append(f"\n{failure.detail}\n", style="dim")
    body.append(f"\n→ {failure.next_en}\n→ {failure.next_tr}", style="bold")
    console.print(Panel(body, border_style="red", title="Kervan"))


@contextmanager
def failures_shown(console: Console) -> Iterator[None]:
    """A failure ends the command with 1, told in both languages."""
    try:
        yield
    except LocalFailure as failure:
        show_failure(console, failure)
        sys.exit(1)
