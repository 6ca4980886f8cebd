"""Projects: from an idea to the closed report, by the office."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from contracts.projects import Project as ProjectOut
from contracts.vocabulary import ProjectStatus
from services.events.application import run_project
from services.events.application.pipelined import state_of
from services.events.application.run_project import (
    Step,
    amend_project,
    change_project,
    draft_project,
    move_project,
)
from services.events.domain import project as projects
from services.events.domain.project import Project
from services.events.entrypoints.api.edge import EventsEdge, PageQuery
from services.events.entrypoints.api.project_models import ProjectIn, ResultIn
from services.events.entrypoints.api.task_models import TaskDone, TasksIn

router = APIRouter(prefix="/projects", tags=["projects"])


@router.post("", status_code=201, response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def draft(body: ProjectIn, edge: EventsEdge) -> Response:
    return await edge.run(lambda work: draft_project(body.content(), work), state_of, status=201)


@router.get("", response_model=Page[ProjectOut])
@allowed(everything=[Role.OFFICE])
async def list_projects(edge: EventsEdge, page: PageQuery, status: ProjectStatus | None = None) -> Response:
    """By the last day to apply."""
    after = page.after(date, UUID)

    def present(rows: Sequence[Project]) -> Page[ProjectOut]:
        return Page.of(rows, page, state_of, lambda row: (row.content.apply_by, row.id))

    return await edge.read(lambda work: work.projects.page(status, after, page.fetch), present)


@router.get("/{project_id}", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def read_project(project_id: UUID, edge: EventsEdge) -> Response:
    return await edge.read(lambda work: work.projects.get(project_id), state_of)


@router.put("/{project_id}", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def change(project_id: UUID, body: ProjectIn, edge: EventsEdge) -> Response:
    """Replace its content; `If-Match` names the version it is based on. Tasks stay as they are."""
    version = edge.require_version()
    return await edge.run(lambda work: change_project(project_id, body.content(), version, work), state_of)


@router.post("/{project_id}/apply", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def apply(project_id: UUID, edge: EventsEdge) -> Response:
    """Until the last day to apply."""
    today = edge.today()
    return await _move(project_id, lambda project: projects.apply(project, today), edge)


@router.post("/{project_id}/grant", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def grant(project_id: UUID, edge: EventsEdge) -> Response:
    return await _move(project_id, projects.grant, edge)


@router.post("/{project_id}/refuse", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def refuse(project_id: UUID, edge: EventsEdge) -> Response:
    return await _move(project_id, projects.refuse, edge)


@router.post("/{project_id}/start", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def start(project_id: UUID, edge: EventsEdge) -> Response:
    """A granted project runs; it names its budget by then."""
    return await _move(project_id, projects.start, edge)


@router.post("/{project_id}/report", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def report(project_id: UUID, body: ResultIn, edge: EventsEdge) -> Response:
    result = body.text()
    return await _move(project_id, lambda project: projects.report(project, result), edge)


@router.post("/{project_id}/close", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def close(project_id: UUID, edge: EventsEdge) -> Response:
    """A reported project whose tasks are all done."""
    return await _move(project_id, projects.close, edge)


@router.post("/{project_id}/tasks", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def add_tasks(project_id: UUID, body: TasksIn, edge: EventsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(
        lambda work: run_project.add_tasks(project_id, body.wanted(), version, work), state_of
    )


@router.post("/{project_id}/tasks/done", response_model=ProjectOut)
@allowed(everything=[Role.OFFICE])
async def task_done(project_id: UUID, body: TaskDone, edge: EventsEdge) -> Response:
    version, today = edge.expected_version, edge.today()
    return await edge.run(
        lambda work: amend_project(
            project_id, lambda project: projects.finish_task(project, body.number, today), version, work
        ),
        state_of,
    )


async def _move(project_id: UUID, step: Step, edge: EventsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(lambda work: move_project(project_id, step, version, work), state_of)
