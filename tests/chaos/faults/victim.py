"""What every harm is done to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.chaos.ground import Ground
from tests.chaos.supervisor import Supervisor

Facts = dict[str, Any]
"""What exactly was done: stands in the fault's line of the log."""


@dataclass(frozen=True)
class Victim:
    ground: Ground
    supervisor: Supervisor
