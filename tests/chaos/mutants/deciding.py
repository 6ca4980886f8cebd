"""Bugs of a service's own: locks, lines and books."""

from __future__ import annotations

from tests.chaos.mutants.planting import Mutant, Patch, rewrite
from tests.chaos.schedule import Kind, Rule


def no_lock(patch: Patch) -> None:
    from services.events.adapters.gatherings import GatheringRepository

    rewrite(patch, GatheringRepository, "lock", ".with_for_update()", "")


def serve_the_last_first(patch: Patch) -> None:
    from services.events.adapters.registrations import RegistrationRepository

    rewrite(
        patch,
        RegistrationRepository,
        "line",
        "order_by(COLUMNS.place_in_line)",
        "order_by(COLUMNS.place_in_line.desc())",
    )


def promote_the_worst(patch: Patch) -> None:
    from services.mobility.adapters.placements import PostgresPlacements

    rewrite(
        patch,
        PostgresPlacements,
        "next_in_reserve",
        ".order_by(PLACEMENT.c.rank, ",
        ".order_by(PLACEMENT.c.rank.desc(), ",
    )


def half_the_books(patch: Patch) -> None:
    from services.finance.adapters.ledger import LedgerTable

    rewrite(patch, LedgerTable, "post", "_entry_rows(posting)", "_entry_rows(posting)[:2]")


DECIDING = {
    "no-lock": Mutant(
        1,
        "an event's places are changed without its lock",
        (Rule(Kind.SLOW_POSTGRES, ("events",), (4.0, 6.0), amounts=(0.1,)),),
        no_lock,
    ),
    "serve-the-last-first": Mutant(2, "a free place goes to the end of the line", (), serve_the_last_first),
    "promote-the-worst": Mutant(2, "a free place goes to the end of the reserve", (), promote_the_worst),
    "half-the-books": Mutant(2, "only two entries of a ledger transaction are written", (), half_the_books),
}
