"""paymentChanged: orders and the instalments of the grants they pay, which move one after the other."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any, cast

import strawberry

from gateway.reading.ids import aggregate_id
from gateway.reading.narrowing import visible_column
from gateway.schema.node import Ask, related
from gateway.schema.payment_order import PaymentOrder
from gateway.schema.refs import GrantRef
from gateway.schema.subscriptions.watching import AfterChange, Conditions, changed_objects, told
from gateway.views.catalogue import BY_TYPE

OfGrant = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only of the grant with this node id")
]
ToPerson = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only to the person with this node id")
]


@strawberry.type(description="A payment order, or a grant's instalments, of which something is new.")
class PaymentChange:
    cursor: str = strawberry.field(description="Pass it as `after` to be told everything since")
    payment_order: PaymentOrder | None = strawberry.field(
        description="The order as the caller may see it now; null when it is the grant that changed"
    )
    grant: GrantRef | None = related(
        "Grant", key="grant_id", doc="grant", description="The grant with its instalments as they are now"
    )


@strawberry.type
class PaymentSubscriptions:
    @strawberry.subscription(
        description="Payments on their way: orders that are issued, paid or rejected, and grants whose "
        "instalments move with them"
    )
    async def payment_changed(
        self,
        info: Ask,
        *,
        grant_id: OfGrant = None,
        person_id: ToPerson = None,
        after: AfterChange = None,
    ) -> AsyncGenerator[PaymentChange, None]:
        async for change, row in changed_objects(info, _conditions(info, grant_id, person_id), after):
            if change.type == "Grant":
                yield cast(PaymentChange, told(change, payment_order=None, grant_id=row["id"]))
            else:
                yield cast(PaymentChange, told(change, payment_order=row, grant_id=row["grant_id"]))


def _conditions(info: Ask, grant_id: str | None, person_id: str | None) -> Conditions:
    """Raises: IdInvalid."""
    person = person_id and aggregate_id(person_id, "Person", "personId")
    grant = grant_id and aggregate_id(grant_id, "Grant", "grantId")
    asked = {
        "PaymentOrder": {"grant_id": grant, "person_id": person},
        "Grant": {"id": grant, "person_id": person},
    }
    return {
        name: [_equals(info, name, *pair) for pair in values.items() if pair[1]]
        for name, values in asked.items()
    }


def _equals(info: Ask, type_name: str, column: str, value: Any) -> Any:
    return visible_column(BY_TYPE[type_name], column, info.context.caller) == value
