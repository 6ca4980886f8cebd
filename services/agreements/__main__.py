"""``python -m services.agreements [api|relay|consumer|all|migrate|load-directory|republish|parked]``."""

from __future__ import annotations

from chassis.cli import service_cli
from services.agreements.app import SERVICE
from services.agreements.entrypoints.cli import add_commands

cli = service_cli(SERVICE)
add_commands(cli, SERVICE)

if __name__ == "__main__":
    cli()
