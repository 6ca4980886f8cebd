"""Asking promtool whether a rule's expression is true of a page that a process really showed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.layout import CHECKOUT

NOTHING = "got: nil"
"""As promtool words that an expression gave no series."""
SECONDS_MAX = 60
ALERTS = CHECKOUT / "deploy" / "observability" / "alerts"


class Complained(AssertionError):
    """Something is not as it should be, in promtool's words."""


def rules() -> dict[str, dict[str, Any]]:
    """Every alerting rule by its name."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(ALERTS.glob("*.yml"))]
    return {rule["alert"]: rule for file in files for group in file["groups"] for rule in group["rules"]}


def is_true(alert: str, page: str, promtool: Path, folder: Path) -> bool:
    """Whether the alert would be pending if every scrape of ten minutes found this page."""
    asked = {
        "expr": f"count({rules()[alert]['expr']}) > bool 0",
        "eval_time": "10m",
        "exp_samples": [{"labels": "{}", "value": 1}],
    }
    test = {"interval": "15s", "input_series": list(_series(page)), "promql_expr_test": [asked]}
    file = folder / f"{alert}.yml"
    file.write_text(yaml.safe_dump({"rule_files": [], "evaluation_interval": "15s", "tests": [test]}))
    try:
        told(promtool, "test", "rules", file)
    except Complained as complaint:
        if NOTHING not in str(complaint):
            raise
        return False
    return True


def told(promtool: Path, *command: str | Path) -> str:
    """What promtool prints. Raises: Complained."""
    asked = [promtool, *command]
    ran = subprocess.run(asked, check=False, capture_output=True, text=True, timeout=SECONDS_MAX)
    if ran.returncode:
        raise Complained(ran.stdout + ran.stderr)
    return ran.stdout


def _series(page: str) -> Iterator[dict[str, str]]:
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if family.name.startswith(("kervan", "http_server", "db_client")):
                labels = ",".join(f'{name}="{value}"' for name, value in sample.labels.items())
                yield {"series": f"{sample.name}{{{labels}}}", "values": f"{sample.value:f}x40"}
