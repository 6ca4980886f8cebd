"""What the office announces: drafted → scheduled → published → withdrawn, by the office and by the clock.

An announcement is written in two languages, comes out at ``publish_at``, and is withdrawn by the clock at
``until`` where it has one. What is out may be corrected, but not taken back to a time before it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.vocabulary import AnnouncementStatus as Status
from contracts.vocabulary import Audience


class AnnouncementEndsBeforeItIsOut(Refusal):
    code = "announcement-ends-before-it-is-out"
    tr = "Duyuru {publish_at} tarihinde yayımlanacak, ama {until} tarihinde bitiyor."
    en = "The announcement comes out at {publish_at}, but ends at {until}."
    next_tr, next_en = "Bitişi yayımdan sonraya alın.", "Let it end after it comes out."


class OccasionEndsBeforeItBegins(Refusal):
    code = "occasion-ends-before-it-begins"
    tr, en = "Duyurulan etkinlik başlamadan bitiyor.", "What is announced ends before it begins."
    next_tr, next_en = "Bitişi başlangıçtan sonraya alın.", "Let it end after its beginning."


class AnnouncementIsOver(Refusal):
    code, kind = "announcement-is-over", Kind.CONFLICT
    tr, en = "Bu duyurunun süresi {until} tarihinde doldu.", "This announcement's time was over at {until}."
    next_tr, next_en = (
        "Önce duyuruyu değiştirip yeni bir bitiş verin.",
        "Change it first: give it a later end.",
    )


class AnnouncementIsOut(Refusal):
    code, kind = "announcement-is-out", Kind.CONFLICT
    tr = "Duyuru {published_at} tarihinde yayımlandı; yayım zamanı değiştirilemez."
    en = "The announcement came out at {published_at}; when it does cannot be changed any more."
    next_tr, next_en = "Yayım zamanını olduğu gibi bırakın.", "Leave the time of publication as it is."


class AnnouncementIsWithdrawn(Refusal):
    code, kind = "announcement-is-withdrawn", Kind.CONFLICT
    tr, en = "Bu duyuru geri çekildi.", "This announcement was withdrawn."
    next_tr, next_en = "Yeni bir duyuru yazın.", "Write a new one."


class AnnouncementIsNoDraft(Refusal):
    code, kind = "announcement-is-no-draft", Kind.CONFLICT
    tr, en = "Bu duyuru zaten zamanlandı ya da yayımlandı.", "This announcement is scheduled or out already."
    next_tr, next_en = "Durumuna bakın; yapılacak bir şey yok.", "Look at its state; nothing is left to do."


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where that takes place which is announced."""

    begins_at: datetime
    ends_at: datetime
    venue: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """What the office writes. An edit replaces all of it."""

    title: LocalizedText
    body: LocalizedText
    audience: Audience
    publish_at: datetime
    until: datetime | None = None
    occasion: Occasion | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """``changed_at``: when it was last written or moved on. ``published_at``: when it came out, if it did."""

    id: UUID
    content: Content
    changed_at: datetime
    status: Status = Status.DRAFTED
    published_at: datetime | None = None
    version: int = 1

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it without signing in."""
        return self.status is Status.PUBLISHED and self.content.audience is Audience.PUBLIC

    @property
    def was_public(self) -> bool:
        """Whether its address is known outside, although there is nothing to read any more."""
        out_once = self.status is Status.WITHDRAWN and self.published_at is not None
        return out_once and self.content.audience is Audience.PUBLIC

    def require_version(self, expected: int | None) -> None:
        """Raises: StaleVersion."""
        require_version(self.version, expected)


def draft(announcement_id: UUID, content: Content, now: datetime) -> Announcement:
    """Raises: AnnouncementEndsBeforeItIsOut, OccasionEndsBeforeItBegins."""
    _require_times(content)
    return Announcement(announcement_id, content, changed_at=now)


def edit(announcement: Announcement, content: Content, now: datetime) -> Announcement:
    """Other words or times. What was only scheduled is a draft again: somebody looks before it goes out.

    Raises: AnnouncementIsWithdrawn, AnnouncementIsOut and as ``draft``.
    """
    _require_times(content)
    match announcement.status:
        case Status.DRAFTED | Status.SCHEDULED:
            return _moved(replace(announcement, content=content), Status.DRAFTED, now)
        case Status.PUBLISHED:
            if content.publish_at != announcement.content.publish_at:
                raise AnnouncementIsOut("publish_at", published_at=announcement.published_at)
            return _moved(replace(announcement, content=content), Status.PUBLISHED, now)
        case Status.WITHDRAWN:
            raise AnnouncementIsWithdrawn
        case _:
            assert_never(announcement.status)


def schedule(announcement: Announcement, now: datetime) -> Announcement:
    """To come out at its time; at once when that has come.

    Raises: AnnouncementIsWithdrawn, AnnouncementIsNoDraft, AnnouncementIsOver.
    """
    match announcement.status:
        case Status.DRAFTED:
            until = announcement.content.until
            if until is not None and until <= now:
                raise AnnouncementIsOver("until", until=until)
            is_time = announcement.content.publish_at <= now
            return _moved(announcement, Status.PUBLISHED if is_time else Status.SCHEDULED, now)
        case Status.SCHEDULED | Status.PUBLISHED:
            raise AnnouncementIsNoDraft
        case Status.WITHDRAWN:
            raise AnnouncementIsWithdrawn
        case _:
            assert_never(announcement.status)


def withdraw(announcement: Announcement, now: datetime) -> Announcement:
    """Raises: AnnouncementIsWithdrawn."""
    if announcement.status is Status.WITHDRAWN:
        raise AnnouncementIsWithdrawn
    return _moved(announcement, Status.WITHDRAWN, now)


def move_on(announcement: Announcement, now: datetime) -> Announcement | None:
    """What the clock makes of it; None when nothing is due.

    One whose whole time passed while nobody looked never comes out.
    """
    content = announcement.content
    waits_or_is_out = announcement.status in (Status.SCHEDULED, Status.PUBLISHED)
    if waits_or_is_out and content.until is not None and content.until <= now:
        return _moved(announcement, Status.WITHDRAWN, now)
    if announcement.status is Status.SCHEDULED and content.publish_at <= now:
        return _moved(announcement, Status.PUBLISHED, now)
    return None


def _moved(announcement: Announcement, status: Status, now: datetime) -> Announcement:
    comes_out = status is Status.PUBLISHED and announcement.published_at is None
    return replace(
        announcement,
        status=status,
        published_at=now if comes_out else announcement.published_at,
        changed_at=now,
        version=announcement.version + 1,
    )


def _require_times(content: Content) -> None:
    """Raises: AnnouncementEndsBeforeItIsOut, OccasionEndsBeforeItBegins."""
    if content.until is not None and content.until <= content.publish_at:
        raise AnnouncementEndsBeforeItIsOut("until", publish_at=content.publish_at, until=content.until)
    if content.occasion is not None and content.occasion.ends_at <= content.occasion.begins_at:
        raise OccasionEndsBeforeItBegins("occasion.ends_at")
