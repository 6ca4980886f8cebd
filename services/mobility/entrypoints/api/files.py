"""Files of stays: opened and kept by office and coordinators, read by those whom they concern."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from contracts import stays as published
from contracts.vocabulary import MobilityTaskStatus, StayMilestone
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.mobility_file import (
    answer_nomination,
    enter_milestone,
    nominate,
    open_file,
    remind_of_task,
    settle_task,
)
from services.mobility.application.published_language import file_state
from services.mobility.domain.missing import NoSuchMobility
from services.mobility.domain.mobility_file import MobilityFile, NoSuchFile
from services.mobility.domain.tasks import Settlement
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery
from services.mobility.entrypoints.api.inputs import Day, Input

router = APIRouter(tags=["files"])

TaskCode = Annotated[str, Field(min_length=1, max_length=60, examples=["learning-agreement"])]


class Nominated(Input):
    sent_on: Day | None = Field(default=None, description="Today, if it is left out")


class Answered(Input):
    accepted: bool
    answered_on: Day | None = Field(default=None, description="Today, if it is left out")


class MilestoneIn(Input):
    milestone: StayMilestone
    day: Day


class TaskSettledIn(Input):
    task: TaskCode
    status: MobilityTaskStatus
    done_on: Day | None = Field(default=None, description="Today, if it is left out")
    due_on: Day | None = Field(default=None, description="The office's own due day; no rule moves it then")


class TaskIn(Input):
    task: TaskCode


@router.post("/mobilities/{mobility_id}/file", status_code=201, response_model=published.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def open_one(mobility_id: UUID, edge: MobilityEdge) -> Response:
    """With the tasks of its programme, each due where its day is known."""

    async def command(work: MobilityWork) -> MobilityFile:
        stay = await work.mobilities.get(mobility_id)
        edge.sight.require(NoSuchMobility(), person_id=stay.person_id, faculty=stay.faculty)
        return await open_file(mobility_id, work, stay_rules())

    return await edge.run(command, file_state, 201)


@router.get("/files", response_model=Page[published.MobilityFile])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: MobilityEdge, page: PageQuery, person_id: Annotated[UUID | None, Query()] = None
) -> Response:
    async def query(work: MobilityWork) -> Page[published.MobilityFile]:
        (after,) = page.after(UUID) or (None,)
        found = await work.files.page(edge.sight, person_id, after, page.fetch)
        return Page[published.MobilityFile].of(found, page, file_state, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/files/{file_id}", response_model=published.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(file_id: UUID, edge: MobilityEdge) -> Response:
    return await edge.read(lambda work: _permitted(file_id, work, edge), file_state)


@router.post("/files/{file_id}/nominate", response_model=published.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def send_nomination(file_id: UUID, body: Nominated, edge: MobilityEdge) -> Response:
    """The partner was told who comes; the day is kept, for the data went abroad."""
    day, version = body.sent_on or edge.today(), edge.expected_version
    return await _change(
        file_id, edge, lambda work: nominate(file_id, day, work, stay_rules(), expected=version)
    )


@router.post("/files/{file_id}/answer", response_model=published.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def record_answer(file_id: UUID, body: Answered, edge: MobilityEdge) -> Response:
    """What the partner says to the nomination. After a refusal it may be sent again."""
    day, version = body.answered_on or edge.today(), edge.expected_version
    return await _change(
        file_id, edge, lambda work: answer_nomination(file_id, body.accepted, day, work, expected=version)
    )


@router.post("/files/{file_id}/milestones", response_model=published.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def enter_day(file_id: UUID, body: MilestoneIn, edge: MobilityEdge) -> Response:
    """Registration, arrival of those who come to us, end of a residence permit: due days follow."""
    version = edge.expected_version
    return await _change(
        file_id,
        edge,
        lambda work: enter_milestone(file_id, body.milestone, body.day, work, expected=version),
    )


@router.post("/files/{file_id}/tasks", response_model=published.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def settle(file_id: UUID, body: TaskSettledIn, edge: MobilityEdge) -> Response:
    """A task is done, waived, or waits again; with another due day, if one is given."""
    settlement = Settlement(body.status, body.done_on or edge.today(), body.due_on)
    version = edge.expected_version
    return await _change(
        file_id, edge, lambda work: settle_task(file_id, body.task, settlement, work, expected=version)
    )


@router.post("/files/{file_id}/reminders", response_model=published.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def remind(file_id: UUID, body: TaskIn, edge: MobilityEdge) -> Response:
    """Whoever owes the task is to be reminded; once a day at most."""
    version = edge.expected_version
    return await _change(
        file_id, edge, lambda work: remind_of_task(file_id, body.task, edge.today(), work, expected=version)
    )


async def _change(
    file_id: UUID, edge: MobilityEdge, change: Callable[[MobilityWork], Awaitable[MobilityFile]]
) -> Response:
    async def command(work: MobilityWork) -> MobilityFile:
        await _permitted(file_id, work, edge)
        return await change(work)

    return await edge.run(command, file_state)


async def _permitted(file_id: UUID, work: MobilityWork, edge: MobilityEdge) -> MobilityFile:
    file = await work.files.get(file_id)
    edge.sight.require(NoSuchFile(), person_id=file.person_id, faculty=file.faculty)
    return file
