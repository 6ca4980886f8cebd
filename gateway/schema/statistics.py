"""Programme statistics: the office's record, counted from mobility_view and agreement_view when asked."""

from typing import Annotated, Any, cast

import strawberry
from sqlalchemy import ARRAY, Integer, Text, bindparam, case, column, extract, func, literal, null, select

from contracts.vocabulary import Programme
from gateway.schema.node import Ask
from gateway.views.agreement import TABLE as AGREEMENTS
from gateway.views.mobility import TABLE as MOBILITIES


@strawberry.type(description="Totals of one programme over the asked years.")
class ProgrammeStatistics:
    programme: Programme = strawberry.field(description="Of which programme")
    beneficiaries: int = strawberry.field(
        description="Mobilities of these call years, without those given up"
    )
    agreements: int | None = strawberry.field(
        description="Agreements signed in these years; null where a programme works without agreements"
    )


FromYear = Annotated[int, strawberry.argument(description="First year, call year or year of signature")]
ToYear = Annotated[int, strawberry.argument(description="Last year")]
Programmes = Annotated[list[Programme] | None, strawberry.argument(description="Only these, in this order")]

WITHOUT_AGREEMENTS = (Programme.FOREIGN_STUDENTS,)
YEARS = (bindparam("from_year", type_=Integer), bindparam("to_year", type_=Integer))


def _statement() -> Any:
    asked = func.unnest(bindparam("programmes", type_=ARRAY(Text))).table_valued(
        column("programme", Text), with_ordinality="at"
    )
    asked = asked.render_derived()
    programme = asked.c.programme
    beneficiaries = select(func.count()).where(
        MOBILITIES.c.programme == programme,
        MOBILITIES.c.call_year.between(*YEARS),
        MOBILITIES.c.status != "withdrawn",
    )
    signed = extract("year", AGREEMENTS.c.signed_on)
    agreements = select(func.count()).where(AGREEMENTS.c.programme == programme, signed.between(*YEARS))
    none = programme.in_([literal(each.value) for each in WITHOUT_AGREEMENTS])
    return select(
        programme,
        beneficiaries.scalar_subquery().label("beneficiaries"),
        case((none, null()), else_=agreements.scalar_subquery()).label("agreements"),
    ).order_by(asked.c.at)


STATEMENT = _statement()


@strawberry.type
class StatisticsQueries:
    @strawberry.field(description="The office's record by programme: published totals, open to every caller")
    async def programme_statistics(
        self, info: Ask, from_year: FromYear, to_year: ToYear, programmes: Programmes = None
    ) -> list[ProgrammeStatistics]:
        wanted = [programme.value for programme in programmes or Programme]
        values = {"programmes": wanted, "from_year": from_year, "to_year": to_year}
        return cast("list[ProgrammeStatistics]", await info.context.reader.rows(STATEMENT, values))
