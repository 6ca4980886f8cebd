"""Third pass: the caller's policies put on everything that is read, as conditions over parameters.

A plan serves every caller of the same roles: who it is comes in with the request.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Text, Uuid, bindparam

from chassis.identity.caller import Caller
from gateway.compiler.nodes import Body, Myself, Object, Objects, Page, mapped
from gateway.policies import Access

CLAIMS: Final[dict[str, Any]] = {"person_id": Uuid(), "faculty": Text(), "partner_id": Uuid()}


def restrict_rows(body: Body, caller: Caller) -> Body:
    """``caller``: whose roles count; of the claims only whether there are any."""
    asking = in_sql(caller)

    def restricted(node: Any) -> Any:
        if isinstance(node, Object | Objects | Page):
            return replace(node, access=Access(node.type, asking))
        if isinstance(node, Myself):
            return replace(node, asking=asking)
        return node

    found: Body = mapped(body, restricted)
    return found


def in_sql(caller: Caller) -> Caller:
    """The caller with parameters for claims."""
    claims: dict[str, Any] = {
        name: bindparam(claim(name), type_=type_)
        for name, type_ in CLAIMS.items()
        if getattr(caller, name) is not None
    }
    return Caller("", caller.roles, **claims)


def claim(name: str) -> str:
    """The parameter's name."""
    return f"caller_{name}"


def caller_shape(caller: Caller) -> Hashable:
    """What of the caller decides how the SQL looks."""
    return caller.roles, *(getattr(caller, name) is None for name in CLAIMS)
