"""Processes are told what their settings classes know, all of it that is needed, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chassis.sealed import SealingSettings
from chassis.settings import ProcessSettings
from deploy.kubernetes.tests.overlay import Overlay, program_of, role_of
from deploy.kubernetes.tests.programs import PROGRAMS, settings_of, variables_of
from gateway.settings import GatewaySettings


def test_every_variable_is_a_setting_of_its_process(overlay: Overlay) -> None:
    for pod in overlay.processes:
        assert overlay.environment(pod).keys() <= variables_of(program_of(pod)), pod.name


def test_every_process_has_the_settings_that_it_must_have(
    overlay: Overlay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pod in overlay.processes:
        environment = mounted(overlay.environment(pod), tmp_path)
        for name in list(os.environ):
            if name.startswith(("KERVAN_", "OTEL_")):
                monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for settings in settings_of(program_of(pod)):
            settings()  # raises where one is missing, or none of its values


def mounted(environment: dict[str, str], folder: Path) -> dict[str, str]:
    """The database's address in a file, as its Secret is mounted."""
    file = folder / "database-url"
    file.write_text("postgresql://kervan:secret@finance-postgres-rw/kervan")
    return environment | {"KERVAN_DATABASE_URL_FILE": str(file)}


def test_secrets_are_files_and_never_variables(overlay: Overlay) -> None:
    for pod in overlay.processes:
        assert "KERVAN_DATABASE_URL" not in overlay.environment(pod), pod.name
        assert all("value" in one for one in pod.container["env"]), pod.name


def test_who_keeps_people_has_keys_to_seal_with_and_nobody_else(overlay: Overlay) -> None:
    for pod in overlay.processes:
        has_keys = variable(SealingSettings, "sealing_keys_file") in overlay.environment(pod)
        assert has_keys == PROGRAMS[program_of(pod)].keeps_people, pod.name


def test_processes_are_reached_on_the_port_that_they_listen_on(overlay: Overlay) -> None:
    for pod in overlay.processes:
        told = overlay.environment(pod)
        assert told[variable(ProcessSettings, "http_host")] == "0.0.0.0"
        ports = [port["containerPort"] for port in pod.container.get("ports", ())]
        assert ports in ([], [int(told[variable(ProcessSettings, "http_port")])]), pod.name


def test_the_gateway_knows_each_owner_by_its_service(overlay: Overlay) -> None:
    (gateway,) = (pod for pod in overlay.processes if (program_of(pod), role_of(pod)) == ("gateway", "api"))
    told = overlay.environment(gateway)
    for name in PROGRAMS.keys() - {"gateway"}:
        service = overlay.one("Service", f"{name}-api")
        (port,) = service["spec"]["ports"]
        assert told[variable(GatewaySettings, f"{name}_url")] == f"http://{name}-api:{port['port']}"


def test_processes_find_kafka_and_the_collector_where_they_are(overlay: Overlay) -> None:
    inside = overlay.one("Kafka", "kervan")["spec"]["kafka"]["listeners"][0]
    (collector,) = overlay.one("Service", "collector")["spec"]["ports"]
    for pod in overlay.processes:
        told = overlay.environment(pod)
        assert told["KERVAN_KAFKA_BOOTSTRAP"] == f"kervan-kafka-bootstrap:{inside['port']}"
        assert told["OTEL_EXPORTER_OTLP_ENDPOINT"] == f"http://collector:{collector['port']}"


def variable(settings: type[ProcessSettings | SealingSettings], field: str) -> str:
    """A field's variable; a renamed field fails here."""
    assert field in settings.model_fields
    return f"KERVAN_{field.upper()}"


def test_a_pod_is_of_a_program_there_is(overlay: Overlay) -> None:
    assert {program_of(pod) for pod in overlay.processes} == PROGRAMS.keys()
