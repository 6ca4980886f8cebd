"""Comparing sides: first that they answer the same, then how fast, in rounds that alternate."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

import orjson
from rich.console import Console

from tests.bench.gateway.load import Load, LoadFailed
from tests.bench.gateway.queries import Query
from tests.bench.gateway.sides import Side, SideFailed

ROUNDS, SECONDS, WARM_UP_SECONDS = 7, 3, 5
CONNECTIONS = 16
WHOLE_SHARE = 0.6  # PostGraphile's names and ids are shorter than ours

console = Console(width=200)


def compare_rates(query: Query, plain: Sequence[Any], ours: Side, peers: Sequence[Side]) -> None:
    """``ratio QUERY_vs_PEER``: our requests a second over the peer's, the median of the rounds.

    ``plain``: the answers that every side must give. A peer that does not, or breaks under load, is told and
    left out. Raises: SideFailed, LoadFailed when it is ours.
    """
    _warm_up(ours, query, plain)
    racing = [ours, *(peer for peer in peers if _takes_part(peer, query, plain))]
    rounds: list[dict[str, Load]] = []
    for number in range(ROUNDS):
        rounds.append(_round(racing, query, number))
        racing = [side for side in racing if side.name in rounds[-1]]
    for peer in racing[1:]:
        pairs = [(loads[ours.name], loads[peer.name]) for loads in rounds]
        _tell(f"{query.name}_vs_{peer.name}", [(a.rate, b.rate) for a, b in pairs], "requests/s")
        console.print(f"  p50 {_p50(pairs, 0):.1f} ms against {_p50(pairs, 1):.1f} ms", highlight=False)


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


def require_equal(side: Side, query: Query, plain: Sequence[Any]) -> None:
    """Raises: SideFailed."""
    for number, expected in enumerate(plain):
        if (found := side.shaped(side.answer(query, number))) != expected:
            raise SideFailed(f"{side.name} answers {query.name} otherwise: {found} for {expected}"[:2000])


def absent(name: str, reason: object) -> None:
    console.print(f"{name}: absent. {reason}", markup=False, highlight=False, soft_wrap=True)


def _warm_up(side: Side, query: Query, plain: Sequence[Any]) -> None:
    """Raises: SideFailed, also for errors under load that come with status 200: they are short."""
    require_equal(side, query, plain)
    load = side.load(query, connections=CONNECTIONS, seconds=WARM_UP_SECONDS)
    if load.bytes < WHOLE_SHARE * min(len(orjson.dumps(answer)) for answer in plain):
        raise SideFailed(f"{side.name}: answers of {load.bytes:.0f} bytes under load")


def _takes_part(peer: Side, query: Query, plain: Sequence[Any]) -> bool:
    try:
        _warm_up(peer, query, plain)
    except (SideFailed, LoadFailed) as failed:
        absent(f"{query.name}_vs_{peer.name}", failed)
        return False
    return True


def _round(racing: Sequence[Side], query: Query, number: int) -> dict[str, Load]:
    """Each side once, another one first in every round; a peer that broke is missing. Raises: LoadFailed."""
    ours, at, loads = racing[0], number % len(racing), {}
    for side in (*racing[at:], *racing[:at]):
        try:
            loads[side.name] = side.load(query, connections=CONNECTIONS, seconds=SECONDS)
        except LoadFailed as failed:
            if side is ours:
                raise
            absent(f"{query.name}_vs_{side.name}", failed)
    return loads


def _p50(pairs: Sequence[tuple[Load, Load]], side: int) -> float:
    return median(pair[side].p50 for pair in pairs)


def _tell(name: str, rounds: Sequence[tuple[float, float]], unit: str) -> None:
    ours, theirs = (median(side) for side in zip(*rounds, strict=True))
    ratio = median(a / b for a, b in rounds)
    console.print(f"{name}: {ours:,.2f} {unit} against {theirs:,.2f}, {len(rounds)} rounds", highlight=False)
    print(f"ratio {name} {ratio:.2f}", flush=True)
