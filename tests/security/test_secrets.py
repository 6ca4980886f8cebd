"""Secrets come from the environment or a file it names, have no default, and are shown nowhere."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings

import chassis
import deploy
import gateway
import services
from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.settings import ProcessSettings
from gateway.app import SERVICE as GATEWAY
from gateway.settings import GatewaySettings
from services.events.settings import PostSettings
from tests.security.authorisation.serving import serving
from tests.security.authorisation.walking import SERVICES

PASSWORD = "hunter2-of-the-caravan"
DSN = f"postgresql+asyncpg://kervan:{PASSWORD}@127.0.0.1:9/nowhere"
SECRET = re.compile(r"password|secret|token(?!s_max)|credential|private|database_url|(^|_)keys?$|dsn")
NOT_RUN = re.compile(r"\.(tests|migrations|__main__)\b")
PAGES = ("/health/live", "/health/ready", "/status", "/metrics", "/openapi.json", "/nowhere", "/v1/calls")


def settings_classes() -> Iterator[type[BaseSettings]]:
    """Of everything that runs."""
    for package in (chassis, services, gateway, deploy):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not NOT_RUN.search(module.name):
                importlib.import_module(module.name)
    pending = [BaseSettings]
    while pending:
        for each in pending.pop().__subclasses__():
            pending.append(each)
            if each.__module__.split(".")[0] in ("chassis", "services", "gateway", "deploy"):
                yield each


CLASSES = sorted(set(settings_classes()), key=lambda each: each.__qualname__)


@pytest.mark.parametrize("settings", CLASSES, ids=lambda each: each.__qualname__)
def test_what_sounds_like_a_secret_is_one_and_has_no_default(settings: type[BaseSettings]) -> None:
    for name, field in settings.model_fields.items():
        if SECRET.search(name):
            assert field.annotation is SecretStr, name
        if field.annotation is SecretStr:
            assert field.is_required() or not field.default.get_secret_value(), name
            assert settings.model_config.get("hide_input_in_errors"), "its errors would quote it"


def test_the_classes_that_hold_secrets_are_among_them() -> None:
    assert {"ProcessSettings", "GatewaySettings"} <= {each.__qualname__ for each in CLASSES}


def given(**changes: object) -> ProcessSettings:
    known = {"database_url": DSN, "kafka_bootstrap": "unused:0", "jwks": "none", "issuer": "nobody"}
    return ProcessSettings(**{**known, **changes})  # type: ignore[arg-type]


def test_settings_show_no_secret() -> None:
    settings = given()
    for shown in (repr(settings), str(settings), settings.model_dump_json(), f"{settings.database_url}"):
        assert PASSWORD not in shown
    assert settings.dsn == DSN


def test_an_error_of_the_settings_quotes_no_secret() -> None:
    with pytest.raises(ValidationError) as error:
        given(database_url=[DSN], http_port=PASSWORD)
    assert PASSWORD not in str(error.value)


def test_a_secret_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "database").write_text(f"{DSN}\n")
    monkeypatch.setenv("KERVAN_DATABASE_URL_FILE", str(tmp_path / "database"))
    others = {"kafka_bootstrap": "unused:0", "jwks": "none", "issuer": "nobody"}
    assert ProcessSettings(**others).dsn == DSN  # type: ignore[arg-type]
    monkeypatch.setenv("KERVAN_DATABASE_URL", "postgresql://elsewhere")
    assert ProcessSettings(**others).dsn == "postgresql://elsewhere"  # type: ignore[arg-type]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERVAN_DATABASE_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError):
        ProcessSettings(kafka_bootstrap="unused:0", jwks="none", issuer="nobody")


@pytest.mark.parametrize("name", [*SERVICES, "gateway"])
async def test_no_page_of_a_process_shows_one_even_when_its_database_is_away(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    issuer = DevelopmentIssuer.at(tmp_path)
    settings = GatewaySettings(
        database_url=DSN, kafka_bootstrap="unused:0", jwks=str(issuer.jwks), issuer=DEVELOPMENT_ISSUER
    )
    service = GATEWAY if name == "gateway" else SERVICES[name]
    headers = {"Authorization": f"Bearer {issuer.issue(Role.OFFICE)}"}
    async with serving(service, settings) as url, aiohttp.ClientSession(headers=headers) as session:
        for page in PAGES:
            async with session.get(url + page) as response:
                assert PASSWORD not in await response.text()
                assert PASSWORD not in str(response.headers)
    assert PASSWORD not in "".join(capfd.readouterr())


@pytest.mark.parametrize("arguments", [["--help"], ["migrate"]])
def test_no_command_shows_one(arguments: list[str]) -> None:
    """Not even one that fails for want of the database."""
    environment = os.environ | {
        "KERVAN_DATABASE_URL": DSN,
        "KERVAN_KAFKA_BOOTSTRAP": "127.0.0.1:9",
        "KERVAN_JWKS": "none",
        "KERVAN_ISSUER": "nobody",
    }
    command = [sys.executable, "-m", "services.agreements", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode == 0) is (arguments == ["--help"])
    assert PASSWORD not in done.stdout + done.stderr


def test_the_mail_server_s_password_is_read_from_the_file_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "password"
    told.write_text("opens-the-mail-server\n")
    monkeypatch.setenv("KERVAN_SMTP_PASSWORD_FILE", str(told))
    assert PostSettings().password.get_secret_value() == "opens-the-mail-server"
