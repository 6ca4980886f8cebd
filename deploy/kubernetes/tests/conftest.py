"""Every test looks at every overlay, rendered once."""

from __future__ import annotations

import pytest

from deploy.kubernetes.rendering import OVERLAYS, render
from deploy.kubernetes.tests.overlay import Overlay

ALL = sorted(folder.name for folder in OVERLAYS.iterdir() if folder.is_dir())


@pytest.fixture(scope="session", params=ALL)
def overlay(request: pytest.FixtureRequest) -> Overlay:
    return Overlay(request.param, render(OVERLAYS / request.param))
