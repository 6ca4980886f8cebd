"""``python -m chassis.tests.sample [all|migrate|republish|parked]``, for tests that need a process."""

from __future__ import annotations

from chassis.cli import service_cli
from chassis.tests.sample.app import SERVICE

cli = service_cli(SERVICE)

if __name__ == "__main__":
    cli()
