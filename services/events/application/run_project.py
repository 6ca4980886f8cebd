"""The office writes a project down, corrects it, and takes its next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from chassis.ids import new_id
from services.events.application.known_people import require_known
from services.events.application.pipelined import changed, moved
from services.events.application.work import Work
from services.events.domain import project as projects
from services.events.domain.project import Content, Project
from services.events.domain.task import Wanted, responsible

Step = Callable[[Project], Project]


async def draft_project(content: Content, work: Work) -> Project:
    """Raises: PersonErased."""
    await _require_known(content, work)
    project = Project(new_id(), content)
    await work.projects.add(project, publishes=moved(project))
    return project


async def change_project(project_id: UUID, content: Content, expected_version: int, work: Work) -> Project:
    """Raises: NotFound, StaleVersion, PersonErased, ProjectOutOfTurn, ApplicationIsOut."""
    await _require_known(content, work)
    return await amend_project(
        project_id, lambda project: projects.change(project, content), expected_version, work
    )


async def amend_project(project_id: UUID, step: Step, expected_version: int | None, work: Work) -> Project:
    """It stays in its state: other content, tasks. Raises: NotFound, StaleVersion, what ``step`` raises."""
    after = await _after(project_id, step, expected_version, work)
    await work.projects.save(after, publishes=changed(after))
    return after


async def add_tasks(
    project_id: UUID, wanted: Sequence[Wanted], expected_version: int | None, work: Work
) -> Project:
    """Raises: NotFound, StaleVersion, PersonErased, ProjectOutOfTurn."""
    await require_known(responsible(wanted), work)
    return await amend_project(
        project_id, lambda project: projects.add_tasks(project, wanted), expected_version, work
    )


async def move_project(project_id: UUID, step: Step, expected_version: int | None, work: Work) -> Project:
    """Into its next state. Raises: NotFound, StaleVersion and what ``step`` raises."""
    after = await _after(project_id, step, expected_version, work)
    await work.projects.save(after, publishes=moved(after))
    return after


async def _after(project_id: UUID, step: Step, expected_version: int | None, work: Work) -> Project:
    project = await work.projects.lock(project_id)
    project.require_version(expected_version)
    return step(project)


async def _require_known(content: Content, work: Work) -> None:
    await require_known((member.person_id for member in content.members), work)
