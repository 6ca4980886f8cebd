"""Mail over SMTP. The library blocks: a mail has a thread of its own while it is sent, bounded in time."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage

from services.events.adapters.letters import message_of
from services.events.application.send_mail import Letter, NotNow, NotThere
from services.events.settings import PostSettings

PERMANENT = 500
"""Answers of a mail server from here on are final (RFC 5321, 4.2.1)."""


class SmtpPost:
    def __init__(self, settings: PostSettings) -> None:
        self._settings = settings

    @property
    def is_open(self) -> bool:
        """Whether there is a mail server to give mails to."""
        return self._settings.host is not None

    async def send(self, letter: Letter) -> None:
        """Raises: NotNow, NotThere."""
        message = message_of(letter, self._settings.sender)
        try:
            await asyncio.to_thread(self._deliver, message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise (NotThere if min(codes) >= PERMANENT else NotNow) from refused
        except (smtplib.SMTPException, OSError) as error:
            raise NotNow from error

    def _deliver(self, message: EmailMessage) -> None:
        settings = self._settings
        with smtplib.SMTP(settings.host or "", settings.port, timeout=settings.seconds_max) as server:
            if settings.starttls:
                server.starttls(context=ssl.create_default_context())
            if settings.user and settings.password:
                server.login(settings.user, settings.password.get_secret_value())
            server.send_message(message)
