"""With which code and words a WebSocket is closed. The protocol's own first, then ours.

Clients of graphql-ws reconnect by themselves after any of ours; after the protocol's they do not, for they
would only do the same again.
"""

from __future__ import annotations

from collections.abc import Mapping

from chassis.http.strangers import TooManyFromHere
from chassis.identity.caller import Unauthenticated
from chassis.refusal import Kind, Refusal
from gateway.http.origins import OriginRefused
from gateway.subscriptions.endings import (
    ConnectionsFull,
    Interrupted,
    LifetimeOver,
    Restarting,
    SubscriberTooSlow,
    TooManyConnections,
)

REASON_BYTES_MAX = 123


class ProtocolBroken(Refusal):
    """The client does not keep to graphql-transport-ws; the text is the protocol's."""

    kind = Kind.INVALID
    tr = "WebSocket protokolüne uyulmadı."


class SubprotocolUnknown(ProtocolBroken):
    code, en = "subprotocol-not-acceptable", "Subprotocol not acceptable"


class MessageInvalid(ProtocolBroken):
    code, en = "websocket-message-invalid", "{what}"


class NotAcknowledged(ProtocolBroken):
    code, en = "connection-not-acknowledged", "Unauthorized"


class InitialisationTimedOut(ProtocolBroken):
    code, en = "connection-initialisation-timeout", "Connection initialisation timeout"


class InitialisedTwice(ProtocolBroken):
    code, en = "too-many-initialisation-requests", "Too many initialisation requests"


class SubscriberExists(ProtocolBroken):
    code, en = "subscriber-already-exists", "Subscriber for {id} already exists"


FORBIDDEN, UNAVAILABLE = 4403, 4503
CODES: Mapping[type[Refusal], int] = {
    OriginRefused: FORBIDDEN,
    MessageInvalid: 4400,
    NotAcknowledged: 4401,
    SubprotocolUnknown: 4406,
    InitialisationTimedOut: 4408,
    SubscriberExists: 4409,
    InitialisedTwice: 4429,
    Restarting: 1001,
    ConnectionsFull: 1013,
    TooManyConnections: 1013,
    TooManyFromHere: 1013,
    LifetimeOver: 4410,
    SubscriberTooSlow: 4413,
    Interrupted: 4503,
}


def close_code(ending: Refusal) -> int:
    if isinstance(ending, Unauthenticated):
        return FORBIDDEN
    return CODES.get(type(ending), UNAVAILABLE)


def close_reason(ending: Refusal) -> str:
    """The code for programs, then what to do, as far as a close frame holds it."""
    if isinstance(ending, ProtocolBroken):
        return _cut(ending.message.en)
    step = ending.next_step
    return _cut(f"{ending.code}: {step.en if step else ending.message.en}")


def _cut(text: str) -> str:
    return text.encode()[:REASON_BYTES_MAX].decode(errors="ignore")
