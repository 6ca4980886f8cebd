"""What a mail about an opportunity says: both languages, one text, and how to get no more of them."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from chassis.clock import ISTANBUL
from services.events.application.send_mail import Letter
from services.events.domain.opportunity import Opportunity
from services.events.settings import unsubscribing_address

WRITTEN: Final = SMTP.clone(max_line_length=76)


def message_of(letter: Letter, sender: str) -> EmailMessage:
    """The same letter has the same Message-ID, however often it is sent."""
    offer, address = letter.opportunity.offer, unsubscribing_address(letter.token)
    message = EmailMessage(policy=WRITTEN)
    message["From"], message["To"] = sender, letter.address
    message["Subject"] = _one_line(f"{offer.title.tr} · {offer.title.en}")
    message["Message-ID"] = f"<{letter.id}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{address}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_text(letter.opportunity, address))
    return message


def _one_line(text: str) -> str:
    """A header with a line break in it would begin another header."""
    return " ".join(text.split())


def _text(opportunity: Opportunity, unsubscribe: str) -> str:
    offer = opportunity.offer
    deadline = f"{offer.deadline.astimezone(ISTANBUL):%d.%m.%Y %H:%M}"
    tr = [offer.title.tr, offer.body.tr, f"Kaynak: {offer.source}", f"Son başvuru: {deadline}"]
    en = [offer.title.en, offer.body.en, f"Source: {offer.source}", f"Deadline: {deadline} (Istanbul)"]
    link = [offer.url] if offer.url else []
    end = [
        f"Bu türden e-posta almak istemiyorsanız: {unsubscribe}",
        f"To get no more mail of this kind: {unsubscribe}",
    ]
    return "\n\n".join([*tr, *link, "— — —", *en, *link, "— — —", *end]) + "\n"
