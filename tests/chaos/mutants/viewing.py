"""Bugs of the gateway's views."""

from __future__ import annotations

from tests.chaos.mutants.planting import Mutant, Patch, rewrite
from tests.chaos.schedule import STATE_TOPICS, Kind, Rule

IDS = "ids = {mirror.name: touched.get(mirror, ()) for mirror in view.reads}"
NOT_OF_PEOPLE = """ids = {
                mirror.name: () if mirror is PERSON is not view.root else touched.get(mirror, ())
                for mirror in view.reads
            }"""
FORGET = "for key in erased:\n"
FORGET_WHOLE = "await connection.execute(mirror.table.delete().where(mirror.table.c.id.in_(list(erased))))\n"


def old_wins(patch: Patch) -> None:
    from gateway.views.mirrors import Mirror

    rewrite(patch, Mirror, "merge", "where=self.table.c.version < incoming.excluded.version,", "")


def old_names(patch: Patch) -> None:
    from gateway.views import projection

    rewrite(patch, projection, "_recompute", IDS, NOT_OF_PEOPLE)


def the_erased_come_back(patch: Patch) -> None:
    from gateway.views import projection

    rewrite(patch, projection, "_forget", FORGET, f"{FORGET_WHOLE}            {FORGET}")


VIEWING = {
    "old-wins": Mutant(
        3,
        "an older event overwrites a newer state",
        (Rule(Kind.STALE_EVENTS, STATE_TOPICS, (0.0, 0.0)),),
        old_wins,
    ),
    "old-names": Mutant(3, "rows that show a changed person are not computed anew", (), old_names),
    "the-erased-come-back": Mutant(
        3,
        "a mirror forgets the erased whole, and an old event brings them back",
        (Rule(Kind.STALE_EVENTS, ("mobility.person.v1", "events.registration.v1"), (0.0, 0.0)),),
        the_erased_come_back,
    ),
}
