"""``python -m services.mobility [api|relay|consumer|all|migrate|republish|parked]``."""

from __future__ import annotations

from chassis.cli import service_cli
from services.mobility.app import SERVICE

cli = service_cli(SERVICE)

if __name__ == "__main__":
    cli()
