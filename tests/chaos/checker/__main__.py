"""``python -m tests.chaos.checker FOLDER``: counts, a line a breach, the sum; 1 when a promise is broken."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.chaos.checker.history import History
from tests.chaos.checker.loading.folder import read_run
from tests.chaos.checker.promises import broken
from tests.chaos.checker.report import lines
from tests.chaos.said import Outcome


def main(folder: Path) -> int:
    history = asyncio.run(read_run(folder))
    print(counted(history))
    breaches = broken(history)
    for line in lines(breaches):
        print(line)
    return 1 if breaches else 0


def counted(history: History) -> str:
    outcomes = [attempts[-1].outcome for attempts in history.commands.values()]
    said = ", ".join(f"{outcomes.count(one)} {one}" for one in Outcome)
    rows = sum(len(rows) for tables in history.rows.values() for rows in tables.values())
    return (
        f"{len(outcomes)} commands ({said}) · {len(history.records)} records of {len(history.by_key)} keys"
        f" · {rows} rows in {len(history.rows)} databases · {len(history.faults)} faults"
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
