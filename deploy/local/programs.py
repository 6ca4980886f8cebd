"""What runs: one line for each process of Kervan. A new service adds its line here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """``python -m module arguments``; one that owns a database has its migrations in ``module``.

    Without a port it serves nobody: it lives on Kafka alone.
    """

    name: str
    module: str
    usual_port: int | None
    arguments: tuple[str, ...] = ("all",)
    owns_database: bool = True

    @property
    def is_service(self) -> bool:
        return self.module.startswith("services.")


GATEWAY = Program("gateway", "gateway", 8400)
PROGRAMS = (
    GATEWAY,
    Program("agreements", "services.agreements", 8401),
    Program("mobility", "services.mobility", 8402),
    Program("finance", "services.finance", 8403),
    Program("events", "services.events", 8404),
    Program("finance-office", "deploy.local.finance_office", None, arguments=(), owns_database=False),
)
SERVICES = tuple(program for program in PROGRAMS if program.is_service)
WITH_DATABASE = tuple(program for program in PROGRAMS if program.owns_database)

USUAL_PORT_POSTGRES = 8410
USUAL_PORT_KAFKA = 8411
USUAL_PORT_KAFKA_CONTROLLER = 8412
