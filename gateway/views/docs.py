"""Basics of an object inside another's wide row, so that the usual questions need no second look-up.

A copy holds what most lists show. Whatever else is asked of the object is read from its own row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gateway.views.parts import instalments_of

ALWAYS = ("id", "version")


@dataclass(frozen=True)
class Doc:
    """A column with the basics of an object of ``type``. Row policies decide over it by these keys too.

    ``made``: keys that do not stand in the state as they are shown, and the SQL that makes them of it.
    """

    type: str
    keys: tuple[str, ...]
    made: Mapping[str, Callable[[str], str]] = field(default_factory=dict)

    @property
    def held(self) -> frozenset[str]:
        return frozenset(ALWAYS + self.keys)

    def of(self, state: str) -> str:
        """SQL that takes the basics out of a mirror's state; null where there is none."""
        pairs = ", ".join(f"'{key}', {self._value(state, key)}" for key in (*ALWAYS, *self.keys))
        return f"CASE WHEN {state} IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object({pairs})) END"

    def _value(self, state: str, key: str) -> str:
        return self.made[key](state) if key in self.made else f"{state}->'{key}'"


PERSON = Doc("Person", ("given_name", "family_name", "faculty"))
PARTNER = Doc("Partner", ("name", "country", "city", "erasmus_code"))
AGREEMENT = Doc(
    "Agreement", ("reference", "programme", "status", "first_year", "last_year", "signed_on", "partner_id")
)
GRANT = Doc(
    "Grant",
    (
        "mobility_id",
        "person_id",
        "faculty",
        "programme",
        "call_year",
        "rank",
        "status",
        "days",
        "amount",
        "contract_amount",
        "paid",
        "instalments",
    ),
    made={"instalments": instalments_of},
)
