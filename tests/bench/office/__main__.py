"""``python -m tests.bench.office [placement,grants]``: the office's duties by the thousand."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.bench.office import earlier_records, money, selection
from tests.bench.office.measuring import Duty, report

DUTIES = (
    Duty("placement", 20_000, selection.placement),
    Duty("import", 100_000, earlier_records.imported),
    Duty("grants", 20_000, money.grants),
    Duty("optimiser", 5_000, money.optimiser),
)


def main(only: Sequence[str]) -> None:
    for duty in DUTIES:
        if not only or duty.name in only:
            print(*report(duty), sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1].split(",") if len(sys.argv) > 1 else ())
