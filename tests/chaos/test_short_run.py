"""One short seed of the whole: CI's chaos. Longer ones: ``make chaos SECONDS=120 SEED=…``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
import pytest

from deploy.local import apache_kafka
from deploy.local.throwaway import folder
from tests.chaos import said
from tests.chaos.ground import FAULTS_FILE
from tests.chaos.running import Plan, run_chaos
from tests.chaos.said import Outcome

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not apache_kafka.available(), reason="a Kafka of its own needs Java and Maven"),
]
SHORT = Plan(seconds=20, seed=52)


async def test_a_short_seed_ends_in_zeros() -> None:
    with folder("chaos") as home:
        assert await run_chaos(home, SHORT)
        assert _harmed(home) >= len(SHORT.faults) - 3
        ends = Counter(line.outcome for line in said.read(home))
        assert ends[Outcome.ACKNOWLEDGED] > 30


def _harmed(home: Path) -> int:
    """A fault may find another one in its way; most must not."""
    lines = [orjson.loads(line) for line in (home / FAULTS_FILE).read_bytes().splitlines()]
    return sum(line["what"] == "harmed" for line in lines)
