"""A service of one table, for testing the edge: rooms that people book and enlarge."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Executable,
    Row,
    Table,
    Text,
    Uuid,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import new_metadata
from chassis.http.edge import Edge, edge
from chassis.http.paging import Page, Paging, page_query
from chassis.identity.access import ANYBODY, PEOPLE, allowed
from chassis.identity.caller import NotYours, Role
from chassis.ids import new_id
from chassis.outbox import Outbox
from chassis.refusal import Kind, NotFound, Refusal, require_version
from chassis.work import UnitOfWork

METADATA = new_metadata()
ROOMS = Table(
    "room",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("places", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
)


class RoomTooSmall(Refusal):
    code = "room-too-small"
    tr, en = "Bir salonda en az {least} yer olmalı.", "A room has at least {least} places."
    next_tr, next_en = "Yer sayısını artırın.", "Give it more places."


class RoomNameTaken(Refusal):
    code, kind = "room-name-taken", Kind.CONFLICT
    tr, en = "Bu adda bir salon var.", "There is a room of this name."


CONSTRAINTS: dict[str, type[Refusal]] = {"uq_room_name": RoomNameTaken}


class RoomIn(BaseModel):
    name: str = Field(min_length=1, max_length=300)
    places: int


class RoomOut(BaseModel):
    id: UUID
    name: str
    places: int
    version: int

    @classmethod
    def of(cls, row: Row[Any]) -> "RoomOut":
        return cls.model_validate(row._mapping)


class Gate:
    """Holds a command inside its transaction until a test lets it go on."""

    def __init__(self) -> None:
        self.reached, self.opened = asyncio.Event(), asyncio.Event()
        self.opened.set()

    async def pass_through(self) -> None:
        self.reached.set()
        await self.opened.wait()


class Work(UnitOfWork):
    def __init__(self, connection: AsyncConnection, outbox: Outbox, gate: Gate) -> None:
        super().__init__(connection, outbox)
        self.gate = gate

    async def add(self, wanted: RoomIn) -> Row[Any]:
        row = {"id": new_id(), "name": wanted.name, "places": wanted.places, "version": 1}
        added: Row[Any] = (await self.connection.execute(insert(ROOMS).values(row).returning(ROOMS))).one()
        await self.gate.pass_through()
        if wanted.places < 1:  # late on purpose: a refusal must undo what was written before it
            raise RoomTooSmall("places", least=1)
        return added

    async def change(self, room_id: UUID, wanted: RoomIn, expected: int | None) -> Row[Any]:
        present = await self.get(room_id, for_update=True)
        require_version(present.version, expected)
        values = {"name": wanted.name, "places": wanted.places, "version": present.version + 1}
        changed = update(ROOMS).where(ROOMS.c.id == room_id).values(values).returning(ROOMS)
        row: Row[Any] = (await self.connection.execute(changed)).one()
        return row

    async def get(self, room_id: UUID, for_update: bool = False) -> Row[Any]:
        query = select(ROOMS).where(ROOMS.c.id == room_id)
        found = (
            await self.connection.execute(query.with_for_update() if for_update else query)
        ).one_or_none()
        if found is None:
            raise NotFound("id", what="room")
        return found

    async def list(self, after: tuple[Any, ...] | None, limit: int) -> "list[Row[Any]]":
        query = select(ROOMS).order_by(ROOMS.c.name, ROOMS.c.id).limit(limit)
        if after:
            query = query.where(_behind(after))
        return list((await self.connection.execute(query)).all())


def _behind(after: tuple[Any, ...]) -> ColumnElement[bool]:
    return tuple_(ROOMS.c.name, ROOMS.c.id) > after


router = APIRouter(tags=["rooms"])
RoomEdge = Annotated[Edge[Work], Depends(edge)]


@router.post("/rooms", status_code=201, response_model=RoomOut)
@allowed(everything=[Role.OFFICE])
async def add_room(body: RoomIn, edge: RoomEdge) -> Response:
    return await edge.run(lambda work: work.add(body), RoomOut.of, status=201)


@router.put("/rooms/{room_id}", response_model=RoomOut)
@allowed(everything=[Role.OFFICE])
async def change_room(room_id: UUID, body: RoomIn, edge: RoomEdge) -> Response:
    expected = edge.require_version()
    return await edge.run(lambda work: work.change(room_id, body, expected), RoomOut.of)


@router.get("/rooms/{room_id}", response_model=RoomOut)
@allowed(everything=ANYBODY)
async def show_room(room_id: UUID, edge: RoomEdge) -> Response:
    return await edge.read(lambda work: work.get(room_id), RoomOut.of)


@router.get("/rooms", response_model=Page[RoomOut])
@allowed(everything=ANYBODY)
async def list_rooms(edge: RoomEdge, page: Annotated[Paging, Depends(page_query)]) -> Response:
    after = page.after(str, UUID)
    return await edge.read(
        lambda work: work.list(after, page.fetch),
        lambda rows: Page[RoomOut].of(rows, page, RoomOut.of, key=lambda row: (row.name, row.id)),
    )


@router.get("/people/{person_id}/bookings", response_model=Page[RoomOut])
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def list_bookings(person_id: UUID, edge: RoomEdge) -> Response:
    edge.sight.require(NotYours(), person_id=person_id)
    page = Paging()
    return await edge.read(
        lambda work: work.list(None, page.fetch),
        lambda rows: Page[RoomOut].of(rows, page, RoomOut.of, key=lambda row: (row.name, row.id)),
    )


@router.post("/faults/{kind}", status_code=204)
@allowed(everything=[Role.OPS])
async def fault(kind: Annotated[str, Path(max_length=20)], edge: RoomEdge) -> Response:
    """Fails on purpose, in one of the ways a service can."""
    return await edge.run(lambda work: _fail(kind, work), lambda _: None)


FAULTS: dict[str, Executable] = {
    "deadlock": text("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$"),
    "disconnect": select(func.pg_terminate_backend(func.pg_backend_pid())),
    "typo": text("SELECT * FROM no_such_table"),
}


async def _fail(kind: str, work: Work) -> None:
    if kind not in FAULTS:
        raise RuntimeError("the secret of the office")
    await work.connection.execute(FAULTS[kind])
