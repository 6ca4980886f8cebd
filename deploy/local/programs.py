"""What runs: one line for each process of Kervan. A new service adds its line here."""

from __future__ import annotations

from dataclasses import dataclass

from deploy.local.failure import LocalFailure


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
EVENTS = Program("events", "services.events", 8404)
PROGRAMS = (
    GATEWAY,
    Program("agreements", "services.agreements", 8401),
    Program("mobility", "services.mobility", 8402),
    Program("finance", "services.finance", 8403),
    EVENTS,
    Program("finance-office", "deploy.local.finance_office", None, arguments=(), owns_database=False),
)
SERVICES = tuple(program for program in PROGRAMS if program.is_service)
WITH_DATABASE = tuple(program for program in PROGRAMS if program.owns_database)


def chosen(names: str) -> tuple[Program, ...]:
    """Those of ``"events,gateway"``; all for an empty text. Raises: LocalFailure for a name there is not."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = {program.name: program for program in PROGRAMS}
    if unknown := [name for name in wanted if name not in known]:
        raise LocalFailure(
            tr=f"Böyle bir süreç yok: {', '.join(unknown)}.",
            en=f"There is no process of this name: {', '.join(unknown)}.",
            next_tr=f"Şunlardan seçin: {', '.join(known)}.",
            next_en=f"Choose among: {', '.join(known)}.",
        )
    return tuple(program for name, program in known.items() if name in wanted) or PROGRAMS


USUAL_PORT_POSTGRES = 8410
USUAL_PORT_KAFKA = 8411
USUAL_PORT_KAFKA_CONTROLLER = 8412
