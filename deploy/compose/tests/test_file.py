"""docker-compose.yml as it is written: settings that exist, bounds that are set, secrets that are drawn."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from chassis.sealed import SealingSettings
from chassis.settings import ProcessSettings
from chassis.telemetry.settings import TelemetrySettings
from deploy.compose.secrets import draw
from deploy.local import throwaway
from deploy.local.layout import CHECKOUT
from gateway.settings import GatewaySettings
from services.events.settings import OrientationSettings, PagesSettings, PostSettings

TEXT = (CHECKOUT / "docker-compose.yml").read_text()
FILE: dict[str, Any] = yaml.safe_load(TEXT)
OURS = {name: one for name, one in FILE["services"].items() if one["image"].startswith("${KERVAN_IMAGE")}
OF_ALL = ("prepare", "identity-prepare", "demo", "operator")
"""They tend what belongs to others."""
LOCK = re.compile(r"^([\w.-]+)==(\S+)((?:\s*\\\n\s+--hash=\S+)+)", re.MULTILINE)


def known_settings() -> set[str]:
    kinds = (
        *(ProcessSettings, GatewaySettings, TelemetrySettings, SealingSettings),
        *(OrientationSettings, PagesSettings, PostSettings),
    )
    names = {
        f"{kind.model_config['env_prefix']}{field}".upper() for kind in kinds for field in kind.model_fields
    }
    return names | {"KERVAN_DATABASE_URL_FILE", "OTEL_EXPORTER_OTLP_ENDPOINT", "KERVAN_TOKEN"}


@pytest.mark.parametrize("name", OURS)
def test_every_setting_exists(name: str) -> None:
    assert OURS[name].get("environment", {}).keys() <= known_settings()


@pytest.mark.parametrize("name", OURS)
def test_every_process_of_ours_is_bound(name: str) -> None:
    one = OURS[name]
    assert (one["user"], one["read_only"], one["cap_drop"]) == ("10001:10001", True, ["ALL"])
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["mem_limit"]
    assert one["cpus"]
    assert not one.get("privileged")


@pytest.mark.parametrize("name", FILE["services"])
def test_every_container_has_its_bounds(name: str) -> None:
    one = FILE["services"][name]
    assert (one["cap_drop"], one["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert one["mem_limit"]
    assert one["cpus"]


def test_tests_in_containers_use_the_images_of_this_file() -> None:
    images = (throwaway.POSTGRES_IMAGE, throwaway.KAFKA_IMAGE)
    assert images == tuple(FILE["services"][name]["image"] for name in ("postgres", "kafka"))


def test_every_variable_is_told_of_and_nothing_else() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    told = set(re.findall(r"^#?(\w+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))
    assert used == told


def test_every_secret_is_drawn_once(tmp_path: Path) -> None:
    drawn = draw(tmp_path)
    assert {Path(one["file"]).name for one in FILE["secrets"].values()} <= set(drawn)
    before = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert draw(tmp_path) == []
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == before
    given = {secret for one in FILE["services"].values() for secret in one.get("secrets", ())}
    assert given == FILE["secrets"].keys()


def test_a_service_is_given_its_own_secrets_alone() -> None:
    for name, one in OURS.items():
        owner = name.removesuffix("-migrate")
        foreign = [s for s in one.get("secrets", ()) if "." in s and not s.startswith(f"{owner}.")]
        assert name in OF_ALL or not foreign, name


def test_images_install_what_is_locked() -> None:
    every, own = (
        {name: (version, hashes.split()) for name, version, hashes in LOCK.findall(file.read_text())}
        for file in (CHECKOUT / "requirements.lock", CHECKOUT / "requirements-run.lock")
    )
    assert own
    assert {name: every[name] for name in own} == own
