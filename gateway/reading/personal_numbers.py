"""A person's IBAN and national id in full, for who may read them: opened here and nowhere else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from chassis.identity.caller import Caller
from gateway.policies import Access, RowFields
from gateway.views.mirrors import PERSON
from gateway.views.person import TABLE
from gateway.views.personal_numbers import MASKS, SEALED, opened

TYPE = "PersonalNumbers"


def numbers_of(person: UUID, caller: Caller) -> Select[Any]:
    """The seals that ``caller`` may open; no row where they may not see the person."""
    access, fields, mirror = Access(TYPE, caller), RowFields(TABLE), PERSON.table
    seals = mirror.c.state[SEALED]
    shown = (access.seen(name, seals[name].astext, fields).label(name) for name in MASKS)
    joined = TABLE.join(mirror, mirror.c.id == TABLE.c.id)
    return select(*shown).select_from(joined).where(TABLE.c.id == person, access.rows(fields))


def opened_row(row: dict[str, Any], person: UUID) -> dict[str, Any]:
    """Raises: NotOpened."""
    return {name: opened(name, sealed, person) for name, sealed in row.items()}
