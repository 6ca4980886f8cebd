"""What a statement is told for each request: parameters by name, and how their values are come by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import BindParameter, bindparam

from chassis.identity.caller import Caller
from gateway.compiler.query import Variables
from gateway.compiler.restrict_rows import CLAIMS, claim

Value = Callable[[Variables, Caller], Any]
"""Raises Refusal where the variables hold no valid page, cursor or id; resolvers tell it."""


class Parameters:
    """Collects a statement's parameters while it is rendered; the caller's claims are always among them."""

    def __init__(self) -> None:
        self._values: dict[str, Value] = {claim(name): _claim(name) for name in CLAIMS}

    @property
    def values(self) -> Mapping[str, Value]:
        return self._values

    def add(self, value: Value, type_: Any) -> BindParameter[Any]:
        name = f"p{len(self._values)}"
        self._values[name] = value
        return bindparam(name, type_=type_)

    def named(self, name: str, value: Value) -> None:
        self._values[name] = value


def _claim(name: str) -> Value:
    return lambda _, caller: getattr(caller, name)
