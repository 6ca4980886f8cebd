"""What the clients of a chaos run wrote down: one line for each attempt, before and after it.

The checker knows a run by this log, Kafka's log and the databases alone. A line is written (and on the disk)
*before* the request goes out and again when its end is known, so a harness that dies loses nothing either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

import orjson

FILE = "clients.jsonl"


class Outcome(StrEnum):
    """How an attempt ended, as its client knows it."""

    ASKED = "asked"  # sent or about to be; nothing is known yet
    ACKNOWLEDGED = "acknowledged"  # done, for ever
    REFUSED = "refused"  # not done: a rule said no
    UNKNOWN = "unknown"  # cut off, 5xx, timeout: done or not done, never half


@dataclass(frozen=True, slots=True)
class Said:
    """One line.

    ``key`` is the Idempotency-Key: attempts that share it are the same command. ``service`` owns the
    aggregate; ``aggregate`` is its id and ``version`` the one after the command, known when acknowledged.
    ``given`` is the input, ``code`` the refusal's stable code or the error's name, ``at`` seconds since the
    run began. ``through`` is the gateway or the service itself; an answer through the gateway shows the
    aggregate as its view has it, perhaps already with a later change, so its ``version`` stays unknown.
    """

    at: float
    client: int
    key: str
    attempt: int
    service: str
    command: str
    outcome: Outcome
    given: dict[str, Any] = field(default_factory=dict)
    aggregate: str | None = None
    version: int | None = None
    code: str | None = None
    answer: dict[str, Any] | None = None
    through: str = "service"


def write(log: TextIO, said: Said) -> None:
    """Append one line and hand it to the operating system: it outlives this process."""
    log.write(orjson.dumps(asdict(said)).decode() + "\n")
    log.flush()


def read(folder: Path) -> Iterator[Said]:
    """Every line of a run, in the order written. Raises ValueError for one that is not a line of this log."""
    with (folder / FILE).open() as lines:
        for line in lines:
            found = orjson.loads(line)
            yield Said(**found | {"outcome": Outcome(found["outcome"])})
