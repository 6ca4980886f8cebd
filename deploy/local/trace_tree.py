"""One trace as a tree for the terminal: who did what, for how long, and what it set off.

``python -m deploy.local.trace_tree .run/traces 4bf92f3577b34da6a3ce929d0e0e4736``
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from chassis.telemetry import names
from chassis.telemetry.trace_files import StoredSpan as Span
from chassis.telemetry.trace_files import read_trace

HTTP_REFUSED: Final = 400

COLOURS: Final = ("cyan", "green", "magenta", "yellow", "blue", "bright_red", "bright_cyan", "bright_green")

_NOISE: Final = re.compile(
    r"\s*(connect|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SHOW|SELECT 1|SELECT pg_catalog)\b",
    re.IGNORECASE,
)
_TABLE: Final = r'(?:ONLY\s+)?"?(?:\w+"?\."?)?(\w+)'
_TARGETS: Final = (
    ("INSERT", re.compile(rf"\bINSERT\s+INTO\s+{_TABLE}", re.IGNORECASE)),
    ("DELETE", re.compile(rf"\bDELETE\s+FROM\s+{_TABLE}", re.IGNORECASE)),
    ("UPDATE", re.compile(rf"(?<!FOR )(?<!KEY )(?<!DO )\bUPDATE\s+{_TABLE}", re.IGNORECASE)),
    ("SELECT", re.compile(rf"\bFROM\s+{_TABLE}", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Step:
    """A span with what it set off, equal siblings folded into one."""

    span: Span
    label: str
    children: tuple[Step, ...]
    times: int = 1
    longest_ms: float = 0.0

    @cached_property
    def shape(self) -> tuple[object, ...]:
        """Equal for spans that did the same: service, label and everything below."""
        return (self.span.service, self.label, self.span.error, tuple(child.shape for child in self.children))


def load_trace(traces_dir: Path, trace_id: str) -> list[Span]:
    """The spans of one trace from every process's file, by start."""
    return read_trace(traces_dir, trace_id)


def render(spans: Sequence[Span]) -> Tree:
    """The trace as a rich tree; spans without a written parent hang on the root. Raises ValueError."""
    if not spans:
        raise ValueError("a trace without spans cannot be drawn")
    root, children = _hierarchy(spans)
    colours = {service: COLOURS[i % len(COLOURS)] for i, service in enumerate(_services(spans))}

    def draw(step: Step) -> Tree:
        tree = Tree(_line(step, root.start, colours[step.span.service]))
        tree.children.extend(draw(child) for child in step.children)
        return tree

    return draw(_step(root, children))


def short_sql(statement: str) -> str:
    """``INSERT INTO outbox (…) VALUES …`` is ``INSERT outbox``; a conflict clause makes it UPSERT."""
    for verb, target in _TARGETS:
        if match := target.search(statement):
            upper = statement.upper()
            verb = "UPSERT" if verb == "INSERT" and "ON CONFLICT" in upper else verb  # noqa: PLW2901
            lock = " FOR UPDATE" if verb == "SELECT" and "FOR UPDATE" in upper else ""
            return f"{verb} {match[1]}{lock}"
    return statement.split(maxsplit=1)[0].upper() if statement.strip() else "SQL"


def _hierarchy(spans: Sequence[Span]) -> tuple[Span, dict[str, list[Span]]]:
    by_start = sorted(spans, key=lambda span: span.start)
    known = {span.span_id for span in spans}
    root = next((span for span in by_start if span.parent_id is None), by_start[0])
    children: dict[str, list[Span]] = defaultdict(list)
    for span in by_start:
        if span is not root:
            parent = span.parent_id if span.parent_id in known else None
            children[parent or root.span_id].append(span)
    return root, children


def _services(spans: Sequence[Span]) -> dict[str, None]:
    return dict.fromkeys(span.service for span in sorted(spans, key=lambda span: span.start))


def _step(span: Span, children: dict[str, list[Span]]) -> Step:
    below = (_step(child, children) for child in children[span.span_id])
    told = (step for step in below if step.children or not _is_noise(step.span))
    return Step(span, _label(span), tuple(_folded(told)), longest_ms=span.duration_ms)


def _folded(steps: Iterator[Step]) -> list[Step]:
    """Equal neighbours become one step; messages do so across others, for they were sent side by side."""
    folded: list[Step] = []
    for step in steps:
        candidates = (
            range(len(folded)) if _is_message(step.span) else range(max(0, len(folded) - 1), len(folded))
        )
        same = next((i for i in candidates if folded[i].shape == step.shape), None)
        if same is None:
            folded.append(step)
        else:
            held = folded[same]
            longest = max(held.longest_ms, step.longest_ms)
            folded[same] = replace(held, times=held.times + 1, longest_ms=longest)
    return folded


def _is_message(span: Span) -> bool:
    return names.DESTINATION in span.attributes


def _is_noise(span: Span) -> bool:
    return bool(span.kind == "client" and _NOISE.match(str(span.attributes.get(names.SQL_TEXT, span.name))))


def _label(span: Span) -> str:
    if names.SQL_TEXT in span.attributes:
        return short_sql(str(span.attributes[names.SQL_TEXT]))
    if span.kind == "client" and names.URL_FULL in span.attributes:
        return f"{span.name} → {_without_ids(urlsplit(str(span.attributes[names.URL_FULL])).path)}"
    if names.GRAPHQL_OPERATION in span.attributes:
        kind = span.attributes.get(names.GRAPHQL_TYPE, "operation")
        return f"{kind} {span.attributes[names.GRAPHQL_OPERATION]}"
    status = int(span.attributes.get(names.HTTP_STATUS, 0))
    return f"{span.name} → {status}" if status >= HTTP_REFUSED else span.name


def _without_ids(path: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", path)


def _line(step: Step, origin: int, colour: str) -> Text:
    offset_ms = (step.span.start - origin) / 1e6
    line = Text.assemble(
        (f"{step.span.service} ", f"bold {colour}"), (step.label, colour if step.children else "")
    )
    if step.times > 1:
        line.append(f" ×{step.times}", "bold")
    line.append(f"  {'≤ ' if step.times > 1 else ''}{step.longest_ms:.1f} ms", "default")
    line.append(f"  +{offset_ms:.1f} ms", "dim")
    if step.span.error:
        line.append(f"  {step.span.error}", "bold red")
    return line


if __name__ == "__main__":
    Console().print(render(load_trace(Path(sys.argv[1]), sys.argv[2])))
