"""Schemathesis against a running service, for the service's own tests."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

# a rule of the domain may refuse what the schema allows; that is what refusals are for
NOT_PROMISED = "positive_data_acceptance"


class PromiseBroken(AssertionError):
    """The tool's report."""


async def fuzz(
    base_url: str,
    token: str,
    folder: Path,
    *,
    examples: int = 10,
    phases: str = "coverage,fuzzing",
    mode: str = "all",
) -> None:
    """Every operation of the service's document under generated requests. Raises: PromiseBroken.

    The promises: no 5xx, only documented statuses and shapes, no entry without a token, 405 for other
    methods. The tool keeps its notes in ``folder``. ``coverage`` tries every boundary of every field: minutes
    where bodies are nested. In mode ``positive`` requests fit the document, so that more of them are done.
    """
    tool = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis"),
        *("run", f"{base_url}/openapi.json", "--header", f"Authorization: Bearer {token}"),
        *("--exclude-checks", NOT_PROMISED, "--max-examples", str(examples), "--seed", "1"),
        *(
            "--mode",
            mode,
            "--phases",
            phases,
            "--generation-database",
            "none",
            "--warnings",
            "off",
            "--no-color",
        ),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    report, _ = await tool.communicate()
    if tool.returncode:
        raise PromiseBroken(report.decode())
