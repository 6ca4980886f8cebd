"""From a mutation's input to its payload: send, wait for the views, read the object as the caller sees it."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, TypeVar, cast
from uuid import UUID

import strawberry
from graphql import GraphQLResolveInfo

from chassis.failpoints import Failpoint, reached
from chassis.http.idempotency import KEY, KeyMalformed
from chassis.ids import new_id
from chassis.refusal import Refusal
from gateway.commands.command import Command, Done, Refused, Sending
from gateway.reading.ids import IdInvalid, parse_node_id
from gateway.schema.node import Ask
from gateway.schema.values import LocalizedText

P = TypeVar("P")

ORDER = strawberry.argument(description="What is to be done")
OPTIONS = ("id", "expected_version", "idempotency_key", "client_mutation_id")


@strawberry.type(description="Why a command was refused, and what to do next.")
class UserError:
    code: str = strawberry.field(description="Stable, for programs")
    message: LocalizedText = strawberry.field(description="For people")
    next: LocalizedText | None = strawberry.field(description="What to do next")
    field: str | None = strawberry.field(
        description="Path of the input to blame, like conditions.0.placesPerYear"
    )


@strawberry.interface(description="What every mutation answers.")
class Payload:
    user_errors: list[UserError] = strawberry.field(description="Why nothing was changed; empty when it was")
    stale: bool = strawberry.field(description="The change is made, but the views do not show it yet")
    client_mutation_id: str | None = strawberry.field(description="As it was sent")

    @classmethod
    def is_type_of(cls, value: Mapping[str, Any], info: GraphQLResolveInfo[Any]) -> bool:
        """Payloads are mappings that name their type."""
        return bool(value["__typename"] == cls.__name__)


@strawberry.input(description="What every mutation may be told.")
class CommandInput:
    idempotency_key: str | None = strawberry.field(
        default=None, description="Makes a retry safe: the same key is answered with the first answer"
    )
    client_mutation_id: str | None = strawberry.field(default=None, description="Comes back as it was sent")


@strawberry.input(description="What a change to something that exists may be told.")
class ChangeInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="Node id of what is changed")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has another version by now; some changes require it"
    )


async def perform(info: Ask, command: Command, given: Any, payload: type[P], field: str | None = None) -> P:
    """``field``: the payload's field that shows the object."""
    try:
        sending = _sending(info, command, given)
    except (IdInvalid, KeyMalformed) as refusal:
        return _payload(payload, given, errors=[_refusal(refusal)])
    awaited = await _version_before(info, sending)
    outcome = await info.context.owners.send(sending)
    reached(Failpoint.MUTATION_CARRIED_OUT)
    if isinstance(outcome, Refused):
        return _payload(payload, given, errors=[dataclasses.asdict(error) for error in outcome.errors])
    written = _written(sending, outcome, awaited, field)
    stale = not await _all_shown(info, written)
    return _payload(payload, given, stale=stale, shown=await _read(info, written))


async def ask(
    info: Ask, command: Command, given: Any, payload: type[P], told: Callable[[Mapping[str, Any]], Any]
) -> P:
    """What only the owning service can answer; ``told`` makes the payload's fields of its answer."""
    try:
        sending = _sending(info, command, given)
    except (IdInvalid, KeyMalformed) as refusal:
        return _payload(payload, given, errors=[_refusal(refusal)])
    outcome = await info.context.owners.send(sending)
    if isinstance(outcome, Refused):
        return _payload(payload, given, errors=[dataclasses.asdict(error) for error in outcome.errors])
    return _payload(payload, given, shown=told(outcome.answer))


def _sending(info: Ask, command: Command, given: Any) -> Sending:
    """Raises: IdInvalid, KeyMalformed: the key is sent on as a header."""
    if given.idempotency_key and KEY.fullmatch(given.idempotency_key) is None:
        raise KeyMalformed("idempotencyKey")
    identifier = getattr(given, "id", None)
    asked = {} if command.erases else to_body(given)
    return Sending(
        command=command,
        token=info.context.token,
        key=given.idempotency_key or str(new_id()),
        body=None if command.erases or command.reads else asked,
        query={name: str(value) for name, value in asked.items() if value is not None}
        if command.reads
        else {},
        id=None if identifier is None else parse_node_id(identifier, "id")[1],
        version=getattr(given, "expected_version", None),
    )


def to_body(given: Any, path: str = "") -> dict[str, Any]:
    """An input as the service's JSON: node ids as aggregate ids, nothing that was not given."""
    fields = (each for each in dataclasses.fields(given) if each.name not in OPTIONS)
    body = {each.name: _plain(getattr(given, each.name), each, f"{path}{each.name}") for each in fields}
    return {name: value for name, value in body.items() if value is not strawberry.UNSET}


def _plain(value: Any, field: Any, path: str) -> Any:
    if isinstance(value, list):
        return [_plain(each, field, f"{path}.{number}") for number, each in enumerate(value)]
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return to_body(value, f"{path}.")
    if isinstance(value, str) and _is_id(field):
        return str(parse_node_id(value, path)[1])
    return value


def _is_id(field: Any) -> bool:
    """Whether an input field takes node ids; they are named so."""
    return str(field.name).endswith(("_id", "_ids"))


@dataclasses.dataclass(frozen=True)
class Written:
    """An aggregate that a command wrote: the version to wait for, the payload's field that shows it."""

    type: str
    id: UUID
    version: int
    field: str | None


async def _version_before(info: Ask, sending: Sending) -> int | None:
    """An erasure is answered without a version: the views must get past the one they have."""
    command = sending.command
    if not command.erases or command.type is None or sending.id is None:
        return None
    return await info.context.reader.version(command.type, sending.id)


def _written(sending: Sending, done: Done, before: int | None, field: str | None) -> list[Written]:
    command = sending.command
    found = []
    if before is not None and command.type is not None and sending.id is not None:
        found.append(Written(command.type, sending.id, before + 1, None))
    if command.type is not None and done.id is not None and done.version is not None:
        found.append(Written(command.type, done.id, done.version, field))
    for key, type_name in command.led_to.items():
        if made := done.named(key):
            found.append(Written(type_name, made, 1, key.removesuffix("_id")))
    return found


async def _all_shown(info: Ask, written: Sequence[Written]) -> bool:
    reader, wait = info.context.reader, info.context.view_wait
    arrivals = (reader.arrived(each.type, each.id, each.version, wait.seconds) for each in written)
    shown = all(await asyncio.gather(*arrivals))
    if written:
        wait.ended(arrived=shown)
    return shown


async def _read(info: Ask, written: Sequence[Written]) -> dict[str, Any]:
    reader = info.context.reader
    return {each.field: await reader.one(each.type, each.id) for each in written if each.field}


def _refusal(refusal: Refusal) -> dict[str, Any]:
    step = refusal.next_step
    return {
        "code": refusal.code,
        "message": dataclasses.asdict(refusal.message),
        "next": step and dataclasses.asdict(step),
        "field": refusal.field,
    }


def _payload(
    payload: type[P],
    given: Any,
    *,
    errors: list[dict[str, Any]] | None = None,
    stale: bool = False,
    shown: Mapping[str, Any] | None = None,
) -> P:
    answer = {
        "__typename": payload.__name__,
        "user_errors": errors or [],
        "stale": stale,
        "client_mutation_id": given.client_mutation_id,
        **(shown or {}),
    }
    return cast("P", answer)
