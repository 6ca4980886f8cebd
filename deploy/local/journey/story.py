"""What the reader sees: chapters, steps with the operation that did them, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table


class Story:
    """Writes the journey to the terminal, in English and Turkish."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def chapter(self, en: str, tr: str) -> None:
        self._console.rule(f"[bold]{en}[/] · {tr}", align="left")

    def step(self, operation: str, outcome: str) -> None:
        """One thing done: by which operation, and what came back."""
        self._console.print(f"  [cyan]{operation}[/] → {outcome}", highlight=False)

    def refused(self, operation: str, error: Any) -> None:
        """A refusal with its code, both texts and the next step."""
        message, following = error["message"], error.get("next")
        self._console.print(f"  [cyan]{operation}[/] → [red]{error['code']}[/]", highlight=False)
        self._console.print(
            f"      {message['en']} [dim]{following['en'] if following else ''}[/]", highlight=False
        )
        self._console.print(
            f"      {message['tr']} [dim]{following['tr'] if following else ''}[/]", highlight=False
        )

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        table = Table(*columns, title=title, title_justify="left", title_style="dim", padding=(0, 1))
        for row in rows:
            table.add_row(*("–" if cell is None else str(cell) for cell in row))
        self._console.print(table)

    def show(self, renderable: RenderableType) -> None:
        self._console.print(renderable)

    def remembered(self, chapter: str) -> None:
        self._console.print(f"  [dim]{chapter}: already walked · daha önce yapıldı[/]")


def money(amount: Any) -> str:
    return "–" if amount is None else f"{amount['amount']} {amount['currency']}"
