"""Project: from an idea for somebody's call to the closed report. Reads project_view."""

from datetime import date
from typing import Any

import strawberry

from contracts.vocabulary import ProjectRole, ProjectStatus
from gateway.reading.fields import READS, ByIds, Listing
from gateway.reading.ids import as_uuid
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Ask, Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.preparing import Task
from gateway.schema.refs import PartnerRef, PersonRef
from gateway.schema.values import LocalizedText, Money


@strawberry.type(description="One of ours, and what they do in a project.")
class ProjectMember:
    role: ProjectRole = strawberry.field(description="What they do")
    person: PersonRef | None = related("Person", key="person_id", description="Who, where the caller may see")


@strawberry.type(description="Where a project's money stands in finance's books.")
class ProjectBudget:
    reference: str = strawberry.field(description="As finance names it")
    amount: Money = strawberry.field(description="How much of it is the project's")


@strawberry.type(description="A project of the office, from idea to closed report.")
class Project(Node):
    title: LocalizedText = strawberry.field(description="Its title")
    call: str = strawberry.field(description="The call's name")
    source: str = strawberry.field(description="Who calls")
    apply_by: date = strawberry.field(description="The last day to apply")
    members: list[ProjectMember] = strawberry.field(description="Our people in it")
    budget: ProjectBudget | None = strawberry.field(description="Its money: for the office and finance")
    documents: list[str] | None = strawberry.field(description="References, as the office files them")
    status: ProjectStatus = strawberry.field(description="Where it stands")
    tasks: list[Task] | None = strawberry.field(description="What is to be done by when")
    result: LocalizedText | None = strawberry.field(description="What came of it, once it is reported")

    @strawberry.field(description="With whom", metadata={READS: ByIds("Partner", "partner_ids")})
    async def partners(self: Any, info: Ask) -> list[PartnerRef]:
        wanted = [as_uuid(written) for written in self["partner_ids"]]
        found = await info.context.reader.many("Partner", wanted)
        return [partner for partner in found if partner is not None]  # type: ignore[misc]


@strawberry.input(description="Projects that match every given field.")
class ProjectFilter:
    status: ProjectStatus | None = strawberry.field(default=None, description="In this state")


ProjectOrder = order_of("Project", apply_by=("apply_by", "id"), created=("id",))


@strawberry.type
class ProjectQueries:
    projects: Connection[Project] = listing(
        Listing("Project"),
        "Projects by the last day to apply",
        filter=among(ProjectFilter, "Only projects that match"),
        order_by=by(ProjectOrder),
    )
    project: Project | None = single("Project", "One project")
