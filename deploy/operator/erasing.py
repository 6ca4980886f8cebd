"""Forgetting a person: mobility is asked, then everyone who knew them confirms it in a log of their own."""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from contracts.readers import readers_of
from contracts.topics import PERSON
from deploy.local.failure import LocalFailure
from deploy.local.layout import Layout
from deploy.operator.site import Site

ANSWER_SECONDS_MAX: Final = 30
CONFIRMED_SECONDS_MAX: Final = 60
CONFIRM: Final = (PERSON.owner, *sorted({group.partition(".")[0] for group in readers_of(PERSON.name)}))
"""Who keeps something of a person: the owner and everyone with a group on their topic."""


def token() -> str:
    """KERVAN_TOKEN; for the local run one of the development issuer. Raises: LocalFailure elsewhere."""
    if given := os.environ.get("KERVAN_TOKEN"):
        return given
    if os.environ.get("KERVAN_SITE"):
        raise LocalFailure(
            tr="Silmek için ofisin yetkisi gerekir.",
            en="Erasing needs the office's token.",
            next_tr="Ofis rolündeki bir belirteci KERVAN_TOKEN ile verin.",
            next_en="Give a token of the role office as KERVAN_TOKEN.",
        )
    return DevelopmentIssuer.at(Layout().issuer).issue(Role.OFFICE)


def erase(site: Site, person_id: UUID, bearer: str) -> None:
    """Ask mobility. Raises: LocalFailure when it refuses, with its own reason."""
    _ask("DELETE", f"{site.urls[PERSON.owner]}/v1/people/{person_id}", bearer)


def confirmations(site: Site, person_id: UUID, bearer: str) -> Iterator[tuple[str, str]]:
    """Who confirmed, when, as they do. Raises: LocalFailure when one has not within a minute."""
    waiting, deadline = list(CONFIRM), time.monotonic() + CONFIRMED_SECONDS_MAX
    while waiting:
        for name in tuple(waiting):
            url = f"{site.urls[name]}/v1/erasures?person_id={person_id}"
            if lines := _ask("GET", url, bearer)["items"]:
                waiting.remove(name)
                yield name, lines[-1]["erased_at"]
        if waiting and time.monotonic() > deadline:
            raise _unconfirmed(waiting)
        time.sleep(0.2 if waiting else 0)


def _ask(method: str, url: str, bearer: str) -> dict[str, Any]:
    """The answer's JSON; empty for none."""
    request = urllib.request.Request(url, method=method, headers={"Authorization": f"Bearer {bearer}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS_MAX) as answer:  # noqa: S310
            found: dict[str, Any] = json.loads(answer.read() or b"{}")
            return found
    except urllib.error.HTTPError as refused:
        raise _refused(url, refused.code, refused.read()) from refused
    except http.client.HTTPException as error:
        raise ConnectionError(type(error).__name__) from error


def _refused(url: str, status: int, body: bytes) -> LocalFailure:
    """The service's own reason, in both languages, where it gave one."""
    try:
        problem = json.loads(body)
        reason, then = problem["message"], problem.get("next") or {}
    except (ValueError, KeyError, TypeError, AttributeError):
        reason, then = {}, {}
    answered = f"{url.partition('/v1/')[0]}: {status}"
    return LocalFailure(
        tr=reason.get("tr", "Servis anlaşılmayan bir yanıt verdi."),
        en=reason.get("en", "The service gave an answer that is not understood."),
        next_tr=then.get("tr", "`kervan status` durumu gösterir."),
        next_en=then.get("en", "`kervan status` shows how things are."),
        detail=answered,
    )


def _unconfirmed(waiting: list[str]) -> LocalFailure:
    names = ", ".join(waiting)
    return LocalFailure(
        tr=f"Henüz onaylamayan: {names}. Silme yolda.",
        en=f"Not confirmed yet: {names}. The erasure is on its way.",
        next_tr="`kervan status` ve `kervan parked list`; sonra aynı komutu yineleyin.",
        next_en="`kervan status` and `kervan parked list`; then repeat this command.",
    )
