"""``python -m deploy.observability dashboards|metrics|logs [--check]``: writes what is generated, or looks.

``python -m deploy.observability look URL``: what the panels show.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from deploy.local.layout import CHECKOUT
from deploy.observability.dashboards import DASHBOARDS
from deploy.observability.logs_page import logs_page
from deploy.observability.looking import look
from deploy.observability.metrics_page import metrics_page
from deploy.observability.panels import written

FOLDER = CHECKOUT / "deploy" / "observability" / "grafana" / "dashboards"

PAGES = {"metrics": metrics_page, "logs": logs_page}


def generated(what: str) -> dict[Path, str]:
    """Every file of ``what`` with its text."""
    if what in PAGES:
        return {CHECKOUT / "docs" / f"{what}.md": PAGES[what]()}
    return {
        FOLDER / f"{dashboard.uid.removeprefix('kervan-')}.json": _json(written(dashboard))
        for dashboard in DASHBOARDS
    }


def different(what: str) -> list[Path]:
    """Files that are missing or not as they would be written, and dashboards that nobody makes any more."""
    files = generated(what)
    stray = [] if what in PAGES else [path for path in FOLDER.glob("*.json") if path not in files]
    return stray + [path for path, text in files.items() if not path.exists() or path.read_text() != text]


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.observability")
    asked = parser.add_subparsers(dest="what", required=True)
    for what in ("dashboards", *PAGES):
        writing = asked.add_parser(what, help="write what is generated")
        writing.add_argument(
            "--check", action="store_true", help="write nothing, fail where something differs"
        )
    looking = asked.add_parser("look", help="what every panel shows right now")
    looking.add_argument("prometheus", help="its address")
    looking.add_argument("--seconds", type=int, default=900, help="of the past")
    chosen = parser.parse_args()
    if chosen.what == "look":
        for seen in look(chosen.prometheus, chosen.seconds):
            print(seen)
        return 0
    return _checked(chosen.what) if chosen.check else _written(chosen.what)


def _checked(what: str) -> int:
    paths = different(what)
    for path in paths:
        print(f"not as generated: {path.relative_to(CHECKOUT)}")
    return 1 if paths else 0


def _written(what: str) -> int:
    for path, text in generated(what).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
