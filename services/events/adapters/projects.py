"""Projects in their table: what is searched for has columns, the rest is one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.projects import Project as Told
from contracts.projects import ProjectEvent
from contracts.vocabulary import ProjectStatus as Status
from services.events.adapters.tables import PROJECT
from services.events.domain.project import Content, Project

COLUMNS = PROJECT.c
WRITTEN = TypeAdapter(Project)


class ProjectRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def get(self, project_id: UUID) -> Project:
        """Raises: NotFound."""
        return await self._one(_by_id(project_id))

    async def lock(self, project_id: UUID) -> Project:
        """Raises: NotFound."""
        return await self._one(_by_id(project_id).with_for_update())

    async def page(
        self, status: Status | None, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[Project]:
        """By the last day to apply."""
        order = (COLUMNS.apply_by, COLUMNS.id)
        statement = select(PROJECT).order_by(*order).limit(limit)
        if status is not None:
            statement = statement.where(COLUMNS.status == status)
        return await self._all(statement if after is None else statement.where(tuple_(*order) > after))

    async def lock_of_person(self, person_id: UUID) -> Sequence[Project]:
        """Those that one of ours works in, in the order of their ids."""
        theirs = COLUMNS.person_ids.contains([person_id])
        return await self._all(select(PROJECT).where(theirs).order_by(COLUMNS.id).with_for_update())

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Project]:
        """The next by id, for saying everything again."""
        statement = select(PROJECT).order_by(COLUMNS.id).limit(limit).with_for_update()
        return await self._all(statement if after is None else statement.where(COLUMNS.id > after))

    async def add(self, project: Project, publishes: ProjectEvent) -> None:
        await self._connection.execute(insert(PROJECT).values(row_of(project)))
        self._outbox.add(publishes)

    async def save(self, project: Project, publishes: ProjectEvent) -> None:
        mine = update(PROJECT).where(COLUMNS.id == project.id)
        await self._connection.execute(mine.values(row_of(project)))
        self._outbox.add(publishes)

    async def _one(self, statement: Select[Any]) -> Project:
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound(what="project")
        return _project(row)

    async def _all(self, statement: Select[Any]) -> Sequence[Project]:
        return [_project(row) for row in await self._connection.execute(statement)]


def _by_id(project_id: UUID) -> Select[Any]:
    return select(PROJECT).where(COLUMNS.id == project_id)


def row_of(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "version": project.version,
        "status": project.status,
        "apply_by": project.content.apply_by,
        "person_ids": [member.person_id for member in project.content.members],
        "document": WRITTEN.dump_python(project, mode="json"),
    }


def project_of(told: Told) -> Project:
    """As it was said: the content's fields stand beside the project's own there."""
    state = told.model_dump()
    content = {field.name: state.pop(field.name) for field in fields(Content)}
    return WRITTEN.validate_python({"content": content, **state})


def _project(row: Row[Any]) -> Project:
    return WRITTEN.validate_python(row.document)
