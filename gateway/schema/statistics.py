"""Statistics: the office's record, counted from mobility_view and agreement_view when asked."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, cast

import strawberry
from sqlalchemy import (
    ARRAY,
    Boolean,
    Integer,
    Text,
    bindparam,
    case,
    column,
    extract,
    func,
    literal_column,
    null,
    select,
)

from contracts.vocabulary import Direction, Programme
from gateway.reading.fields import READS, Rows
from gateway.schema.node import Ask
from gateway.views.agreement import TABLE as AGREEMENTS
from gateway.views.constant import constant
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


@strawberry.enum(description="What mobilities are counted by.")
class Dimension(StrEnum):
    YEAR = "call_year"
    PROGRAMME = "programme"
    DIRECTION = "direction"
    COUNTRY = "host_country"
    FACULTY = "faculty"


@strawberry.type(description="How many went or came; what was not asked for is null.")
class MobilityStatistics:
    call_year: int | None = strawberry.field(description="Of which call year")
    programme: Programme | None = strawberry.field(description="Under which programme")
    direction: Direction | None = strawberry.field(description="Out or in")
    host_country: str | None = strawberry.field(description="Where, ISO 3166-1 alpha-2")
    faculty: str | None = strawberry.field(description="Faculty code")
    beneficiaries: int = strawberry.field(description="Mobilities, without those given up")


FromYear = Annotated[int, strawberry.argument(description="First year, call year or year of signature")]
ToYear = Annotated[int, strawberry.argument(description="Last year")]
Programmes = Annotated[list[Programme] | None, strawberry.argument(description="Only these, in this order")]
By = Annotated[list[Dimension], strawberry.argument(description="Counted by each of these")]

ROWS_MAX = 1000
WITHOUT_AGREEMENTS = (Programme.FOREIGN_STUDENTS,)
YEARS = (bindparam("from_year", type_=Integer), bindparam("to_year", type_=Integer))
GOING = (MOBILITIES.c.call_year.between(*YEARS), MOBILITIES.c.status != constant("withdrawn"))


def _by_programme() -> Any:
    asked = func.unnest(bindparam("programmes", type_=ARRAY(Text))).table_valued(
        column("programme", Text), with_ordinality="at"
    )
    asked = asked.render_derived()
    programme = asked.c.programme
    beneficiaries = select(func.count()).where(MOBILITIES.c.programme == programme, *GOING)
    signed = extract("year", AGREEMENTS.c.signed_on)
    agreements = select(func.count()).where(AGREEMENTS.c.programme == programme, signed.between(*YEARS))
    none = programme.in_([constant(each.value) for each in WITHOUT_AGREEMENTS])
    return select(
        programme,
        beneficiaries.scalar_subquery().label("beneficiaries"),
        case((none, null()), else_=agreements.scalar_subquery()).label("agreements"),
    ).order_by(asked.c.at)


def _by_dimensions() -> Any:
    """Grouped by every dimension that is asked for; the others are one and the same null."""
    asked = [
        case((bindparam(f"by_{each.value}", type_=Boolean), MOBILITIES.c[each.value])).label(each.value)
        for each in Dimension
    ]
    numbers: list[Any] = [literal_column(str(number)) for number in range(1, len(asked) + 1)]
    return (
        select(*asked, func.count().label("beneficiaries"))
        .where(*GOING)
        .group_by(*numbers)
        .order_by(*numbers)
        .limit(ROWS_MAX)
    )


def _programmes(given: Mapping[str, Any]) -> dict[str, Any]:
    return _years(given) | {"programmes": [each.value for each in given.get("programmes") or Programme]}


def _dimensions(given: Mapping[str, Any]) -> dict[str, Any]:
    return _years(given) | {f"by_{each.value}": each in given["by"] for each in Dimension}


def _years(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("from_year", "to_year")}


BY_PROGRAMME = Rows(_by_programme(), (MOBILITIES, AGREEMENTS), _programmes)
BY_DIMENSIONS = Rows(_by_dimensions(), (MOBILITIES,), _dimensions)


@strawberry.type
class StatisticsQueries:
    @strawberry.field(
        description="The office's record by programme: published totals, open to every caller",
        metadata={READS: BY_PROGRAMME},
    )
    async def programme_statistics(
        self, info: Ask, from_year: FromYear, to_year: ToYear, programmes: Programmes = None
    ) -> list[ProgrammeStatistics]:
        given = {"from_year": from_year, "to_year": to_year, "programmes": programmes}
        found = await info.context.reader.rows(BY_PROGRAMME.statement, _programmes(given))
        return cast("list[ProgrammeStatistics]", found)

    @strawberry.field(
        description="Mobilities by year, programme, direction, country and faculty, as asked: totals of "
        f"people, open to every caller; at most {ROWS_MAX} rows",
        metadata={READS: BY_DIMENSIONS},
    )
    async def mobility_statistics(
        self, info: Ask, from_year: FromYear, to_year: ToYear, by: By
    ) -> list[MobilityStatistics]:
        given = {"from_year": from_year, "to_year": to_year, "by": by}
        found = await info.context.reader.rows(BY_DIMENSIONS.statement, _dimensions(given))
        return cast("list[MobilityStatistics]", found)
