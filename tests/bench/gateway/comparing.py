"""Comparing sides: first that they answer the same, then how fast, in rounds that alternate."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

import orjson
from rich.console import Console

from tests.bench.gateway.load import Load
from tests.bench.gateway.queries import Query
from tests.bench.gateway.sides import Side, SideFailed

ROUNDS, SECONDS, WARM_UP_SECONDS = 7, 3, 5
CONNECTIONS = 16
WHOLE_SHARE = 0.6  # PostGraphile's names and ids are shorter than ours

console = Console(width=200)


def compare_rates(query: Query, plain: Sequence[Any], ours: Side, peers: Sequence[Side]) -> None:
    """``ratio QUERY_vs_PEER``: our requests a second over the peer's, the median of the rounds.

    ``plain``: the answers that both must give. A peer that does not is told and left out; ours raises.
    """
    require_equal(ours, query, plain)
    racing = [ours, *(peer for peer in peers if _takes_part(peer, query, plain))]
    for side in racing:
        side.load(query, connections=CONNECTIONS, seconds=WARM_UP_SECONDS)
    rounds = [_round(racing, query, number) for number in range(ROUNDS)]
    for side in racing:
        _require_whole_answers(side, [loads[side.name] for loads in rounds], plain)
    for peer in racing[1:]:
        pairs = [(loads[ours.name], loads[peer.name]) for loads in rounds]
        _tell(f"{query.name}_vs_{peer.name}", [(a.rate, b.rate) for a, b in pairs], "requests/s")
        console.print(f"  p50 {_p50(pairs, 0):.1f} ms against {_p50(pairs, 1):.1f} ms")


def compare_latency(name: str, grown: tuple[Side, Query], small: tuple[Side, Query]) -> None:
    """``ratio NAME``: median latency of one connection over the grown data, over that over the small."""
    for side, query in (grown, small):
        side.load(query, connections=1, seconds=WARM_UP_SECONDS)
    rounds = []
    for _ in range(ROUNDS):
        of_grown, of_small = (
            side.load(query, connections=1, seconds=SECONDS) for side, query in (grown, small)
        )
        rounds.append((of_grown.p50, of_small.p50))
    _tell(name, rounds, "ms p50")


def _require_whole_answers(side: Side, loads: Sequence[Load], plain: Sequence[Any]) -> None:
    """Errors may come with status 200, but they are short. Raises: SideFailed."""
    whole = min(len(orjson.dumps(answer)) for answer in plain)
    if any(load.bytes < whole * WHOLE_SHARE for load in loads):
        raise SideFailed(f"{side.name}: answers of {min(load.bytes for load in loads):.0f} bytes under load")


def require_equal(side: Side, query: Query, plain: Sequence[Any]) -> None:
    """Raises: SideFailed."""
    for number, expected in enumerate(plain):
        if (found := side.shaped(side.answer(query, number))) != expected:
            raise SideFailed(f"{side.name} answers {query.name} otherwise: {found} for {expected}"[:2000])


def absent(name: str, reason: object) -> None:
    console.print(f"{name}: absent. {reason}", markup=False, highlight=False)


def _takes_part(peer: Side, query: Query, plain: Sequence[Any]) -> bool:
    try:
        require_equal(peer, query, plain)
    except SideFailed as failed:
        absent(f"{query.name}_vs_{peer.name}", failed)
        return False
    return True


def _round(racing: Sequence[Side], query: Query, number: int) -> dict[str, Load]:
    """Each side once; another one begins in every round."""
    at = number % len(racing)
    order = [*racing[at:], *racing[:at]]
    return {side.name: side.load(query, connections=CONNECTIONS, seconds=SECONDS) for side in order}


def _p50(pairs: Sequence[tuple[Load, Load]], side: int) -> float:
    return median(pair[side].p50 for pair in pairs)


def _tell(name: str, rounds: Sequence[tuple[float, float]], unit: str) -> None:
    ours, theirs = (median(side) for side in zip(*rounds, strict=True))
    ratio = median(a / b for a, b in rounds)
    console.print(f"{name}: {ours:,.2f} {unit} against {theirs:,.2f}, {len(rounds)} rounds", highlight=False)
    print(f"ratio {name} {ratio:.2f}", flush=True)
