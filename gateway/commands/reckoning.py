"""Asking an owner for what it reckons anew each time, so that no view holds it: figures and reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from chassis.http.problems import STATUS
from chassis.refusal import Kind, LocalizedText, Refusal
from gateway.commands.command import Service
from gateway.commands.owner import Owners, OwnerUnreachable

OK = 200
KINDS: Mapping[int, Kind] = {status: kind for kind, status in STATUS.items()}


class ReckoningUnavailable(Refusal):
    code, kind = "service-unavailable", Kind.UNAVAILABLE
    tr, en = (
        "Bunu hesaplayan hizmet şu anda yanıt vermiyor.",
        "The service that reckons it is not answering now.",
    )
    next_tr, next_en = "Birkaç saniye sonra yeniden deneyin.", "Try again in a few seconds."


class OwnerRefused(Refusal):
    """The owner's own refusal, told as it is."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.code = problem["code"]  # type: ignore[misc]  # each answer has its own
        self.kind = KINDS.get(status, Kind.RULE)  # type: ignore[misc]
        self._problem = problem
        super().__init__(problem.get("field"))

    @property
    def message(self) -> LocalizedText:
        return LocalizedText(**self._problem["message"])

    @property
    def next_step(self) -> LocalizedText | None:
        step = self._problem.get("next")
        return LocalizedText(**step) if step else None


async def reckoned(owners: Owners, service: Service, path: str, token: str) -> Mapping[str, Any]:
    """The owner's answer. Raises: OwnerRefused, ReckoningUnavailable."""
    try:
        told = await owners.fetch(service, path, token)
    except OwnerUnreachable as error:
        raise ReckoningUnavailable from error
    answer: Mapping[str, Any] = orjson.loads(told.body)
    if told.status != OK:
        raise OwnerRefused(told.status, answer)
    return answer
