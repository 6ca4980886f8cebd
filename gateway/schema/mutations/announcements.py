"""Commands to the events service about announcements."""

from datetime import datetime
from typing import Annotated

import strawberry

from contracts.vocabulary import Audience
from gateway.commands.command import Command, Service
from gateway.schema.announcement import Announcement
from gateway.schema.mutations.inputs import LocalizedTextInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask

DRAFT = Command(Service.EVENTS, "POST", "/v1/announcements", "Announcement")
EDIT = Command(Service.EVENTS, "PUT", "/v1/announcements/{id}", "Announcement")
SCHEDULE = Command(Service.EVENTS, "POST", "/v1/announcements/{id}/schedule", "Announcement")
WITHDRAW = Command(Service.EVENTS, "POST", "/v1/announcements/{id}/withdraw", "Announcement")


@strawberry.type(description="An announcement after a command.")
class AnnouncementPayload(Payload):
    announcement: Announcement | None = strawberry.field(
        description="The announcement, as the caller may see it"
    )


@strawberry.input(description="When and where that takes place which is announced.")
class OccasionInput:
    begins_at: datetime = strawberry.field(description="Begin")
    ends_at: datetime = strawberry.field(description="End")
    venue: str | None = given("Where")


@strawberry.input
class Content:
    """What both inputs say of it."""

    title: LocalizedTextInput = strawberry.field(description="Its title")
    body: LocalizedTextInput = strawberry.field(description="Its text; an empty line parts paragraphs")
    audience: Audience = strawberry.field(description="For whom it is")
    publish_at: datetime = strawberry.field(description="When it comes out, once it is scheduled")
    until: datetime | None = given("When it is withdrawn by itself")
    occasion: OccasionInput | None = given("What it invites to")


@strawberry.input(description="A new announcement; nobody else sees it before it is scheduled.")
class DraftAnnouncementInput(CommandInput, Content):
    pass


@strawberry.input(description="The whole new content of an announcement; needs expectedVersion.")
class EditAnnouncementInput(ChangeInput, Content):
    publish_at: datetime = strawberry.field(description="When it comes out; fixed once it is out")


@strawberry.input(description="Which announcement.")
class AnnouncementInput(ChangeInput):
    pass


@strawberry.type
class AnnouncementMutations:
    @strawberry.mutation(description="Write an announcement in both languages. Office.")
    async def draft_announcement(
        self, info: Ask, input: Annotated[DraftAnnouncementInput, ORDER]
    ) -> AnnouncementPayload:
        return await perform(info, DRAFT, input, AnnouncementPayload, "announcement")

    @strawberry.mutation(
        description="Replace an announcement's content; one that was scheduled is a draft again. Office."
    )
    async def edit_announcement(
        self, info: Ask, input: Annotated[EditAnnouncementInput, ORDER]
    ) -> AnnouncementPayload:
        return await perform(info, EDIT, input, AnnouncementPayload, "announcement")

    @strawberry.mutation(
        description="Let an announcement come out at its time, or at once when that has come. Office."
    )
    async def schedule_announcement(
        self, info: Ask, input: Annotated[AnnouncementInput, ORDER]
    ) -> AnnouncementPayload:
        return await perform(info, SCHEDULE, input, AnnouncementPayload, "announcement")

    @strawberry.mutation(description="Take an announcement back for good. Office.")
    async def withdraw_announcement(
        self, info: Ask, input: Annotated[AnnouncementInput, ORDER]
    ) -> AnnouncementPayload:
        return await perform(info, WITHDRAW, input, AnnouncementPayload, "announcement")
