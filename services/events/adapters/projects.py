"""Projects in their table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from contracts.projects import ProjectEvent
from contracts.vocabulary import ProjectStatus as Status
from services.events.adapters.documents import DocumentRepository, Form
from services.events.adapters.tables import PROJECT
from services.events.domain.project import Content, Project
from services.events.domain.task import responsible


def _searched(project: Project) -> Mapping[str, Any]:
    members = (member.person_id for member in project.content.members)
    return {
        "status": project.status,
        "apply_by": project.content.apply_by,
        "person_ids": [*members, *responsible(project.tasks)],
    }


PROJECTS = Form(PROJECT, TypeAdapter(Project), _searched, part=("content", Content))


class ProjectRepository(DocumentRepository[Project, ProjectEvent]):
    FORM = PROJECTS

    async def page(
        self, status: Status | None, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[Project]:
        """By the last day to apply."""
        return await self._page(PROJECT.c.apply_by, status, after, limit)
