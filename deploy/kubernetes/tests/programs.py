"""Kervan's programs as the code has them, to be held against what the overlays run."""

from __future__ import annotations

from typing import Any

import typer
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from chassis.cli import service_cli
from chassis.sealed import SealingSettings
from chassis.service import Service
from chassis.telemetry.settings import TelemetrySettings
from gateway.app import SERVICE as GATEWAY
from gateway.cli import app as gateway_cli
from services.agreements.app import SERVICE as AGREEMENTS
from services.events.app import SERVICE as EVENTS
from services.events.settings import (
    OrientationSettings,
    PagesSettings,
    PostSettings,
    ReminderSettings,
    VisitSettings,
)
from services.finance.app import SERVICE as FINANCE
from services.finance.settings import PlanSettings
from services.mobility.app import SERVICE as MOBILITY

PROGRAMS: dict[str, Service[Any]] = {
    service.name: service for service in (AGREEMENTS, MOBILITY, FINANCE, EVENTS, GATEWAY)
}
OWNERS = [name for name in PROGRAMS if name != GATEWAY.name]
OWN_SETTINGS: dict[str, tuple[type[BaseSettings], ...]] = {
    "events": (OrientationSettings, PagesSettings, PostSettings, ReminderSettings, VisitSettings),
    "finance": (PlanSettings,),
}


def settings_of(program: str) -> tuple[type[BaseSettings], ...]:
    """Every class of settings that a process of the program reads."""
    common = (PROGRAMS[program].settings, TelemetrySettings, SealingSettings)
    return *common, *OWN_SETTINGS.get(program, ())


def variables_of(program: str) -> set[str]:
    """What of its environment a process of the program looks at."""
    return {name for settings in settings_of(program) for name in _variables(settings)}


def _variables(settings: type[BaseSettings]) -> set[str]:
    prefix = str(settings.model_config.get("env_prefix", ""))
    found = set()
    for name, field in settings.model_fields.items():
        variable = str(field.validation_alias or f"{prefix}{name}".upper())
        found.add(variable)
        if field.annotation is SecretStr:
            found.add(f"{variable}_FILE")
    return found


def roles_of(program: str) -> set[str]:
    """Who reads nothing has no consumer, who owns nothing has no relay."""
    service = PROGRAMS[program]
    roles = {"api", "migration"}
    if service.handlers:
        roles.add("consumer")
    if service.snapshots:
        roles.add("relay")
    return roles


def commands_of(program: str) -> set[str]:
    """The words that ``python -m`` takes after the program's module."""
    service = PROGRAMS[program]
    cli = gateway_cli if service is GATEWAY else service_cli(service)
    commands = typer.main.get_command(cli).commands  # type: ignore[attr-defined]
    return set(commands)
