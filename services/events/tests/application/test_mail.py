"""Who asked is told once, through a real mail server; what fails is seen, and nothing is lost or doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import text

from chassis.clock import utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.timetable import Entry, round_of
from chassis.work import Transactions
from contracts import opportunities as told
from contracts.mobility import Person, PersonChanged, PersonErased, PersonRegistered
from services.events.adapters.post import SmtpPost
from services.events.adapters.work import EventsWork
from services.events.application import tell_people
from services.events.application.send_mail import Letter, Post
from services.events.domain.mail import CLAIM_LASTS
from services.events.entrypoints.sending import SendMail
from services.events.entrypoints.timetable import DEADLINES, OPPORTUNITIES, PEOPLE
from services.events.settings import PostSettings
from services.events.tests.conftest import Client, ClientOf, OtherServices, Said, an_opportunity
from services.events.tests.mail_server import MailServer, mail_server

ADDRESS = "ayse@example.org"
SCHOLARSHIP = ("scholarship",)


class ProcessEnds(BaseException):
    """Nothing that runs in a process sees its end."""


@dataclass
class DiesAfterSending:
    """The mail server has the mail; the process does not live to note it."""

    post: Post

    async def send(self, letter: Letter) -> None:
        await self.post.send(letter)
        raise ProcessEnds


async def due_mails(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.mails.due(now, limit)


@dataclass
class Scene:
    """The office, a mail server, and the timetable at a moment of the test's choice."""

    office: Client
    client_of: ClientOf
    others: OtherServices
    server: MailServer
    transactions: Transactions[EventsWork]
    moment: datetime = field(default_factory=utc_now)

    @property
    def post(self) -> SmtpPost:
        where = {"host": "127.0.0.1", "port": self.server.port, "starttls": False}
        return SmtpPost(PostSettings(sender="office@kervan.example", **where))  # type: ignore[arg-type]

    async def somebody(self, person_id: UUID, version: int = 1, **known: Any) -> None:
        """As mobility tells of them."""
        given = {"given_name": "Ayşe", "family_name": "Yılmaz", "email": ADDRESS, "faculty": "engineering"}
        person = Person(id=person_id, version=version, **(given | known))
        event = PersonRegistered if version == 1 else PersonChanged
        await self.others.say(event(state=person))

    async def wants(self, person_id: UUID, kinds: Sequence[str], mail: Sequence[str]) -> None:
        said = {"person_id": str(person_id), "kinds": list(kinds), "mail_kinds": list(mail)}
        answer = await self.client_of(Role.STUDENT, person_id=person_id).post("/interests", said)
        assert answer.status == 200, answer.body

    async def tells(self) -> None:
        for entry in (DEADLINES, OPPORTUNITIES, PEOPLE):
            await round_of(entry, self.transactions, lambda: self.moment)

    async def sends(self, post: Post | None = None) -> None:
        entry = Entry("mails", due_mails, SendMail(post or self.post))
        await round_of(entry, self.transactions, lambda: self.moment)

    async def offers(self, **known: object) -> Any:
        """And who it is for is told."""
        offered = await self.office.offers(**known)
        await self.tells()
        await self.sends()
        return offered

    async def states(self) -> list[tuple[str, int]]:
        async with self.transactions.engine.connect() as connection:
            rows = await connection.execute(text("SELECT state, attempts FROM mail ORDER BY id"))
            return [(row.state, row.attempts) for row in rows]


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as caught:
        yield caught


@pytest.fixture
def scene(
    office: Client,
    client_of: ClientOf,
    others: OtherServices,
    server: MailServer,
    transactions: Transactions[EventsWork],
) -> Scene:
    return Scene(office, client_of, others, server, transactions)


@pytest.fixture
async def ayse(scene: Scene) -> UUID:
    """Wants scholarships, also by mail, and seminars in the web only."""
    person_id = new_id()
    await scene.somebody(person_id)
    await scene.wants(person_id, ["scholarship", "seminar"], SCHOLARSHIP)
    return person_id


async def test_who_asked_is_told_once(scene: Scene, ayse: UUID) -> None:
    offered = await scene.offers()
    await scene.tells()
    await scene.sends()
    (mail,) = scene.server.mails
    assert (mail["To"], mail["From"]) == (ADDRESS, "office@kervan.example")
    body = mail.get_content()
    assert all(each in body for each in (*offered["title"].values(), *offered["body"].values()))


async def test_a_change_tells_nobody_twice_and_those_it_is_now_for(scene: Scene, ayse: UUID) -> None:
    offered = await scene.offers(faculties=["theology"])
    assert scene.server.mails == []
    for version, title in ((1, "first"), (2, "second")):
        changed = an_opportunity(title={"tr": title, "en": title})
        answer = await scene.office.replaces(f"/opportunities/{offered['id']}", changed, version)
        assert answer.status == 200, answer.body
        await scene.tells()
        await scene.sends()
    assert [mail["Subject"] for mail in scene.server.mails] == ["first · first"]


async def test_whose_attributes_change_is_told_of_what_is_open(scene: Scene, ayse: UUID) -> None:
    await scene.offers(faculties=["theology"])
    await scene.somebody(ayse, 2, faculty="theology")
    await scene.tells()
    await scene.sends()
    assert len(scene.server.mails) == 1


async def test_people_are_told_some_at_a_time_and_none_is_left_out(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tell_people, "LISTENERS_AT_ONCE", 2)
    addresses = [f"p{number}@example.org" for number in range(5)]
    for address in addresses:
        person_id = new_id()
        await scene.somebody(person_id, email=address)
        await scene.wants(person_id, SCHOLARSHIP, SCHOLARSHIP)
    await scene.tells()  # their interests are not new any more
    await scene.offers()
    for _ in range(2):
        await scene.tells()
    await scene.sends()
    assert sorted(mail["To"] for mail in scene.server.mails) == addresses


async def test_without_a_consent_for_the_kind_there_is_no_mail(scene: Scene, ayse: UUID) -> None:
    await scene.offers(kind="seminar")
    assert (scene.server.mails, await scene.states()) == ([], [])


async def test_a_consent_that_is_gone_when_the_mail_is_due_holds(scene: Scene, ayse: UUID) -> None:
    await scene.office.offers()
    await scene.tells()
    await scene.wants(ayse, SCHOLARSHIP, [])
    await scene.sends()
    assert (scene.server.mails, await scene.states()) == ([], [("unwanted", 1)])


async def told_and_undone(scene: Scene, offered: UUID) -> None:
    async with scene.transactions.begin() as work:
        await tell_people.tell_of_opportunity(offered, work, scene.moment)
        await scene.sends()
        raise LookupError


async def test_nothing_is_sent_of_what_was_not_committed(scene: Scene, ayse: UUID) -> None:
    """Nor while it is not, nor when it was undone."""
    offered = UUID((await scene.office.offers())["id"])
    with pytest.raises(LookupError):
        await told_and_undone(scene, offered)
    await scene.sends()
    assert scene.server.mails == []


async def test_two_processes_send_it_once(scene: Scene, ayse: UUID) -> None:
    """While the first waits for the mail server's answer, the others find the mail claimed."""
    await scene.office.offers()
    await scene.tells()
    scene.server.may_answer.clear()
    sending = [asyncio.create_task(scene.sends()) for _ in range(4)]
    async with asyncio.timeout(30):
        while not scene.server.asked:  # noqa: ASYNC110  no bell
            await asyncio.sleep(0.01)
    await asyncio.wait(sending, timeout=0.5)
    scene.server.may_answer.set()
    await asyncio.gather(*sending)
    assert (len(scene.server.mails), scene.server.asked) == (1, 1)


async def test_a_process_that_ends_after_sending_leaves_a_copy_with_the_same_message_id(
    scene: Scene, ayse: UUID
) -> None:
    """Not before its claim has ended: until then others take the mail for being sent."""
    await scene.office.offers()
    await scene.tells()
    with pytest.raises(ProcessEnds):
        await scene.sends(DiesAfterSending(scene.post))
    assert await scene.states() == [("claimed", 1)]
    await scene.sends()
    assert len(scene.server.mails) == 1
    scene.moment += CLAIM_LASTS
    await scene.sends()
    await scene.sends()
    assert (len(scene.server.ids), len(set(scene.server.ids))) == (2, 1)
    assert await scene.states() == [("sent", 2)]


@pytest.mark.parametrize(
    ("answer", "state", "later"), [(b"450 mailbox busy", "waiting", 1), (b"550 no such user", "bounced", 0)]
)
async def test_what_the_mail_server_says_is_believed(
    scene: Scene, ayse: UUID, answer: bytes, state: str, later: int
) -> None:
    scene.server.answers[ADDRESS] = answer
    await scene.offers()
    await scene.sends()
    assert (await scene.states(), scene.server.asked) == ([(state, 1)], 1)
    scene.server.answers.clear()
    scene.moment += timedelta(minutes=1)
    await scene.sends()
    assert len(scene.server.mails) == later


async def test_an_address_that_bounced_gets_no_mail_until_there_is_another(scene: Scene, ayse: UUID) -> None:
    scene.server.answers[ADDRESS] = b"550 no such user"
    await scene.offers()
    await scene.offers()
    assert scene.server.asked == 1
    await scene.somebody(ayse, 2, email="new@example.org")
    await scene.offers()
    assert [mail["To"] for mail in scene.server.mails] == ["new@example.org"]


async def test_a_mail_server_that_is_away_loses_nothing(scene: Scene, ayse: UUID) -> None:
    away = SmtpPost(PostSettings(host="127.0.0.1", port=1, starttls=False))
    await scene.office.offers()
    await scene.tells()
    await scene.sends(away)
    assert await scene.states() == [("waiting", 1)]
    scene.moment += timedelta(minutes=1)
    await scene.sends()
    assert len(scene.server.mails) == 1


async def test_the_link_in_a_mail_takes_the_consent_back(
    scene: Scene, ayse: UUID, base_url: str, said: Said
) -> None:
    await scene.offers()
    (mail,) = scene.server.mails
    link = str(mail["List-Unsubscribe"]).strip("<>")
    assert link in mail.get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link[link.index("/mails/") :]
    async with aiohttp.ClientSession(base_url) as anybody:
        async with anybody.get(path) as page:
            assert (page.status, '<form method="post">' in await page.text()) == (200, True)
        async with anybody.get(path, params={"language": "tr"}) as page:
            assert "Bana artık e-posta göndermeyin" in await page.text()
        await scene.offers()
        assert len(scene.server.mails) == 2  # looking at the page is no wish
        for _ in range(2):
            async with anybody.post(path, data={"List-Unsubscribe": "One-Click"}) as done:
                assert done.status == 200
    await scene.offers()
    assert len(scene.server.mails) == 2
    stated = [event.state for event in await said() if isinstance(event, told.InterestStated)]
    assert [(state.mail_kinds, len(state.kinds)) for state in stated] == [(SCHOLARSHIP, 2), ((), 2)]


async def test_a_link_of_no_mail_leads_nowhere(scene: Scene, base_url: str) -> None:
    async with (
        aiohttp.ClientSession(base_url) as anybody,
        anybody.post(f"/mails/{new_id()}/unsubscribe") as answer,
    ):
        assert answer.status == 404


async def test_a_header_takes_no_line_break(scene: Scene, ayse: UUID) -> None:
    evil = "Burs\r\nBcc: everybody@example.org"
    await scene.offers(title={"tr": evil, "en": "x"})
    (mail,) = scene.server.mails
    assert (mail["Bcc"], mail["Subject"]) == (None, "Burs Bcc: everybody@example.org · x")


async def test_an_erased_person_leaves_no_interest_consent_address_or_mail(
    scene: Scene, ayse: UUID, said: Said
) -> None:
    await scene.office.offers()
    await scene.tells()
    await scene.others.say(PersonErased(key=ayse, sequence=2))
    await scene.somebody(ayse, 3)
    async with scene.transactions.engine.connect() as connection:
        for table in ("interest", "mail_consent", "recipient", "mail"):
            count = await connection.execute(text(f"SELECT count(*) FROM {table}"))
            assert count.scalar_one() == 0, table
    assert isinstance((await said())[-1], told.InterestErased)


async def test_an_address_rests_sealed(scene: Scene, ayse: UUID) -> None:
    async with scene.transactions.engine.connect() as connection:
        rested = (await connection.execute(text("SELECT email FROM recipient"))).scalar_one()
    assert rested.startswith("sealed:")
