"""The chapters in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
from rich.console import Console

from deploy.local.journey import (
    agreeing,
    announcing,
    changing,
    choosing,
    fair,
    gathering,
    hosting,
    language,
    offering,
    paying,
    preparing,
    seeing,
    spending,
    staying,
    teaching,
    visiting,
)
from deploy.local.journey.clients import Gateway, JourneyStopped, Rest
from deploy.local.journey.journal import Facts, Journal
from deploy.local.journey.stage import Place, Stage
from deploy.local.journey.story import Story

REQUEST_SECONDS_MAX = 60


@dataclass(frozen=True)
class Chapter:
    """One part of the journey. ``again``: it is told anew on every run, because it changes nothing."""

    name: str
    en: str
    tr: str
    walk: Callable[[Stage], Awaitable[Facts]]
    again: bool = False


def chapters(place: Place) -> tuple[Chapter, ...]:
    environment = preparing.agreements_environment(place)

    async def directory(stage: Stage) -> Facts:
        return await preparing.directory(stage, environment)

    return (
        Chapter("directory", "The directory of institutions", "Kurum rehberi", directory),
        Chapter("imports", "The office's earlier records", "Ofisin önceki kayıtları", preparing.imports),
        Chapter("record", "The office's record", "Ofisin karnesi", preparing.record, again=True),
        Chapter("agreements", "Agreements", "Anlaşmalar", agreeing.agreements),
        Chapter(
            "applications",
            "A call and forty applications",
            "Bir çağrı ve kırk başvuru",
            choosing.applications,
        ),
        Chapter("ranking", "Scores, ranking, lists", "Puanlar, sıralama, listeler", choosing.ranking),
        Chapter("answers", "Places are answered", "Yerleştirmeler yanıtlanıyor", paying.answers),
        Chapter("payments", "Grants, payments, ledger", "Hibeler, ödemeler, defter", paying.payments),
        Chapter("orientation", "Orientation", "Oryantasyon", gathering.orientation),
        Chapter("courses", "A language course", "Bir dil kursu", language.courses),
        Chapter("announcements", "Announcements", "Duyurular", announcing.announcements),
        Chapter("opportunities", "Opportunities", "Fırsatlar", offering.opportunities),
        Chapter(
            "changes",
            "Early return, withdrawal, recovery",
            "Erken dönüş, vazgeçme, geri alım",
            changing.changes,
        ),
        Chapter("spending", "No euro unused", "Kullanılmayan avro kalmasın", spending.spending),
        Chapter("stays", "One stay, step by step", "Bir hareketlilik, adım adım", staying.stays),
        Chapter(
            "staff", "A lecturer goes to teach", "Bir öğretim elemanı ders vermeye gidiyor", teaching.staff
        ),
        Chapter("hosting", "Those who come to us", "Bize gelenler", hosting.guests),
        Chapter("fair", "A fair, and those who help", "Bir fuar ve gönüllüleri", fair.fair),
        Chapter("visiting", "Visits and projects", "Ziyaretler ve projeler", visiting.visits_and_projects),
        Chapter("year", "Who sees what", "Kim neyi görür", seeing.whole_year, again=True),
        Chapter("trace", "One trace, end to end", "Uçtan uca bir iz", seeing.one_trace, again=True),
    )


async def walk(place: Place, console: Console) -> Stage:
    """Walk what was not walked yet. Raises JourneyStopped where something is not as it should be."""
    timeout = aiohttp.ClientTimeout(total=REQUEST_SECONDS_MAX)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        stage = stage_of(place, session, console)
        for chapter in chapters(place):
            await _walk_chapter(stage, chapter)
        seeing.addresses(stage)
        return stage


def stage_of(place: Place, session: aiohttp.ClientSession, console: Console) -> Stage:
    """The journal is read from its file: a walk goes on where the last one was."""
    endpoints = place.endpoints()
    return Stage(
        gateway=Gateway(session, endpoints["gateway"]["graphql"]),
        rest=Rest(session, endpoints["services"]),
        issuer=place.issuer(),
        journal=Journal(place.journal),
        story=Story(console),
        endpoints=endpoints,
        hints=place.hints(),
    )


async def _walk_chapter(stage: Stage, chapter: Chapter) -> None:
    stage.story.chapter(chapter.en, chapter.tr)
    if stage.journal.page(chapter.name) is not None and not chapter.again:
        stage.story.remembered(chapter.name)
        return
    try:
        facts = await chapter.walk(stage)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise JourneyStopped(f"{chapter.en}: no answer ({error!r})") from error
    stage.journal.write(chapter.name, facts)
