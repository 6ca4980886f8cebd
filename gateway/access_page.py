"""docs/access.md: who sees what, written from the policies so that the page cannot tell another story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from chassis.identity.caller import Role
from gateway.policies import OPEN, POLICIES, Rule

ACCESS_PAGE = Path(__file__).parents[1] / "docs" / "access.md"
OUT_OF_DATE = "docs/access.md is out of date: python -m gateway access --write"

HEAD = """\
# Who sees what · Kim neyi görür

Written from `gateway/policies.py` by `python -m gateway access --write`: change it there. The same rules
narrow lists, counts, searches, filters, single objects, node ids and every nested object. What a role may
not see is not there: it reads as null, as an empty list or not at all, exactly like what does not exist. A
hidden column reads as null, and a filter on it finds nothing; where a role has several lines, each shows
its columns in its own rows. A caller with several roles sees what any of them sees; one whose token lacks
the claim (person, faculty, university) has no rows of their own.

`gateway/policies.py` dosyasından yazılır; değişiklik orada yapılır. Listeler, sayılar, aramalar, süzgeçler,
tek kayıtlar, kimlikler ve iç içe nesneler aynı kurallarla daraltılır. Görülemeyen şey yokmuş gibidir: boş
okunur.

Mutations are carried out by the owning service under its own rules; the object they answer with is read by
these.
Değişiklikleri kaydın sahibi olan hizmet kendi kurallarıyla yapar; dönen nesne bu kurallarla okunur.
"""
TABLE = ("role · rol", "rows", "satırlar", "hidden columns · gizli sütunlar")
OPEN_TABLE = ("root · kök", "why", "neden")
NOTHING = ("–", "–", "")


def present() -> str:
    """The page as the policies have it now."""
    sections = [HEAD, *map(_section, POLICIES), _open_roots()]
    return "\n".join(sections)


def complaints(committed: str, now: str) -> list[str]:
    return [] if committed == now else [OUT_OF_DATE]


def _section(type_name: str) -> str:
    lines = [line for role in Role for line in _lines(type_name, role)]
    return f"## {type_name}\n\n{_table(TABLE, lines)}"


def _lines(type_name: str, role: Role) -> Iterator[tuple[str, ...]]:
    """A line for each rule of the role, or one that says it sees nothing."""
    rules = [rule for rule in POLICIES[type_name] if role in rule.roles]
    if not rules:
        yield (role.value, *NOTHING)
    for rule in rules:
        yield (role.value, rule.rows.en, rule.rows.tr, _hidden(rule))


def _hidden(rule: Rule) -> str:
    return ", ".join(f"`{column}`" for column in sorted(rule.hidden))


def _open_roots() -> str:
    lines = [(f"`{name}`", why.en, why.tr) for name, why in OPEN.items()]
    return f"## Roots that no policy narrows · Daraltılmayan kökler\n\n{_table(OPEN_TABLE, lines)}"


def _table(head: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    rule = tuple("---" for _ in head)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rule, *lines))
