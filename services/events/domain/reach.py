"""How often an announcement was opened, by the way that led there. Of who opened it nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """``PAGE``: from a list, a link or a search; ``CALENDAR``: its date was taken into a calendar."""

    PAGE = "page"
    FEED = "feed"
    POSTER = "poster"
    MAIL = "mail"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Reach:
    """Counts of the announcement with the same ``id``, as they were last told."""

    id: UUID
    page: int = 0
    feed: int = 0
    poster: int = 0
    mail: int = 0
    calendar: int = 0
    version: int = 1


def add(reach: Reach, opened: Mapping[Channel, int]) -> Reach:
    """With what was opened since."""
    counts = {channel.value: getattr(reach, channel) + more for channel, more in opened.items()}
    return replace(reach, version=reach.version + 1, **counts)
