"""docs/access-services.md: who may use which route, written from the rules the routes declare.

``python -m tests.security.authorisation.page`` writes it. It is committed: a rule that opens wider changes
a line that somebody has to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from chassis.identity.access import Reach
from chassis.identity.caller import Role
from tests.security.authorisation.walking import SERVICES, Route, routes

PAGE = Path(__file__).parents[3] / "docs" / "access-services.md"
OUT_OF_DATE = "docs/access-services.md is out of date: python -m tests.security.authorisation.page"

HEAD = """\
# Who may use which route

Written from the `@allowed(…)` beside each route by `python -m tests.security.authorisation.page`: change it
there. Every request needs a token; `–` is refused with 403 before anything is looked at. What a
role does not reach is answered exactly like what does not exist. A service with a route that has no rule does
not start.

`all` any object · `faculty` those of the caller's own faculty · `university` those of the own partner
university, but drafts · `own` the caller's own · `in force` what holds for everybody. The same stands in each
service's `/openapi.json` as `x-kervan-access`. Reading through the gateway: [access](access.md).
"""
WORDS = {
    Reach.EVERYTHING: "all",
    Reach.IN_FORCE: "in force",
    Reach.FACULTY: "faculty",
    Reach.UNIVERSITY: "university",
    Reach.OWN: "own",
}


def present() -> str:
    return "\n".join([HEAD, *map(_section, SERVICES)])


def _section(service: str) -> str:
    rows = [_row(("route", *Role)), _row("---" for _ in range(len(Role) + 1))]
    rows += [_row((f"`{route.key}`", *_cells(route))) for route in routes() if route.service == service]
    return f"## {service}\n\n" + "".join(rows)


def _cells(route: Route) -> list[str]:
    reached = [route.access.reaches(role) for role in Role]
    return [
        ", ".join(word for reach, word in WORDS.items() if reach in reaches) or "–" for reaches in reached
    ]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(present(), encoding="utf-8")
