"""Every audit of the npm package graphql-http, which checks the specification of GraphQL over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from gateway.tests.fixtures import Gateway

HERE = Path(__file__).with_name("graphql_http")
AUDITS_MIN = 60


@pytest.fixture(scope="session")
async def audits_installed() -> None:
    """From the committed lock file, once."""
    if shutil.which("npm") is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Node 20 with npm for the audits of GraphQL over HTTP")
        pytest.skip("needs Node with npm")
    installed = HERE / "node_modules" / ".package-lock.json"
    lock = HERE / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        await _output_of("npm", "ci")


async def _output_of(*command: str) -> bytes:
    running = await asyncio.create_subprocess_exec(
        *command, cwd=HERE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    told, complained = await running.communicate()
    assert running.returncode == 0, complained.decode()
    return told


async def test_every_audit_passes(gateway: Gateway, audits_installed: None) -> None:
    """MUST, SHOULD and MAY alike."""
    told = await _output_of("node", "audit.mjs", f"{gateway.url}/graphql", gateway.token())
    results: list[dict[str, Any]] = json.loads(told)
    assert [each for each in results if each["status"] != "ok"] == []
    assert len(results) >= AUDITS_MIN
