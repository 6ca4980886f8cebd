"""The mirror of people under the newest key, what was taken in before there were keys included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.resealing import IN_THE_CLEAR, Place
from chassis.sealed import PREFIX, keyring
from gateway.views.mirrors import PERSON
from gateway.views.person import VIEW
from gateway.views.personal_numbers import MASKS, SEALED, sealed_anew
from gateway.views.projection import ONE_AT_A_TIME

HOLDS: Final = """
    state IS NOT NULL AND (state->>'iban' IS NOT NULL OR state->>'national_id' IS NOT NULL)
"""
OLD = text(f"""
    SELECT id, state FROM mirror_person
    WHERE {HOLDS} AND (CAST(:after AS uuid) IS NULL OR id > :after) AND (
        state->'sealed' IS NULL OR EXISTS (
            SELECT FROM jsonb_each_text(state->'sealed') WHERE NOT starts_with(value, :newest)))
    ORDER BY id LIMIT :limit FOR UPDATE
""")
STATES = text(f"SELECT state FROM mirror_person WHERE {HOLDS}")


class PeopleSealed:
    """The numbers in ``mirror_person``; with them go the masks that ``person_view`` shows."""

    label: Final = "mirror_person.state"

    async def reseal(self, connection: AsyncConnection, after: Place | None, limit: int) -> Sequence[Place]:
        await connection.execute(ONE_AT_A_TIME)
        newest = f"{PREFIX.decode()}{keyring().newest}:"
        asked = {"after": after and after[0], "limit": limit, "newest": newest}
        rows = (await connection.execute(OLD, asked)).all()
        if rows:
            anew = [{"is_id": row.id, "anew": sealed_anew(row.state, row.id)} for row in rows]
            await connection.execute(_REWRITE, anew)
            await VIEW.run(connection, VIEW.recompute, {PERSON.name: [row.id for row in rows]})
        return [(row.id,) for row in rows]

    async def by_key(self, connection: AsyncConnection) -> Mapping[str, int]:
        counted: Counter[str] = Counter()
        for state in (await connection.execute(STATES)).scalars():
            seals: Mapping[str, str] = state.get(SEALED) or {}
            held = [name for name in MASKS if state.get(name) is not None]
            counted.update(seals[name].split(":")[1] if name in seals else IN_THE_CLEAR for name in held)
        return counted


_REWRITE = (
    update(PERSON.table)
    .where(PERSON.table.c.id == bindparam("is_id"))
    .values(state=bindparam("anew", type_=PERSON.table.c.state.type))
)
