"""Where Kervan is: the local run's ``endpoints.json``, or a file of its shape named by KERVAN_SITE."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.failure import LocalFailure
from deploy.local.layout import Layout
from deploy.local.programs import WITH_DATABASE
from deploy.local.tend import endpoints_of


@dataclass(frozen=True)
class Site:
    """``endpoints`` as the local run writes them; ``sealing``: the key file of each service, where known."""

    endpoints: Mapping[str, Any]
    sealing: Mapping[str, str]

    @property
    def bootstrap(self) -> str:
        found: str = self.endpoints["kafka"]["bootstrap_servers"]
        return found

    @property
    def databases(self) -> dict[str, str]:
        return dict(self.endpoints["databases"])

    @property
    def traces(self) -> Path | None:
        """The folder of the trace files; None where spans go to a collector only."""
        folder = self.endpoints.get("traces")
        return Path(folder) if folder and Path(folder).is_dir() else None

    @property
    def urls(self) -> dict[str, str]:
        """Of everything that answers ``/status``."""
        return {"gateway": self.endpoints["gateway"]["url"], **self.endpoints["services"]}


def present_site() -> Site:
    """Raises: LocalFailure when nothing was started here, or the named file is no site file."""
    if named := os.environ.get("KERVAN_SITE"):
        return _from_file(Path(named))
    layout = Layout()
    endpoints = endpoints_of(layout)  # first: before a start, no key is drawn either
    keys = {program.name: str(layout.sealing_keys(program.name)) for program in WITH_DATABASE}
    return Site(endpoints, keys)


def _from_file(file: Path) -> Site:
    try:
        endpoints = json.loads(file.read_text())
        site = Site(endpoints, endpoints.get("sealing_keys", {}))
        _ = site.bootstrap, site.databases, site.urls
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LocalFailure(
            tr=f"KERVAN_SITE dosyası okunamadı: {file}.",
            en=f"The file of KERVAN_SITE cannot be read: {file}.",
            next_tr="`.run/endpoints.json` biçiminde bir dosya verin.",
            next_en="Name a file of the shape of `.run/endpoints.json`.",
            detail=f"{type(error).__name__}: {error}",
        ) from error
    return site
