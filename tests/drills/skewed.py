"""``SKEW_SECONDS=90 python -m tests.drills.skewed api``: events on a machine whose clock is wrong."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

from chassis import clock

SKEW_SECONDS = float(os.environ.get("SKEW_SECONDS", "0"))

if __name__ == "__main__":
    right = time.time
    time.time = lambda: right() + SKEW_SECONDS
    clock.utc_now = lambda: datetime.fromtimestamp(time.time(), UTC)  # before anybody takes it by name

    from chassis.cli import service_cli
    from services.events.app import SERVICE

    service_cli(SERVICE)()
