"""Subscribers who are told the same: one execution for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from gateway.execution import Asked
from gateway.schema.subscriptions.watching import Wanted
from gateway.subscriptions.shapes import Shape
from gateway.subscriptions.subscription import Subscription


class GroupKey(NamedTuple):
    """Equal for those whose results are equal whatever changes: document, variables and policy shape."""

    text: str
    variables: bytes
    name: str | None
    shape: Shape


@dataclass(eq=False)
class Group:
    """``asked`` is the first member's; any other's would be answered the same."""

    key: GroupKey
    asked: Asked
    wanted: Wanted
    members: set[Subscription] = field(default_factory=set)
