"""The arrows of docs/architecture.md, as pairs of pods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploy.kubernetes.tests.arrows import ANYWHERE, Arrow
from deploy.kubernetes.tests.programs import OWNERS, PROGRAMS, roles_of
from deploy.local.layout import CHECKOUT

PAGE = CHECKOUT / "docs/architecture.md"
HEADING = "## Who reaches whom"
NODE = r"(\w+)(?:\[.*?])?"
EDGE = re.compile(rf"^ +{NODE} -->\|([\d ]+)[^|]*\| {NODE}$", re.MULTILINE)

IDENTITY, PARTNERS, MAIL = "192.0.2.1/32", "192.0.2.2/32", "192.0.2.3/32"
"""Where the overlays name nobody yet."""
OUTSIDE = {
    "clients": "ingress",
    "issuer": IDENTITY,
    "partners": PARTNERS,
    "mail_server": MAIL,
    "keda": "keda",
    "monitoring": "monitoring",
    "postgres_operator": "cnpg-system",
    "cluster": ANYWHERE,
}


def _of_roles(*roles: str) -> list[str]:
    return [f"{program}-{role}" for program in PROGRAMS for role in roles if role in roles_of(program)]


NODES: dict[str, list[str]] = {
    "gateway": ["gateway-api"],
    "owners": [f"{owner}-api" for owner in OWNERS],
    "announcements": ["events-api"],
    "timetable": ["events-relay"],
    "apis": _of_roles("api"),
    "processes": _of_roles("api", "relay", "consumer"),
    "migrations": _of_roles("migration"),
    "own_database": [f"{program}-postgres" for program in PROGRAMS],
    "kafka": ["kafka"],
    "topics_and_users": ["entity-operator"],
    "collector": ["collector"],
} | {node: [name] for node, name in OUTSIDE.items()}


def drawn() -> set[Arrow]:
    """Raises: KeyError for a node of the drawing that is nobody."""
    _, _, section = PAGE.read_text().partition(HEADING)
    drawing = section.partition("\n## ")[0]
    lines = EDGE.findall(drawing)
    assert len(lines) == drawing.count("-->"), "a line of the drawing was not understood"
    return {arrow for line in lines for arrow in _arrows(*line)}


def _arrows(source: str, ports: str, target: str) -> Iterator[Arrow]:
    for one in NODES[source]:
        for other in NODES[target]:
            if target != "own_database" or source in OUTSIDE or _same_program(one, other):
                yield from (Arrow(one, other, int(port)) for port in ports.split())


def _same_program(one: str, other: str) -> bool:
    return one.partition("-")[0] == other.partition("-")[0]
