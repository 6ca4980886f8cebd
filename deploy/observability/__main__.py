"""``python -m deploy.observability dashboards|metrics [--check]``: writes what is generated, or looks."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from deploy.local.layout import CHECKOUT
from deploy.observability.dashboards import DASHBOARDS
from deploy.observability.metrics_page import metrics_page
from deploy.observability.panels import written

FOLDER = CHECKOUT / "deploy" / "observability" / "grafana" / "dashboards"


def generated(what: str) -> dict[Path, str]:
    """Every file of ``what`` with its text."""
    if what == "metrics":
        return {CHECKOUT / "docs" / "metrics.md": metrics_page()}
    return {
        FOLDER / f"{dashboard.uid.removeprefix('kervan-')}.json": _json(written(dashboard))
        for dashboard in DASHBOARDS
    }


def different(what: str) -> list[Path]:
    """Files that are missing or not as they would be written, and dashboards that nobody makes any more."""
    files = generated(what)
    stray = [] if what == "metrics" else [path for path in FOLDER.glob("*.json") if path not in files]
    return stray + [path for path, text in files.items() if not path.exists() or path.read_text() != text]


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.observability")
    parser.add_argument("what", choices=("dashboards", "metrics"))
    parser.add_argument("--check", action="store_true", help="write nothing, fail where something differs")
    asked = parser.parse_args()
    paths = different(asked.what)
    if asked.check:
        for path in paths:
            print(f"not as generated: {path.relative_to(CHECKOUT)}")
        return 1 if paths else 0
    for path, text in generated(asked.what).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
