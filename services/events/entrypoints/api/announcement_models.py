"""What callers send and read of announcements. Shapes only: the rules refuse in the domain."""

from datetime import UTC, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from chassis.refusal import LocalizedText
from contracts.vocabulary import AnnouncementStatus, Audience
from services.events.domain.announcement import Announcement, Content, Occasion
from services.events.entrypoints.api.models import Input, Title, TitleOut, Words

BODY_LENGTH_MAX = 10_000

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=BODY_LENGTH_MAX)]
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))
]


class Body(Input):
    """The same text in both languages: paragraphs apart by an empty line; addresses become links."""

    tr: Prose
    en: Prose


class OccasionIn(Input):
    """When and where that takes place which is announced."""

    begins_at: Moment
    ends_at: Moment
    venue: Words | None = None

    def occasion(self) -> Occasion:
        return Occasion(self.begins_at, self.ends_at, self.venue)


class AnnouncementIn(Input):
    title: Title
    body: Body
    audience: Audience
    publish_at: Moment = Field(description="When it comes out, once it is scheduled")
    until: Moment | None = Field(default=None, description="When it is withdrawn by itself")
    occasion: OccasionIn | None = None

    def content(self) -> Content:
        return Content(
            title=LocalizedText(tr=self.title.tr, en=self.title.en),
            body=LocalizedText(tr=self.body.tr, en=self.body.en),
            audience=self.audience,
            publish_at=self.publish_at,
            until=self.until,
            occasion=self.occasion.occasion() if self.occasion else None,
        )


class OccasionOut(BaseModel):
    begins_at: datetime
    ends_at: datetime
    venue: str | None


class AnnouncementOut(BaseModel):
    id: UUID
    version: int
    title: TitleOut
    body: TitleOut
    audience: Audience
    publish_at: datetime
    until: datetime | None
    occasion: OccasionOut | None
    status: AnnouncementStatus
    published_at: datetime | None
    changed_at: datetime

    @classmethod
    def of(cls, announcement: Announcement) -> Self:
        content, occasion = announcement.content, announcement.content.occasion
        return cls(
            id=announcement.id,
            version=announcement.version,
            title=TitleOut.model_validate(content.title),
            body=TitleOut.model_validate(content.body),
            audience=content.audience,
            publish_at=content.publish_at,
            until=content.until,
            occasion=occasion and OccasionOut.model_validate(occasion, from_attributes=True),
            status=announcement.status,
            published_at=announcement.published_at,
            changed_at=announcement.changed_at,
        )
