"""A mail server for tests: takes mail over SMTP (RFC 5321), keeps it, says no where a test wants it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

END_OF_DATA = b"\r\n.\r\n"


@dataclass
class MailServer:
    """``mails``: what it took, in order. ``answers``: what it says to an address instead of taking mail."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, bytes] = field(default_factory=dict)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._say(writer, b"220 ready")
        while line := await reader.readline():
            verb, answer = line.split(b" ")[0].strip().upper(), b"250 ok"
            if verb == b"RCPT":
                self.asked += 1
                answer = self.answers.get(_address(line), b"250 ok")
            elif verb == b"DATA":
                self._say(writer, b"354 go on")
                body = await reader.readuntil(END_OF_DATA)
                await self.may_answer.wait()
                message = message_from_bytes(body.removesuffix(END_OF_DATA), policy=default)
                assert isinstance(message, EmailMessage)
                self.mails.append(message)
            elif verb == b"QUIT":
                answer = b"221 bye"
            self._say(writer, answer)
            if verb == b"QUIT":
                break
        writer.close()

    def _say(self, writer: asyncio.StreamWriter, words: bytes) -> None:
        writer.write(words + b"\r\n")


def _address(line: bytes) -> str:
    return line[line.index(b"<") + 1 : line.index(b">")].decode()


@asynccontextmanager
async def mail_server(port: int = 0) -> AsyncIterator[MailServer]:
    caught = MailServer()
    caught.may_answer.set()
    server = await asyncio.start_server(caught.converse, "127.0.0.1", port)
    caught.port = server.sockets[0].getsockname()[1]
    async with server:
        yield caught
