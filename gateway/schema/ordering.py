"""In which order a list runs: by one of the indexed orders of its type, up or down."""

from __future__ import annotations

from enum import Enum
from typing import Any

import strawberry

from gateway.reading.paging import Order
from gateway.views.view import View


@strawberry.enum(description="Which end of an order comes first.")
class OrderDirection(Enum):
    ASC = "asc"
    DESC = "desc"


def order_of(type_name: str, **orders: tuple[str, ...]) -> Any:
    """The input that orders a list of ``type_name``. An order ends in the id, and an index holds it."""
    names = {name.upper(): columns for name, columns in orders.items()}
    fields = Enum(f"{type_name}OrderField", names, module=__name__)  # type: ignore[misc]
    strawberry.enum(fields, description=f"What a list of {type_name} can be ordered by.")
    input_type = type(
        f"{type_name}Order",
        (),
        {
            "__annotations__": {"field": fields, "direction": OrderDirection},
            "field": strawberry.field(description="By what"),
            "direction": strawberry.field(default=OrderDirection.ASC, description="Up or down"),
        },
    )
    return strawberry.input(input_type, description=f"How a list of {type_name} runs.")


def order_in(view: View, asked: Any) -> Order | None:
    """The order that such an input means; None for the list's own."""
    if asked is None:
        return None
    return Order.by(view.table, asked.field.value, down=asked.direction is OrderDirection.DESC)
