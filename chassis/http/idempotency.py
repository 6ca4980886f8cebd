"""One effect and one answer for each ``Idempotency-Key``, however often a client sends it.

The key is claimed, the command done and the answer kept in one transaction: a crash anywhere leaves all three
or none, and a second request with the key waits for the first one's transaction instead of racing it. A
refused command is rolled back with its claim, so it may be sent again, corrected, under the same key.

The caller is kept as a digest: who somebody is stands in their token, and nowhere here. Answers may hold
personal data, so they are forgotten with the person (``forget_mentions``), and anyway after the retention.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import new_metadata
from chassis.refusal import Kind, Refusal

KEY = re.compile(r"[\x21-\x7e]{1,255}")


class KeyMalformed(Refusal):
    code, kind = "idempotency-key-malformed", Kind.INVALID
    tr = "Idempotency-Key 1–255 görünür ASCII karakter olmalı."
    en = "Idempotency-Key must be 1 to 255 visible ASCII characters."
    next_tr, next_en = "Örneğin bir UUID kullanın.", "Use a UUID, for example."


class KeyReused(Refusal):
    code, kind = "idempotency-key-reused", Kind.INVALID
    tr, en = (
        "Bu Idempotency-Key başka bir istekte kullanıldı.",
        "This Idempotency-Key was used for another request.",
    )
    next_tr, next_en = "Yeni istek için yeni bir anahtar üretin.", "Make a new key for a new request."


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it went out the first time."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def idempotency_table(metadata: MetaData) -> Table:
    """The table a service's first migration makes."""
    return Table(
        "idempotency",
        metadata,
        Column("caller", LargeBinary, primary_key=True),
        Column("key", String(255), primary_key=True),
        Column("operation", Text, nullable=False),
        Column("request", LargeBinary, nullable=False),
        Column("status", SmallInteger),
        Column("headers", JSONB),
        Column("body", LargeBinary),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
    )


IDEMPOTENCY = idempotency_table(new_metadata())


def digest(*parts: bytes) -> bytes:
    """Lengths are part of it, so that moving a byte from one part to the next changes the result."""
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


@dataclass(frozen=True, slots=True)
class Claim:
    """``key`` as used by one caller for one request.

    ``If-Match`` is no part of the request: a client that never saw the first answer may have read the new
    version since, and is owed that first answer.
    """

    caller: bytes
    key: str
    operation: str
    request: bytes

    @classmethod
    def of(cls, key: str, subject: str, operation: str, query: str, body: bytes) -> Claim:
        """``operation`` is the method and path. Raises: KeyMalformed."""
        if KEY.fullmatch(key) is None:
            raise KeyMalformed
        request = digest(operation.encode(), query.encode(), body)
        return cls(digest(subject.encode()), key, operation, request)

    async def take(self, connection: AsyncConnection, now: datetime) -> StoredAnswer | None:
        """None when the claim is ours; the stored answer when this request was done before.

        Waits for a transaction that holds the same claim. Raises: KeyReused for another request's key.
        """
        row = {**asdict(self), "created_at": now}
        taken = await connection.execute(insert(IDEMPOTENCY).values(row).on_conflict_do_nothing())
        return None if taken.rowcount else await self._stored(connection)

    async def _stored(self, connection: AsyncConnection) -> StoredAnswer:
        columns = IDEMPOTENCY.c
        found = (await connection.execute(select(IDEMPOTENCY).where(self._mine()))).mappings().one()
        if found[columns.request] != self.request:
            raise KeyReused
        return StoredAnswer(found[columns.status], found[columns.headers], found[columns.body])

    async def keep(self, connection: AsyncConnection, answer: StoredAnswer) -> None:
        """Write the answer beside the claim, before the commit."""
        await connection.execute(
            update(IDEMPOTENCY)
            .where(self._mine())
            .values(status=answer.status, headers=dict(answer.headers), body=answer.body)
        )

    def _mine(self) -> ColumnElement[bool]:
        return and_(IDEMPOTENCY.c.caller == self.caller, IDEMPOTENCY.c.key == self.key)


async def forget_before(connection: AsyncConnection, instant: datetime) -> int:
    """Delete claims made before ``instant``; returns how many. Their keys may be used anew."""
    return (await connection.execute(delete(IDEMPOTENCY).where(IDEMPOTENCY.c.created_at < instant))).rowcount


async def forget_mentions(connection: AsyncConnection, identity: UUID) -> int:
    """Delete the answers that name ``identity`` (an erased person); returns how many.

    Reads the whole table: erasures are rare, and the retention keeps it small.
    """
    name = literal(str(identity).encode(), LargeBinary)
    mentioned = func.position(name.op("IN")(IDEMPOTENCY.c.body)) > 0
    return (await connection.execute(delete(IDEMPOTENCY).where(mentioned))).rowcount
