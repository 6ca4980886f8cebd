"""Promtool, where it can be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.observability.promtool import PromtoolMissing
from deploy.observability.promtool import promtool as found_promtool


@pytest.fixture(scope="session")
def promtool() -> Path:
    try:
        return found_promtool()
    except PromtoolMissing as missing:
        pytest.skip(str(missing))
